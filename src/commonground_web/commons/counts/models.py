"""One count that another room released; it is never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.records import Record, kept, once
from commonground_web.kernel.rooms import Room
from commonground_web.valves.messages.shapes import FEWEST
from commonground_web.valves.releases.words import MEASURES

SMALL = f"<{FEWEST}"
"""What stands for a count that is only said to be small."""


class ReleasedFrom(models.TextChoices):
    """The rooms that release counts."""

    CASEROOM = "caseroom", _("case room")
    CAREROOM = "careroom", _("care room")


class ReleasedCount(Record):
    """One count of one month, as the room that released it sent it; once, and for good."""

    ROOM = Room.COMMONS
    KEPT = kept(public="id room measure month site n is_small", internal="release received_at")
    ENTITY = "count"
    APPEND_ONLY = True
    WRITTEN_IN = ("receive",)

    room = models.CharField(_("room"), max_length=8, choices=ReleasedFrom)
    release = models.UUIDField()
    measure = models.CharField(
        _("measure"),
        max_length=24,
        choices=[(measure.value, label) for measure, label in MEASURES.items()],
    )
    month = models.CharField(_("month"), max_length=7)
    site = models.UUIDField(_("site"), null=True)
    """The site it is of; None for all together."""
    n = models.PositiveIntegerField(_("how many"), null=True)
    is_small = models.BooleanField()
    received_at = models.DateTimeField(_("received"))

    class Meta:
        db_table = "released_count"
        constraints = [
            *once("room", "month", "measure", name="released_count_once"),
            models.CheckConstraint(
                condition=Q(is_small=True, n__isnull=True)
                | Q(is_small=False, n__isnull=False, n__gte=FEWEST),
                name="released_count_never_small",
            ),
            models.CheckConstraint(
                condition=Q(room__in=ReleasedFrom.values), name="released_count_room_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.month}"

    @property
    def shown(self) -> int | str:
        """The number, or that it is small."""
        return SMALL if self.n is None else self.n
