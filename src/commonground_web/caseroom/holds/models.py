"""Copies of the Commons' safe-conduct holds, and the dates of agreements."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.models import Candidate
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept, of_sites
from commonground_web.kernel.rooms import Room


class HoldQuerySet(RecordQuerySet):
    """Holds, and those among them that keep somebody from being arrested."""

    def not_over(self, at: datetime) -> Self:
        """Return those that are in force at a moment, or will be."""
        return self.filter(is_lifted=False, ends_at__gt=at)

    def in_force(self, at: datetime) -> Self:
        """Return those that are in force at a moment."""
        return self.not_over(at).filter(starts_at__lte=at)

    def of_entry(self, entry: Entry) -> Self:
        """Return those of the person that an entry is about."""
        return self.filter(candidate__entry=entry)


class Hold(Record):
    """From when to when somebody has safe conduct, as the last revision says that came here."""

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id candidate hold revision starts_at ends_at is_lifted received_at"
        " acknowledged_by acknowledged_at acknowledged_revision purge_on"
    )
    ENTITY = "hold"
    OF_PERSON = True
    FIXED = ("candidate", "hold", "received_at")

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="holds")
    hold = models.UUIDField(unique=True)
    """What the Commons calls it."""
    revision = models.PositiveIntegerField(_("revision"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    is_lifted = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    """When its first revision came."""
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_revision = models.PositiveIntegerField(null=True)
    purge_on = models.DateField(_("to be purged on"))

    objects = HoldQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "hold"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="hold_lasts"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    acknowledged_by__isnull=True,
                    acknowledged_at__isnull=True,
                    acknowledged_revision__isnull=True,
                )
                | models.Q(
                    acknowledged_by__isnull=False,
                    acknowledged_at__isnull=False,
                    acknowledged_revision__isnull=False,
                    acknowledged_revision__lte=models.F("revision"),
                ),
                name="hold_acknowledged_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"

    @property
    def is_acknowledged(self) -> bool:
        """Whether somebody acknowledged it as it stands now."""
        return self.acknowledged_revision == self.revision

    def is_over(self, at: datetime) -> bool:
        """Say whether it keeps nobody from being arrested any more."""
        return self.is_lifted or self.ends_at <= at

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show the holds of the actor's sites."""
        return of_sites(actor, "candidate__candidate_list__site")


class Agreement(Record):
    """When somebody gave a conduct agreement, and when its term ends; its terms stay out there."""

    ROOM = Room.CASEROOM
    KEPT = kept(internal="id candidate given_on ends_on received_at")
    ENTITY = "hold"
    OF_PERSON = True
    FIXED = ("candidate",)

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="agreement")
    given_on = models.DateField(_("given on"))
    ends_on = models.DateField(_("term ends on"))
    received_at = models.DateTimeField()

    class Meta:
        db_table = "agreement_date"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("given_on")), name="agreement_date_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show the agreements of the actor's sites."""
        return of_sites(actor, "candidate__candidate_list__site")
