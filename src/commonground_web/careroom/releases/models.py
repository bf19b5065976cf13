"""What was counted in a month, and what of it may leave the room."""

from __future__ import annotations

from django.db import models

from commonground_web.kernel.compartments.records import kept
from commonground_web.kernel.rooms import Room
from commonground_web.valves.releases.records import CellRecord, ReleaseRecord, TallyRecord
from commonground_web.valves.releases.words import CARE_MEASURES

CHOICES = [(measure.value, label) for measure, label in CARE_MEASURES.items()]


class Tally(TallyRecord):
    """What the clock counted over all providers, once for each month; no page shows it."""

    ROOM = Room.CAREROOM
    KEPT = kept(internal="id counted_at", part2="month measure site n")

    measure = models.CharField(max_length=24, choices=CHOICES)

    class Meta(TallyRecord.Meta):
        db_table = "tally"


class Release(ReleaseRecord):
    """The counts of one month on their way out: one drafts, two others check."""

    ROOM = Room.CAREROOM

    class Meta(ReleaseRecord.Meta):
        db_table = "release"


class ReleaseCell(CellRecord):
    """One count of a release as it leaves the room: a number of at least 11, or that it is less."""

    ROOM = Room.CAREROOM

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="cells")
    measure = models.CharField(max_length=24, choices=CHOICES)

    class Meta(CellRecord.Meta):
        db_table = "release_cell"
