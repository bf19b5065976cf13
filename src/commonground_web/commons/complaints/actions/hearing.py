"""What oversight does: acknowledge, look into it, answer, close; another decides appeals."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonground_web.commons.complaints.actions.making import keep, say
from commonground_web.commons.complaints.models import Complaint, Side
from commonground_web.commons.complaints.states import MACHINE, State
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.seen import require_as_seen
from commonground_web.kernel.clock import day_of


@action("complaint", "hear")
def acknowledge(*, complaint: Complaint, by: Actor, at: datetime) -> None:
    """Say that a complaint was read; whoever follows it sees it."""
    held = _moved(complaint, to=State.ACKNOWLEDGED)
    held.acknowledged_by, held.acknowledged_at = uuid.UUID(by.id), at
    keep(held, "complaint.acknowledged")


@action("complaint", "hear")
def investigate(*, complaint: Complaint, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Begin to look into it."""
    keep(_moved(complaint, to=State.INVESTIGATING), "complaint.investigated")


@action("complaint", "hear")
def ask(*, complaint: Complaint, text: str, by: Actor, at: datetime) -> None:
    """Ask whoever complained, or tell them how far it is."""
    held = complaint.held_now()
    if held.state == State.CLOSED:
        raise Refused(_("It is closed; whoever complained looks here no more."))
    say(held, Side.OVERSIGHT, text, by=by, at=at)


@action("complaint", "hear")
def answer(*, complaint: Complaint, text: str, by: Actor, at: datetime) -> None:
    """Answer what was looked into."""
    held = _moved(complaint, to=State.ANSWERED)
    require_as_seen(held, complaint)
    say(held, Side.OVERSIGHT, text, by=by, at=at)
    held.answered_by, held.answered_at = uuid.UUID(by.id), at
    keep(held, "complaint.answered")


@action("complaint", "hear")
def close(*, complaint: Complaint, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Close what was answered, once the time to appeal is over."""
    held = complaint.held_now()
    if held.state == State.APPEALED:
        raise Refused(_("It was appealed; whoever decides the appeal closes it."))
    MACHINE.require(held.state, State.CLOSED)
    require_as_seen(held, complaint)
    if held.appeal_until is not None and day_of(at) <= held.appeal_until:
        raise Refused(
            _("It can be appealed until %(day)s.") % {"day": date_format(held.appeal_until)}
        )
    held.state, held.closed_at = State.CLOSED, at
    keep(held, "complaint.closed")


@action("complaint", "decide")
def decide(*, complaint: Complaint, text: str, by: Actor, at: datetime) -> None:
    """Decide an appeal as somebody who did not answer, and close the complaint."""
    held = complaint.held_now()
    if held.state != State.APPEALED:
        raise Refused(_("There is no appeal to decide."))
    if str(held.answered_by) == by.id:
        raise Refused(_("Whoever answered does not decide the appeal; somebody else does."))
    require_as_seen(held, complaint)
    say(held, Side.APPEALS, text, by=by, at=at)
    held.decided_by, held.state, held.closed_at = uuid.UUID(by.id), State.CLOSED, at
    keep(held, "complaint.decided")


def _moved(complaint: Complaint, *, to: State) -> Complaint:
    held = complaint.held_now()
    MACHINE.require(held.state, to)
    held.state = to
    return held
