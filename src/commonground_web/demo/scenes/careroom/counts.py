"""The counts of a month are drafted by one, checked by two others, and released to the Commons."""

from __future__ import annotations

from commonground_web.demo.stage import Stage
from commonground_web.valves.releases.actions import (
    check_release,
    draft_release,
    months_to_release,
    send_release,
)
from commonground_web.valves.releases.counting import count_last_month

CHECKING = ("outreach-manager", "privacy-officer")


def play(stage: Stage, *, days_ago: int) -> None:
    """Let the clock count, and three people look before anything leaves."""
    count_last_month(at=stage.at(days_ago=days_ago, hour=1))
    turn = stage.turn("provider-manager", days_ago=days_ago)
    newest, *_older = months_to_release()
    release = draft_release(month=newest, **turn)
    for hour, code in enumerate(CHECKING, start=14):
        check_release(release=release, **stage.turn(code, days_ago=days_ago, hour=hour))
    send_release(release=release, **stage.turn("provider-manager", days_ago=days_ago, hour=16))
