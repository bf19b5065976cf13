"""The records of entries: the name with its basis, its sources, screenings, and where it went."""

from commonground_web.caseroom.entries.models.disseminations import (
    Correction,
    CorrectionNotice,
    Dissemination,
    Right,
    Via,
)
from commonground_web.caseroom.entries.models.entry import Entry, OfEntry
from commonground_web.caseroom.entries.models.screenings import (
    Finding,
    Screening,
    ScreeningDecision,
    Way,
)
from commonground_web.caseroom.entries.models.sources import SourceMention
from commonground_web.caseroom.entries.states import State

__all__ = [
    "Correction",
    "CorrectionNotice",
    "Dissemination",
    "Entry",
    "Finding",
    "OfEntry",
    "Right",
    "Screening",
    "ScreeningDecision",
    "SourceMention",
    "State",
    "Via",
    "Way",
]
