"""A detective writes entries with their sources; a supervisor who wrote none uses them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commonground_web.caseroom.entries.actions.deciding import (
    accept_entry,
    submit_entry,
    use_entry,
)
from commonground_web.caseroom.entries.actions.screening import Screened, answer_screening
from commonground_web.caseroom.entries.actions.sources import Mentioned, add_source
from commonground_web.caseroom.entries.actions.writing import Written, create_entry
from commonground_web.caseroom.entries.grades import (
    Activity,
    Confidence,
    Reliability,
    Sensitivity,
    SourceKind,
    Validity,
)
from commonground_web.caseroom.entries.models import Entry
from commonground_web.demo.stage import Stage
from commonground_web.kernel.access.actor import Actor

DRAFT, SUBMITTED, IN_USE = range(3)


@dataclass(frozen=True, slots=True)
class Listed:
    """A plainly made-up person, the facts, where each mention comes from, and how far it came."""

    name: str
    facts: str
    born: date
    sources: tuple[SourceKind, ...]
    came: int


LISTED = (
    Listed(
        "Alder Fictional",
        "Sold to an undercover officer on two evenings, on the corner of the library.",
        date(1994, 3, 2),
        (SourceKind.NARCOTICS, SourceKind.PROBATION),
        IN_USE,
    ),
    Listed(
        "Birch Fictional",
        "Seen to sell from the bus stop, by patrol and by a resident who gave a statement.",
        date(1990, 7, 19),
        (SourceKind.PATROL, SourceKind.COMPLAINT),
        IN_USE,
    ),
    Listed(
        "Cedar Fictional",
        "Seen three times to hand over small bags for money.",
        date(1998, 11, 5),
        (SourceKind.PATROL, SourceKind.NARCOTICS),
        IN_USE,
    ),
    Listed(
        "Hawthorn Fictional",
        "Supplies three street sellers; charged last year with an armed robbery.",
        date(1985, 9, 23),
        (SourceKind.NARCOTICS, SourceKind.INCIDENT_REVIEW),
        IN_USE,
    ),
    Listed(
        "Ivy Fictional",
        "Sold to an undercover officer from a parked car; a resident wrote down the number.",
        date(1996, 2, 14),
        (SourceKind.NARCOTICS, SourceKind.COMPLAINT),
        IN_USE,
    ),
    Listed(
        "Juniper Fictional",
        "Seen to sell by two patrols, and named in one interview at probation.",
        date(1992, 12, 1),
        (SourceKind.PATROL, SourceKind.PROBATION),
        IN_USE,
    ),
    Listed(
        "Dogwood Fictional",
        "Named by a resident; patrol has seen one hand-to-hand sale.",
        date(1987, 1, 30),
        (SourceKind.PATROL,),
        SUBMITTED,
    ),
    Listed(
        "Elm Fictional",
        "Named once. A second source is still missing.",
        date(2001, 5, 12),
        (SourceKind.COMPLAINT,),
        DRAFT,
    ),
)

FIRST_LIST, SECOND_LIST = slice(0, 4), slice(4, 6)
"""Who is weighed first, and who afterwards."""


def play(stage: Stage, *, days_ago: int) -> None:
    """Write the entries, one a day."""
    for after, listed in enumerate(LISTED):
        entry = _write(listed, stage, days_ago=days_ago - after)
        if listed.came == IN_USE:
            _use(entry, stage, days_ago=days_ago - after - 2)


def entries_of(stage: Stage, which: slice, *, by: Actor, at: datetime) -> list[Entry]:
    """Return the entries of some of those who are listed, in that order."""
    by_name = {entry.name: entry for entry in stage.rows(Entry, by=by, at=at)}
    return [by_name[listed.name] for listed in [*LISTED][which]]


def _write(listed: Listed, stage: Stage, *, days_ago: int) -> Entry:
    at = stage.at(days_ago=days_ago, hour=15)
    detective = stage.actor("detective", at=at)
    written = Written(
        name=listed.name,
        facts=listed.facts,
        activity=Activity.SALE,
        reliability=Reliability.USUALLY,
        validity=Validity.PROBABLE,
        sensitivity=Sensitivity.CONFIDENTIAL,
        confidence=Confidence.MODERATE,
        born=listed.born,
        report_number=f"LPD-{days_ago:04}",
    )
    entry = create_entry(site=uuid.UUID(stage.facts["site"]), written=written, by=detective, at=at)
    for number, kind in enumerate(listed.sources):
        seen_on = stage.day(days_ago + 3 + number)
        mentioned = Mentioned(
            kind=kind,
            agency=stage.agency("police"),
            seen_on=seen_on,
            last_selling_on=seen_on - timedelta(days=1),
            place="Ninth Avenue, by the library",
            reliability=Reliability.USUALLY,
            validity=Validity.PROBABLE,
            note=listed.facts,
            observer=f"badge {days_ago}-{number}",
        )
        add_source(entry=entry, mentioned=mentioned, by=detective, at=at)
    if listed.came >= SUBMITTED:
        submit_entry(entry=entry, by=detective, at=at)
    return entry


def _use(entry: Entry, stage: Stage, *, days_ago: int) -> None:
    """Accept an entry, screen the person for being somebody to protect, and use it."""
    at = stage.at(days_ago=days_ago, hour=9)
    supervisor = stage.actor("supervisor", at=at)
    accept_entry(entry=stage.again(entry, by=supervisor, at=at), by=supervisor, at=at)
    screened = Screened(
        is_minor="no",
        is_coerced="no",
        is_trafficked="no",
        is_addicted="unknown",
        basis="Date of birth by report; nothing in reports or interviews points to coercion.",
    )
    answer_screening(
        entry=stage.again(entry, by=supervisor, at=at), screened=screened, by=supervisor, at=at
    )
    use_entry(entry=stage.again(entry, by=supervisor, at=at), by=supervisor, at=at)
