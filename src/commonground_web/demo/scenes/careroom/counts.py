"""The counts of a month of help leave for the Commons."""

from __future__ import annotations

from commonground_web.demo.counting import release_counts
from commonground_web.demo.stage import Stage

CHECKERS = ("outreach-manager", "privacy-officer")


def play(stage: Stage, *, days_ago: int) -> None:
    """Let two organisations look at them, and somebody who sees no client."""
    release_counts(stage, author="provider-manager", checkers=CHECKERS, days_ago=days_ago)
