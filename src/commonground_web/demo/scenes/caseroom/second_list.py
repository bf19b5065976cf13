"""A second list is open: one case waits for its second review, on one the reviewers differ."""

from __future__ import annotations

from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.triage.actions.panels import cast_panel_vote, convene_panel
from commonground_web.caseroom.triage.actions.reviews import consolidate
from commonground_web.demo.scenes.caseroom.entries import SECOND_LIST, entries_of
from commonground_web.demo.scenes.caseroom.triage import BANK, Weighing, find, start_list, vote
from commonground_web.demo.stage import Stage

PANEL = (
    ("lieutenant", ("bank", "Two patrols saw the same; the case can be finished in a week.")),
    ("second-prosecutor", ("drop", "The buy is not back from the laboratory, and may not be.")),
)
"""What two members of the panel say; a third has still to speak."""

DROP = ("drop", "One sale was seen by each of two. That is not what the list is for.")


def play(stage: Stage, *, days_ago: int) -> None:
    """Weigh two cases as far as they have come."""
    turn = stage.turn("charging-supervisor", days_ago=days_ago)
    candidates = start_list("Ninth Avenue, second list", stage, days_ago=days_ago)
    waiting, differing = entries_of(stage, SECOND_LIST, **turn)
    _differ(stage, Weighing(candidates, days_ago - 1), entry=differing)
    decision = find(waiting, Weighing(candidates, days_ago - 4), stage)
    vote(decision, "prosecutor", BANK, stage, days_ago=days_ago - 5)


def _differ(stage: Stage, weighing: Weighing, *, entry: Entry) -> None:
    """Bring a case before the panel, two of whose members have spoken."""
    decision = find(entry, weighing, stage)
    after = weighing.days_ago - 1
    vote(decision, "supervisor", BANK, stage, days_ago=after)
    vote(decision, "prosecutor", DROP, stage, days_ago=after, hour=15)
    consolidate(decision=decision, **stage.turn("prosecutor", days_ago=after, hour=16))
    convene_panel(
        decision=decision, **stage.turn("charging-supervisor", days_ago=after - 1, hour=9)
    )
    for code, (verdict, reason) in PANEL:
        turn = stage.turn(code, days_ago=after - 1, hour=15)
        cast_panel_vote(decision=decision, verdict=verdict, reason=reason, **turn)
