"""Activate a banked case: in time, by a clause of the policy, by a prosecutor, under no hold.

The reviews of a violation that lead here are no part of this app; whoever has them calls this.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.cases.states import MACHINE, State
from commonground_web.caseroom.entries.states import CARRYING, LEFT
from commonground_web.caseroom.holds.force import holds_in_force
from commonground_web.caseroom.lists.telling import end_candidates
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.valves.messages.invitations import Standing


def why_not_activatable(case: Case, *, at: datetime) -> tuple[str, ...]:
    """Return a sentence for everything that keeps a case from being activated at a moment.

    Parameters
    ----------
    case
        The case.
    at
        The moment; a case counts as expired from its last day on, whether the clock ran or not.
    """
    return tuple(_against(case, at=at))


@action("case", "activate", with_entities=("entry", "hold", "candidate"))
def activate_case(*, case: Case, clause: str, by: Actor, at: datetime) -> None:
    """Activate a banked case for a violation of a clause."""
    entry, held = case.entry.held_now(), case.held_now()
    held.entry = entry
    if against := why_not_activatable(held, at=at):
        raise Refused(" ".join(against))
    if not clause.strip():
        raise Refused(_("Name the clause of the policy that was violated."))
    MACHINE.require(held.state, State.ACTIVATED)
    held.state = State.ACTIVATED
    held.clause = clause
    held.activated_by, held.activated_on = uuid.UUID(by.id), day_of(at)
    held.save()
    open_access().did("case.activated", held)
    end_candidates(entry, standing=Standing.ACTIVATED, at=at)


def _against(case: Case, *, at: datetime) -> Iterator[str]:
    if case.state == State.EXPIRED or (case.bank_until and case.bank_until < day_of(at)):
        yield _("The case has expired; it is not activated any more.")
    elif case.state != State.BANKED:
        yield _("Only a banked case is activated.")
    if case.entry.state in LEFT:
        yield _("The name was dropped; nothing follows for the person any more.")
    elif case.entry.state not in CARRYING:
        yield _("The entry was corrected; it has to be accepted anew and put into use first.")
    if case.entry.is_frozen:
        yield _("The listing is contested; it waits for an answer by two persons.")
    if holds_in_force(case.entry, at=at):
        yield _("Safe conduct is in force; nothing is activated while it lasts.")
