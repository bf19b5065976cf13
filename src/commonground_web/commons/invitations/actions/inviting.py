"""Invite candidates, and take the call-in on to where letters go out."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from commonground_web.commons.callin.actions import move_on, require_to_come
from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.callin.states import State
from commonground_web.commons.candidates.actions import need_until
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.candidates.states import State as Stands
from commonground_web.commons.invitations.actions.delivering import has_letter
from commonground_web.commons.invitations.holds import lift, set_anew, set_hold
from commonground_web.commons.invitations.models import Hold, Invitee
from commonground_web.commons.invitations.tally import WITH, callin_of, recount, still_invited
from commonground_web.commons.letters.actions import adopted_wordings
from commonground_web.commons.model.shape import Moment
from commonground_web.commons.steps.gates.asking import require_before
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of

INVITED_WHILE = (State.SLOTS_CONFIRMED, State.HOLDS_ACTIVE, State.LETTERS_OUT)
TO_BE_INVITED = (Stands.RELEASED, Stands.CONTACT_ATTEMPTED, Stands.INVITED)


@action("invitee", "create", with_entities=WITH)
def invite(*, callin: CallIn, candidates: Sequence[Candidate], by: Actor, at: datetime) -> None:
    """Put candidates on the list of a call-in, and set safe conduct for each of them.

    Somebody whose safe conduct was lifted may be invited again. Letters that are going out wait
    until the case room has acknowledged the new holds.
    """
    callin.lock()
    if callin.state not in INVITED_WHILE:
        raise Refused(_("Confirm the service slots first: nobody is invited to help not there."))
    require_to_come(callin, at=at)
    if not candidates:
        raise Refused(_("Choose somebody to invite."))
    if callin.invited + len(candidates) > callin.slots:
        raise Refused(
            _("%(slots)s service slots are confirmed, and %(n)s would be invited.")
            % {"slots": callin.slots, "n": callin.invited + len(candidates)}
        )
    if callin.state != State.SLOTS_CONFIRMED:
        move_on(callin, to=State.SLOTS_CONFIRMED, by=by, at=at, act="callin.waits")
    last = Invitee.objects.filter(callin=callin.pk).aggregate(last=Max("number"))["last"] or 0
    for number, candidate in enumerate(candidates, start=last + 1):
        _invite(callin, candidate, number=number, by=by, at=at)
    recount(callin)


def _invite(callin: CallIn, candidate: Candidate, *, number: int, by: Actor, at: datetime) -> None:
    candidate.lock()
    if candidate.site != callin.site_id or candidate.state not in TO_BE_INVITED:
        raise Refused(_("Only a candidate of this site who is not done with is invited."))
    there = Invitee.objects.filter(callin=callin.pk, candidate=candidate).select_related("hold")
    if (known := there.first()) is not None:
        _invite_again(callin, known, candidate, at=at)
        return
    invitee = Invitee(
        candidate=candidate,
        callin=callin.pk,
        site=callin.site_id,
        number=number,
        created_by=uuid.UUID(by.id),
        created_at=at,
    )
    invitee.save(force_insert=True)
    set_hold(invitee, until=callin.safe_until, at=at)
    need_until(candidate, day=day_of(callin.at))
    open_access().did("invitee.added", invitee)


def _invite_again(callin: CallIn, invitee: Invitee, candidate: Candidate, *, at: datetime) -> None:
    invitee.hold.lock()
    if invitee.hold.lifted_at is None:
        raise Refused(_("One of them is invited already."))
    invitee.candidate = candidate
    set_anew(invitee.hold, until=callin.safe_until, at=at)
    need_until(candidate, day=day_of(callin.at))
    open_access().did("invitee.added", invitee)


@action("callin", "update", with_entities=WITH)
def activate_holds(*, callin: CallIn, by: Actor, at: datetime) -> None:
    """Go on to the letters' preparation once the case room has acknowledged every hold."""
    callin.lock()
    recount(callin)
    if callin.invited == 0:
        raise Refused(_("Nobody is invited yet; invite the candidates first."))
    if callin.unsafe:
        raise Refused(
            _("%(unsafe)s of %(invited)s holds are not acknowledged by the case room yet.")
            % {"unsafe": callin.unsafe, "invited": callin.invited}
        )
    move_on(callin, to=State.HOLDS_ACTIVE, by=by, at=at)


@action("callin", "update", with_entities=WITH)
def release_letters(*, callin: CallIn, by: Actor, at: datetime) -> None:
    """Let letters go out: every gate is open, and each invitee's language has adopted wording."""
    callin.lock()
    require_before(Moment.LETTERS, site=callin.site, on=day_of(at))
    require_to_come(callin, at=at)
    missing = missing_languages(callin, still_invited(callin.pk))
    if missing:
        raise Refused(
            _("No adopted wording of the letter is there in: %(languages)s.")
            % {"languages": ", ".join(missing)}
        )
    move_on(callin, to=State.LETTERS_OUT, by=by, at=at)


def missing_languages(callin: CallIn, invitees: Iterable[Invitee]) -> list[str]:
    """Return the languages of invitees in which no wording of the letter is adopted."""
    asked = {invitee.candidate.language for invitee in invitees}
    return sorted(asked - set(adopted_wordings(callin.site_id)))


@action("hold", "lift", with_entities=WITH)
def lift_hold(*, hold: Hold, by: Actor, at: datetime) -> None:
    """Lift safe conduct, unless a letter has promised it, and so take somebody off the list."""
    callin = callin_of(hold.invitee)
    hold.lock()
    if hold.lifted_at is not None:
        raise Refused(_("It is lifted already."))
    if has_letter(hold.invitee):
        raise Refused(
            _("A letter has promised it. It lasts until a day after the call-in, whatever happens.")
        )
    if callin.state in (State.HOLDS_ACTIVE, State.LETTERS_OUT):
        move_on(callin, to=State.SLOTS_CONFIRMED, by=by, at=at, act="callin.waits")
    lift(hold, at=at)
    recount(callin)
