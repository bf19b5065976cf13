"""A list is opened, and each case on it is weighed: findings first, then two reviews apart."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from commonground_web.caseroom.criteria.models import Criterion
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.actions.opening import open_list
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.triage.actions.findings import (
    Found,
    complete_findings,
    open_triage,
    record_finding,
)
from commonground_web.caseroom.triage.actions.reviews import begin_review, cast_vote, consolidate
from commonground_web.caseroom.triage.models import TriageDecision
from commonground_web.demo.scenes.caseroom.entries import FIRST_LIST, entries_of
from commonground_web.demo.stage import Stage
from commonground_web.valves.messages.rules import AnsweredBy

BANK = ("bank", "Small amounts, no violence; one complete buy. Somebody to talk to.")
PROSECUTE = ("prosecute", "An armed robbery within the year; supplies others.")

VERDICTS = (BANK, BANK, BANK, PROSECUTE)
"""What both reviewers say of each of the first list, without having seen the other's."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """A list, and how far from today its cases are weighed."""

    candidates: CandidateList
    days_ago: int
    is_violent: bool = False


def play(stage: Stage, *, days_ago: int) -> None:
    """Open the first list, and decide on everybody on it."""
    turn = stage.turn("charging-supervisor", days_ago=days_ago)
    candidates = start_list("Ninth Avenue, first list", stage, days_ago=days_ago)
    entries = entries_of(stage, FIRST_LIST, **turn)
    for number, (entry, said) in enumerate(zip(entries, VERDICTS, strict=True)):
        weighing = Weighing(candidates, days_ago - 1 - 2 * number, is_violent=said == PROSECUTE)
        decision = find(entry, weighing, stage)
        for hour, code in ((14, "supervisor"), (15, "prosecutor")):
            vote(decision, code, said, stage, days_ago=weighing.days_ago - 1, hour=hour)
        last = stage.turn("prosecutor", days_ago=weighing.days_ago - 1, hour=16)
        consolidate(decision=decision, **last)


def start_list(name: str, stage: Stage, *, days_ago: int) -> CandidateList:
    """Open a list for the site."""
    turn = stage.turn("charging-supervisor", days_ago=days_ago)
    return open_list(site=uuid.UUID(stage.facts["site"]), name=name, **turn)


def find(entry: Entry, weighing: Weighing, stage: Stage) -> TriageDecision:
    """Put an entry on a list, answer every criterion, and open the case to its reviewers."""
    beginning = stage.turn("charging-supervisor", days_ago=weighing.days_ago)
    decision = open_triage(candidates=weighing.candidates, entry=entry, **beginning)
    turn = stage.turn("analyst", days_ago=weighing.days_ago, hour=11)
    for criterion in Criterion.objects.filter(criteria=weighing.candidates.criteria_id):
        found = _found(criterion, weighing, stage)
        record_finding(decision=decision, criterion=criterion, found=found, **turn)
    complete_findings(decision=decision, **turn)
    handing_on = stage.turn("charging-supervisor", days_ago=weighing.days_ago, hour=13)
    begin_review(decision=decision, **handing_on)
    return decision


def vote(
    decision: TriageDecision,
    code: str,
    said: tuple[str, str],
    stage: Stage,
    *,
    days_ago: int,
    hour: int = 14,
) -> None:
    """Have somebody say what their side makes of a case."""
    verdict, reason = said
    turn = stage.turn(code, days_ago=days_ago, hour=hour)
    cast_vote(decision=decision, verdict=verdict, reason=reason, **turn)


def _found(criterion: Criterion, weighing: Weighing, stage: Stage) -> Found:
    """Return a plausible answer; what nobody knows is said to be unknown, with the reason."""
    if criterion.kind == AnsweredBy.DATE:
        if criterion.code == "violence_last" and not weighing.is_violent:
            return Found(note="No violent charge is on record.")
        return Found(stage.day(weighing.days_ago + 9).isoformat(), "Report of the last sale seen.")
    if criterion.kind == AnsweredBy.CHOICE:
        return Found(criterion.choices[0], "Reports and the video of the buy.")
    if criterion.kind == AnsweredBy.NUMBER:
        return Found("1", "The case file.")
    is_yes = criterion.code == "residence" or (
        weighing.is_violent and criterion.code in {"violence", "guns"}
    )
    return Found("yes" if is_yes else "no", "Record check of the week before.")
