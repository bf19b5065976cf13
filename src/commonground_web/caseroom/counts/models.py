"""What was counted in a month, and what of it may leave the room."""

from __future__ import annotations

from django.db import models

from commonground_web.kernel.compartments.records import kept
from commonground_web.kernel.rooms import Room
from commonground_web.valves.releases.records import CellRecord, ReleaseRecord, TallyRecord
from commonground_web.valves.releases.words import CASE_MEASURES

CHOICES = [(measure.value, label) for measure, label in CASE_MEASURES.items()]


class Tally(TallyRecord):
    """What the clock counted over all sites, once for each month; no page shows it."""

    ROOM = Room.CASEROOM
    KEPT = kept(internal="id counted_at", caseroom="month measure site n")

    measure = models.CharField(max_length=24, choices=CHOICES)

    class Meta(TallyRecord.Meta):
        db_table = "tally"


class Release(ReleaseRecord):
    """The counts of one month on their way out: one drafts, two others check."""

    ROOM = Room.CASEROOM

    class Meta(ReleaseRecord.Meta):
        db_table = "release"


class ReleaseCell(CellRecord):
    """One count of a release as it leaves the room: a number of at least 11, or that it is less."""

    ROOM = Room.CASEROOM

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="cells")
    measure = models.CharField(max_length=24, choices=CHOICES)

    class Meta(CellRecord.Meta):
        db_table = "release_cell"
