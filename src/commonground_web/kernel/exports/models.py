"""A file that somebody asks for, and what a second person said to it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept


class State(models.TextChoices):
    """Where a request for a file stands."""

    ASKED = "asked", _("waits for a second person")
    AGREED = "agreed", _("may be taken")
    DECLINED = "declined", _("declined")
    TAKEN = "taken", _("taken")


MACHINE = machine(
    asked=("second person", "agreed declined"),
    agreed=("who asked", "taken"),
    declined=("nobody", ""),
    taken=("nobody", ""),
)


class Reason(models.TextChoices):
    """What a file is for."""

    REPORT = "report", _("a report of counts")
    AUDIT = "audit", _("an audit that the law or an agreement asks for")
    COURT = "court", _("an order of a court, or counsel's request under the law")
    PERSON = "person", _("the persons themselves asked for what is kept")
    MOVING = "moving", _("moving to another system of the same organisation")


class ExportRequestQuerySet(RecordQuerySet):
    """Requests for files."""

    def waiting(self, *, at: datetime) -> Self:
        """Return those that wait for a second person."""
        return self.filter(state=State.ASKED, expires_at__gt=at)

    def to_take(self, *, listing: str, by: str, at: datetime) -> Self:
        """Return those that a person may take a list by."""
        return self.filter(state=State.AGREED, listing=listing, asked_by=by, expires_at__gt=at)


class ExportRequest(Record):
    """A list that one person asks for as a file, filtered as the request says."""

    KEPT = kept(
        internal="id state listing title kind query rows reason owner asked_by asked_at expires_at"
        " answered_by answered_at taken_at"
    )
    ENTITY = "export"
    OWNED_BY = "owner"
    FIXED = (
        "listing",
        "title",
        "kind",
        "query",
        "rows",
        "reason",
        "owner",
        "asked_by",
        "asked_at",
        "expires_at",
    )

    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    listing = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=4)
    query = models.CharField(max_length=2000)
    """How the list is filtered and sorted; what lies sealed cannot be asked for."""
    rows = models.PositiveIntegerField()
    """How many rows there were when it was asked for."""
    reason = models.CharField(_("what it is for"), max_length=8, choices=Reason)
    owner = models.UUIDField(null=True)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    objects = ExportRequestQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "export_request"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values, reason__in=Reason.values),
                name="export_request_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(answered_by=models.F("asked_by")),
                name="export_request_two_persons",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.ASKED)
                | models.Q(answered_by__isnull=False, answered_at__isnull=False),
                name="export_request_answered",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.TAKEN) | models.Q(taken_at__isnull=False),
                name="export_request_taken_at",
            ),
        ]

    def __str__(self) -> str:
        return f"export of {self.listing}"
