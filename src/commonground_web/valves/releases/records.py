"""What was counted in a month, and what of it may leave: fields and rules, for each room's tables.

A tally is never counted anew: what is written down later changes nothing that was released, and
nobody learns from two counts of one month what lies between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.records import Record, kept, once
from commonground_web.valves.releases.states import State


class TallyRecord(Record):
    """What the clock counted, once for each month; no page shows it."""

    APPEND_ONLY = True
    WRITTEN_IN = ("count",)

    month = models.CharField(max_length=7)
    measure = models.CharField(max_length=24)
    site = models.UUIDField(null=True)
    """The site it is of; None for what is of no site."""
    n = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = once("month", "measure", name="tally_once")

    def __str__(self) -> str:
        return f"{self.measure} of {self.month}"


class ReleaseRecord(Record):
    """The counts of one month on their way out: one drafts, two others check."""

    KEPT = kept(
        internal="id month state author drafted_at checker1 checked1_at checker2 checked2_at"
        " released_by released_at returned_by returned_at reason"
    )
    ENTITY = "release"
    FIXED = ("month", "author", "drafted_at")

    if TYPE_CHECKING:
        cells: models.QuerySet[CellRecord]

    month = models.CharField(_("month"), max_length=7)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFTED)
    author = models.UUIDField()
    drafted_at = models.DateTimeField(_("drafted"))
    checker1 = models.UUIDField(null=True)
    checked1_at = models.DateTimeField(null=True)
    checker2 = models.UUIDField(null=True)
    checked2_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField(_("released"), null=True)
    returned_by = models.UUIDField(null=True)
    returned_at = models.DateTimeField(null=True)
    reason = models.CharField(_("why it was returned"), max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="release_state_known"),
            models.UniqueConstraint(
                fields=["month"],
                condition=~Q(state=State.RETURNED),
                name="release_once_a_month",
            ),
            models.CheckConstraint(
                condition=Q(checker1__isnull=True) | ~Q(checker1=F("author")),
                name="release_first_check_by_another",
            ),
            models.CheckConstraint(
                condition=Q(checker2__isnull=True)
                | ~Q(checker2=F("author")) & ~Q(checker2=F("checker1")) & Q(checker1__isnull=False),
                name="release_second_check_by_a_third",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.CHECKED2, State.RELEASED])
                | Q(checker1__isnull=False, checker2__isnull=False),
                name="release_checked_by_two",
            ),
            models.CheckConstraint(
                condition=Q(state=State.RETURNED, returned_by__isnull=False) & ~Q(reason="")
                | ~Q(state=State.RETURNED) & Q(returned_by__isnull=True),
                name="release_returned_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"release of {self.month}"


class CellRecord(Record):
    """One count of a release as it leaves the room: a number of at least 11, or that it is less."""

    KEPT = kept(internal="id release measure site shown")
    APPEND_ONLY = True

    measure = models.CharField(max_length=24)
    site = models.UUIDField(null=True)
    """The site it is of; None for all sites together, and what is of none."""
    shown = models.CharField(max_length=8)

    class Meta:
        abstract = True
        constraints = once("release", "measure", name="release_cell_once")

    def __str__(self) -> str:
        return f"{self.measure}: {self.shown}"
