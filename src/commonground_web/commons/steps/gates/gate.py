"""A gate: what it refuses, on which condition it opens, and who may waive it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from commonground_web.commons.model.shape import Moment, Phase, Words
from commonground_web.commons.steps.gates.facts import Told


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps a gate shut, and who owes it."""

    missing: str
    owed_by: str


@dataclass(frozen=True, slots=True)
class ItemState:
    """An item as gates see it."""

    text: str
    is_done: bool
    awaits_second: bool
    """Whether it is done, but for the second person who confirms it."""
    owed_by: str


@dataclass(frozen=True, slots=True)
class SiteState:
    """Everything that the gates of a site look at, on one day."""

    on: date
    items: Mapping[str, ItemState]
    waived_until: Mapping[str, date]
    """Last day of the waivers in force, by the code of their gate."""
    told: Callable[[str], Told]


@dataclass(frozen=True, slots=True)
class Open:
    """The gate is open, of itself or by a waiver."""

    waived_until: date | None = None
    reasons: tuple[Reason, ...] = ()
    """What a waiver lets go."""
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Shut:
    """The gate is shut, and these are the reasons."""

    reasons: tuple[Reason, ...]
    waived_until: None = None
    is_open: bool = False


Condition = Callable[[SiteState], Iterable[Reason]]
"""What keeps a gate shut; nothing where it opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gate."""

    code: str
    title: Words
    refuses: Words
    why: Words
    source: Words
    phase: Phase
    """The phase that does not complete while it is shut."""
    before: frozenset[Moment]
    """What must not happen while it is shut."""
    waived_by: tuple[str, str] | None
    """The two roles that may waive it together, a person of each; None where nobody can."""
    conditions: tuple[Condition, ...]

    def look(self, state: SiteState) -> Open | Shut:
        """Return whether the gate is open, and if not, why."""
        reasons = tuple(reason for shuts in self.conditions for reason in shuts(state))
        if not reasons:
            return Open()
        if until := state.waived_until.get(self.code) if self.waived_by else None:
            return Open(waived_until=until, reasons=reasons)
        return Shut(reasons)
