"""A state machine as data: every state, who owns it, and where one may go from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused


@dataclass(frozen=True, slots=True)
class Machine:
    """The states of one kind of record.

    `transitions` has every state as a key, those without a way out with an empty set; `owners` says
    for every state who is to act next: a role, or `nobody` where nothing is to be done.
    """

    transitions: Mapping[str, frozenset[str]]
    owners: Mapping[str, str]

    def require(self, now: str, to: str) -> None:
        """Refuse to go where no way leads.

        Raises
        ------
        Refused
            If no transition leads from one state to the other.
        """
        if to not in self.transitions[now]:
            ways = ", ".join(sorted(self.transitions[now])) or _("nowhere")
            raise Refused(
                _("It is %(now)s and cannot become %(to)s; from here it can go to: %(ways)s.")
                % {"now": now, "to": to, "ways": ways}
            )


def machine(**states: tuple[str, str]) -> Machine:
    """Return a machine from `state=(owner, "next next ...")`."""
    return Machine(
        {state: frozenset(ways.split()) for state, (_owner, ways) in states.items()},
        {state: owner for state, (owner, _ways) in states.items()},
    )
