"""Decide on a case: a prosecutor finds it ready; it is returned, declined, withdrawn, completed."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonground_web.caseroom.cases.actions.building import authors_of
from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.cases.states import MACHINE, State, bank_until
from commonground_web.caseroom.lists.telling import end_candidates
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.seen import require_as_seen
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.valves.messages.invitations import Standing


@action("case", "review", with_entities=("entry",))
def find_ready(*, case: Case, program_ends_on: date, by: Actor, at: datetime) -> None:
    """Find a case ready to be banked, as a prosecutor who did not build it.

    Parameters
    ----------
    case
        The case.
    program_ends_on
        The last day of the programme that the person would be offered.
    by, at
        Who reviewed it, and when.
    """
    held = moved(case, to=State.READY)
    require_as_seen(held, case)
    if str(held.created_by) == by.id:
        raise Refused(_("Whoever opened a case does not find it ready; ask another prosecutor."))
    if held.buys.filter(added_by=by.id).exists():
        raise Refused(_("Whoever added a buy does not find the case ready; ask another."))
    if by.id in authors_of(held):
        raise Refused(_("Whoever changed a case does not find it ready; ask another prosecutor."))
    if not any(buy.is_complete for buy in held.buys.all()):
        raise Refused(
            _(
                "A case needs at least one complete buy: on video, with laboratory result, "
                "chain of custody, statement, and a drafted warrant."
            )
        )
    last = bank_until(program_ends_on=program_ends_on, limitation_on=held.limitation_on)
    if last <= day_of(at):
        raise Refused(
            _("It could be banked until %(last)s only, which is past.")
            % {"last": date_format(last)}
        )
    held.reviewed_by, held.reviewed_at = uuid.UUID(by.id), at
    held.program_ends_on, held.why = program_ends_on, None
    held.save()
    open_access().did("case.ready", held)


@action("case", "review", with_entities=("entry",))
def return_case(*, case: Case, why: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Return a ready case to those who build it."""
    held = moved(case, to=State.BUILDING)
    held.reviewed_by, held.reviewed_at, held.program_ends_on = None, None, None
    held.why = why
    held.save()
    open_access().did("case.returned", held)


@action("case", "review", with_entities=("entry",))
def decline_case(*, case: Case, why: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Decline to prosecute a case."""
    _ended(case, to=State.DECLINED, why=why)


@action("case", "withdraw", with_entities=("entry", "candidate"))
def withdraw_case(*, case: Case, why: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Withdraw a case, wherever it stands; nobody is invited on it any more."""
    held = _ended(case, to=State.WITHDRAWN, why=why)
    _end_candidates(held, standing=Standing.WITHDRAWN, at=at)


@action("case", "review", with_entities=("entry", "candidate"))
def complete_case(*, case: Case, why: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Complete a banked case: the person kept to what was agreed, and it is let go."""
    held = _ended(case, to=State.COMPLETED, why=why)
    _end_candidates(held, standing=Standing.COMPLETED, at=at)


@action("case", "expire", with_entities=("entry", "candidate"))
def expire_case(*, case: Case, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Let a banked case expire after its last day; nothing brings it back.

    The Commons hears that its candidate stands no longer: whether anything was kept to, no clock
    can say.
    """
    held = moved(case, to=State.EXPIRED)
    held.expired_on = day_of(at)
    held.save()
    open_access().did("case.expired", held)
    _end_candidates(held, standing=Standing.WITHDRAWN, at=at)


def moved(case: Case, *, to: State) -> Case:
    """Return a case, held and in its next state; it has still to be saved.

    Raises
    ------
    Refused
        If no way leads there.
    """
    held = case.held_now()
    MACHINE.require(held.state, to)
    held.state = to
    return held


def _ended(case: Case, *, to: State, why: str) -> Case:
    held = moved(case, to=to)
    held.why = why
    held.save()
    open_access().did(f"case.{to}", held)
    return held


def _end_candidates(case: Case, *, standing: Standing, at: datetime) -> None:
    """End the candidates of a banked case's entry, unless another case of it is in the bank."""
    others = case.entry.cases.filter(state=State.BANKED).exclude(pk=case.pk)
    if case.banked_at is not None and not others.exists():
        end_candidates(case.entry, standing=standing, at=at)
