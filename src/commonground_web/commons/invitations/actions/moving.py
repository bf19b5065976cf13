"""Another day or place for a call-in, and a call-in that is not to be."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.commons.callin.actions import (
    Evening,
    let_speakers_go,
    move_on,
    note_move,
    require_ahead,
    require_before_it,
)
from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.callin.states import State
from commonground_web.commons.callin.told import last_behind
from commonground_web.commons.candidates.actions import need_until
from commonground_web.commons.influentials.actions import let_influentials_go
from commonground_web.commons.invitations.actions.delivering import WITH_LETTERS, has_letter
from commonground_web.commons.invitations.holds import lift, set_anew
from commonground_web.commons.invitations.tally import invitees_of, recount, still_invited
from commonground_web.commons.steps.actions.plans import follow_callin
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of

WITH_SPEAKERS = (*WITH_LETTERS, "speaker")


@action("callin", "update", with_entities=WITH_LETTERS)
def move_callin(*, callin: CallIn, evening: Evening, why: str, by: Actor, at: datetime) -> None:
    """Give a call-in another day or place; letters wait until the new holds are acknowledged.

    Safe conduct that a letter has promised ends no earlier than it said. The due dates of the
    site's plan move with the day.
    """
    callin.lock()
    require_before_it(callin)
    require_ahead(evening.at, at=at)
    if not why.strip():
        raise Refused(_("Say why."))
    before, is_moved = callin.state, evening.at != callin.at
    callin.at, callin.venue, callin.media = evening.at, evening.venue, evening.press
    if is_moved and callin.state in (State.HOLDS_ACTIVE, State.LETTERS_OUT):
        callin.state = State.SLOTS_CONFIRMED
    if is_moved:
        for invitee in still_invited(callin.pk):
            promised = invitee.hold.ends_at if has_letter(invitee) else callin.safe_until
            set_anew(invitee.hold, until=max(promised, callin.safe_until), at=at)
            need_until(invitee.candidate, day=day_of(callin.at))
        follow_callin(callin.site_id, on=day_of(callin.at))
    recount(callin)
    note_move(callin, before=before, by=by, at=at, why=why)
    open_access().did("callin.moved", callin)


@action("callin", "update", with_entities=WITH_SPEAKERS)
def cancel_callin(*, callin: CallIn, why: str, by: Actor, at: datetime) -> None:
    """Cancel a call-in; safe conduct that a letter has promised lasts as long as it said.

    The site's plan goes by the last call-in held, where there is one; else its day is free again.
    """
    callin.lock()
    if not why.strip():
        raise Refused(_("Say why."))
    move_on(callin, to=State.CANCELLED, by=by, at=at, why=why)
    for invitee in invitees_of(callin.pk):
        if invitee.hold.lifted_at is None and not has_letter(invitee):
            lift(invitee.hold, at=at)
        need_until(invitee.candidate, day=day_of(at))
    let_influentials_go(callin.site_id, callin_on=day_of(at))
    let_speakers_go(callin, day=day_of(at))
    if held_before := last_behind(callin.site_id):
        follow_callin(callin.site_id, on=day_of(held_before.at))
    recount(callin)
