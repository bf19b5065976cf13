"""What apps that come later in the story show on the page of an entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from commonground_web.caseroom.entries.models import Entry
from commonground_web.kernel.access.actor import Actor

SHOWN = (
    "source",
    "screening",
    "dissemination",
    "correction",
    "file",
    "candidate",
    "hold",
    "contest",
    "case",
    "violation",
)
"""The entities whose rows the page of an entry may read."""

Tell = Callable[[Entry, Actor], Mapping[str, Any] | None]
"""Returns what a panel shows of an entry to an actor, or None where it shows nothing."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page."""

    template: str
    says: Mapping[str, Any]
    comes_first: bool


@dataclass(frozen=True, slots=True)
class _Told:
    tell: Tell
    comes_first: bool


_tellers: dict[str, _Told] = {}


def on_entry_page(template: str, *, comes_first: bool = False) -> Callable[[Tell], Tell]:
    """Have a function asked for what a part of an entry's page shows.

    Parameters
    ----------
    template
        The part; it finds in `panel` what the function returns.
    comes_first
        Whether it stands before all else, for nobody must miss it.
    """

    def register(tell: Tell) -> Tell:
        _tellers[template] = _Told(tell, comes_first)
        return tell

    return register


def panels_of(entry: Entry, actor: Actor) -> list[Panel]:
    """Return the parts that later apps show of an entry."""
    told = ((template, each, each.tell(entry, actor)) for template, each in _tellers.items())
    return [
        Panel(template, says, each.comes_first) for template, each, says in told if says is not None
    ]
