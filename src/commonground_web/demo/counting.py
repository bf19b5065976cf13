"""The counts of a month leave a room of the demo: one drafts them, and two others check."""

from __future__ import annotations

from commonground_web.demo.stage import Stage
from commonground_web.valves.releases.actions import (
    check_release,
    draft_release,
    months_to_release,
    send_release,
)
from commonground_web.valves.releases.counting import count_last_month


def release_counts(stage: Stage, *, author: str, checkers: tuple[str, str], days_ago: int) -> None:
    """Let the clock count the month before, and three people look before anything leaves."""
    count_last_month(at=stage.at(days_ago=days_ago, hour=1))
    newest, *_older = months_to_release()
    release = draft_release(month=newest, **stage.turn(author, days_ago=days_ago))
    for hour, code in enumerate(checkers, start=14):
        check_release(release=release, **stage.turn(code, days_ago=days_ago, hour=hour))
    send_release(release=release, **stage.turn(author, days_ago=days_ago, hour=16))
