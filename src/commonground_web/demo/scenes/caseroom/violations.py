"""Somebody is said to have sold again: it is reported, its evidence checked, and two review it."""

from __future__ import annotations

from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.cases.states import State
from commonground_web.caseroom.violations.actions import (
    Reported,
    check_evidence,
    clauses_for,
    report_violation,
    review_violation,
)
from commonground_web.caseroom.violations.models import Source
from commonground_web.demo.stage import Stage
from commonground_web.valves.messages.rules import Conduct

WHO = "Alder Fictional"


def play(stage: Stage, *, days_ago: int) -> None:
    """Report it, look at the evidence, and review it for one side; the other has yet to speak."""
    turn = stage.turn("detective", days_ago=days_ago)
    cases = stage.rows(Case, "entry", **turn)
    case = next(one for one in cases if one.entry.name == WHO and one.state == State.BANKED)
    clauses = clauses_for(case, on=stage.day(days_ago + 2))
    reported = Reported(
        clause=next(clause for clause in clauses if clause.conduct == Conduct.SALE),
        occurred_on=stage.day(days_ago + 2),
        source=Source.VIDEO,
        what="Camera at the bus stop, 21:40: two bags for money. Report LPD-0412.",
    )
    violation = report_violation(case=case, reported=reported, **turn)
    checking = stage.turn("lieutenant", days_ago=days_ago - 1)
    check_evidence(violation=violation, drop="", **checking)
    review_violation(
        violation=violation,
        said="warning",
        reason="One sale, at the edge of the area; the video is dark. A warning first.",
        **stage.turn("prosecutor", days_ago=days_ago - 2),
    )
