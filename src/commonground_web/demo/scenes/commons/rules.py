"""The rules that the case room signed are brought to where everyone reads them."""

from __future__ import annotations

from commonground_web.commons.rules.actions import bring_rules
from commonground_web.commons.rules.models import SignedRules
from commonground_web.demo.stage import Stage


def play(stage: Stage, *, days_ago: int) -> None:
    """Bring each file in that the charging supervisor gave to the coordinator."""
    turn = stage.turn("coordinator", days_ago=days_ago)
    for signed in stage.rows(SignedRules, **turn):
        bring_rules(signed=signed, content=stage.facts[f"rules.{signed.on}"].encode(), **turn)
