"""The list is checked for disparity, locked by both sides, and three candidates are released."""

from __future__ import annotations

from commonground_web.caseroom.lists.actions.candidates import (
    Invitable,
    complete_candidate,
    propose_release,
    release_candidate,
)
from commonground_web.caseroom.lists.actions.checks import Checked, sign_check, write_check
from commonground_web.caseroom.lists.actions.locking import sign_lock
from commonground_web.caseroom.lists.groups import Group, Variable
from commonground_web.caseroom.lists.models import Candidate, CandidateList
from commonground_web.demo.stage import Stage

GROUPS = (
    Group(Variable.RACE, "Black", 210, prosecute=1, bank=1, drop=0, refer_out=0),
    Group(Variable.RACE, "White", 380, prosecute=0, bank=2, drop=0, refer_out=0),
    Group(Variable.SEX, "men", 300, prosecute=1, bank=2, drop=0, refer_out=0),
    Group(Variable.SEX, "women", 290, prosecute=0, bank=1, drop=0, refer_out=0),
    Group(Variable.AGE, "18 to 29", 160, prosecute=0, bank=1, drop=0, refer_out=0),
    Group(Variable.AGE, "30 and above", 430, prosecute=1, bank=2, drop=0, refer_out=0),
    Group(Variable.RESIDENCE, "in the area", 590, prosecute=1, bank=2, drop=0, refer_out=0),
    Group(Variable.RESIDENCE, "elsewhere", 0, prosecute=0, bank=1, drop=0, refer_out=0),
)
"""Made-up counts: four people say nothing of a group, and the notes say that."""

REACHED = {
    "Alder Fictional": "555-0101, after four",
    "Birch Fictional": "Through a grandmother, 14 Imaginary Lane",
    "Cedar Fictional": "555-0103, text first",
}


def play(stage: Stage, *, days_ago: int) -> None:
    """Check, lock and release, each by two."""
    checking = stage.turn("analyst", days_ago=days_ago)
    (candidates,) = stage.rows(CandidateList, **checking)
    checked = Checked(
        groups=GROUPS,
        benchmark="Adults of the four blocks by the last census (made up).",
        notes="Four people are too few to tell. Each reason was read aloud; none names a group.",
    )
    check = write_check(candidates=candidates, checked=checked, **checking)
    for minute, code in enumerate(("supervisor", "charging-supervisor")):
        sign_check(check=check, **stage.turn(code, days_ago=days_ago - 1, hour=14, minute=minute))
    for minute, code in enumerate(("supervisor", "charging-supervisor")):
        sign_lock(
            candidates=candidates,
            **stage.turn(code, days_ago=days_ago - 2, hour=10, minute=minute),
        )
    _release(stage, days_ago=days_ago - 3)


def _release(stage: Stage, *, days_ago: int) -> None:
    """Write down what it takes to invite each candidate; the second person lets them go."""
    turn = stage.turn("prosecutor", days_ago=days_ago)
    for candidate in stage.rows(Candidate, "entry", "candidate_list", **turn):
        name = candidate.entry.name
        said = Invitable(display_name=name, contact=REACHED[name], language="en", is_minor=False)
        complete_candidate(candidate=candidate, said=said, **turn)
        propose_release(candidate=stage.again(candidate, **turn), **turn)
        second = stage.turn("charging-supervisor", days_ago=days_ago, hour=16)
        release_candidate(candidate=stage.again(candidate, **second), **second)
