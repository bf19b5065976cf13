"""The case room acknowledges safe conduct: until the evening is over nobody arrests the invited."""

from __future__ import annotations

from commonground_web.caseroom.holds.actions import acknowledge_hold
from commonground_web.caseroom.holds.models import Hold
from commonground_web.demo.stage import Stage


def play(stage: Stage, *, days_ago: int) -> None:
    """Acknowledge every hold that came."""
    turn = stage.turn("supervisor", days_ago=days_ago)
    for hold in stage.rows(Hold, **turn):
        acknowledge_hold(hold=hold, **turn)
