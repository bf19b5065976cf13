"""The counts of a month of casework leave for the Commons, by the rules of the care room."""

from __future__ import annotations

from commonground_web.demo.counting import release_counts
from commonground_web.demo.stage import Stage

CHECKERS = ("supervisor", "prosecutor")


def play(stage: Stage, *, days_ago: int) -> None:
    """Let both sides look at them; each is under eleven, and leaves as no more than that."""
    release_counts(stage, author="charging-supervisor", checkers=CHECKERS, days_ago=days_ago)
