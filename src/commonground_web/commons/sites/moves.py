"""What a site's next state asks of the apps that come later in the story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from commonground_web.commons.sites.models import Site

Ask = Callable[[Site, date], None]
"""Refuses, with the reason, a site that is not ready on a day."""

ASKED: dict[str, list[Ask]] = defaultdict(list)


def asks(state: str) -> Callable[[Ask], Ask]:
    """Have a function asked before a site moves to a state."""

    def register(ask: Ask) -> Ask:
        ASKED[state].append(ask)
        return ask

    return register


def require_ready(site: Site, *, to: str, on: date) -> None:
    """Ask every app that has a say whether a site may move to a state."""
    for ask in ASKED[to]:
        ask(site, on)
