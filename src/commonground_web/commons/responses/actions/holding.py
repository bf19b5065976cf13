"""Hold a call-in, note who came, follow up who did not, and close it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from commonground_web.commons.callin.actions import let_speakers_go, move_on
from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.callin.states import State
from commonground_web.commons.candidates.actions import move_candidate
from commonground_web.commons.candidates.states import State as Stands
from commonground_web.commons.influentials.actions import let_influentials_go
from commonground_web.commons.invitations.models import Delivery, Invitee
from commonground_web.commons.invitations.tally import WITH, callin_of, still_invited
from commonground_web.commons.model.shape import Moment
from commonground_web.commons.responses.models import Attendance, Came, FollowUp, Reached
from commonground_web.commons.steps.gates.asking import require_before
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.accounts.holding import people_who_may
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of

WITH_RESPONSES = (*WITH, "attendance", "follow_up", "conduct_agreement")
WITH_ALL = (*WITH_RESPONSES, "influential", "speaker")


@action("callin", "update", with_entities=WITH_ALL)
def hold_callin(*, callin: CallIn, by: Actor, at: datetime) -> None:
    """Note that a call-in is held: every gate is open, and a letter was taken to each invitee.

    The letter named this evening, and not an earlier day; whether somebody was found at home, or
    only looked for, the deliveries say.
    """
    callin.lock()
    require_before(Moment.CALL_IN, site=callin.site, on=day_of(at))
    if at < callin.at:
        raise Refused(_("It has not begun yet; note it once it has."))
    if waiting := _without_letter(callin):
        raise Refused(
            _("Nobody wrote down how a letter about this evening reached %(n)s of the invitees.")
            % {"n": waiting}
        )
    move_on(callin, to=State.HELD, by=by, at=at)
    let_influentials_go(callin.site_id, callin_on=day_of(callin.at))
    let_speakers_go(callin, day=day_of(callin.at))


def _without_letter(callin: CallIn) -> int:
    """Count those still invited to whom nobody tried to bring a letter that names this evening."""
    deliveries = Delivery.objects.filter(invitee__callin=callin.pk, callin_at=callin.at)
    taken = set(deliveries.values_list("invitee", flat=True))
    return sum(invitee.pk not in taken for invitee in still_invited(callin.pk))


@action("attendance", "create", with_entities=WITH_RESPONSES)
def note_attendance(
    *, invitee: Invitee, came: str, with_influential: bool, by: Actor, at: datetime
) -> Attendance:
    """Note whether an invitee came; who did not is contacted the next day."""
    callin = callin_of(invitee)
    if callin.state != State.HELD:
        raise Refused(_("Who came is noted once the call-in is held, and until it is closed."))
    if Attendance.objects.filter(invitee=invitee).exists():
        raise Refused(_("It is noted already."))
    attendance = Attendance(
        invitee=invitee,
        came=came,
        with_influential=with_influential,
        noted_by=uuid.UUID(by.id),
        noted_at=at,
    )
    attendance.save(force_insert=True)
    open_access().did("attendance.noted", attendance)
    if invitee.candidate.has_ended:
        return attendance
    is_present = came == Came.PRESENT
    move_candidate(invitee.candidate, to=Stands.ATTENDED if is_present else Stands.ABSENT_FOLLOWUP)
    if not is_present:
        _follow_up(invitee, callin, at=at)
    return attendance


def _follow_up(invitee: Invitee, callin: CallIn, *, at: datetime) -> None:
    follow_up = FollowUp(
        invitee=invitee, due_on=day_of(callin.at) + timedelta(days=1), created_at=at
    )
    follow_up.save(force_insert=True)
    open_access().did("follow_up.begun", follow_up)


@action("follow_up", "assign", with_entities=WITH_RESPONSES)
def assign_follow_up(*, follow_up: FollowUp, account: Account, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Name the person who contacts somebody who did not come: one whose role lets them, there."""
    follow_up.lock()
    if not follow_up.is_open:
        raise Refused(_("It is done already."))
    if account not in who_may_follow_up(follow_up, on=day_of(at)):
        raise Refused(
            _("%(person)s does not follow people up at this site; choose somebody who does.")
            % {"person": account.name}
        )
    follow_up.assigned_to = account.pk
    follow_up.save()
    open_access().did("follow_up.assigned", follow_up)


def who_may_follow_up(follow_up: FollowUp, *, on: date) -> list[Account]:
    """Return the people who may contact somebody who did not come, by name."""
    return people_who_may("report", "follow_up", site=follow_up.invitee.site, on=on)


@action("follow_up", "report", with_entities=WITH_RESPONSES)
def report_follow_up(*, follow_up: FollowUp, outcome: str, by: Actor, at: datetime) -> None:
    """Say what came of it; whoever was not reached may be tried again, and this says so anew."""
    follow_up.lock()
    if follow_up.outcome == Reached.REACHED:
        raise Refused(_("They were reached already."))
    if outcome == Reached.OPEN:
        raise Refused(_("Say what came of it."))
    follow_up.outcome, follow_up.done_on = outcome, day_of(at)
    follow_up.done_by = uuid.UUID(by.id)
    follow_up.save()
    open_access().did("follow_up.done", follow_up)


@action("callin", "update", with_entities=WITH_ALL)
def close_callin(*, callin: CallIn, by: Actor, at: datetime) -> None:
    """Close a call-in once it is noted who came and everyone else was followed up."""
    callin.lock()
    invitees = still_invited(callin.pk)
    noted = set(Attendance.objects.filter(invitee__in=invitees).values_list("invitee", flat=True))
    missing = [one for one in invitees if one.pk not in noted]
    if missing:
        raise Refused(_("Note for %(n)s more invitees whether they came.") % {"n": len(missing)})
    left = FollowUp.objects.filter(invitee__callin=callin.pk, outcome=Reached.OPEN).count()
    if left:
        raise Refused(_("%(n)s follow-ups are not done yet.") % {"n": left})
    move_on(callin, to=State.CLOSED, by=by, at=at)
