"""Safe conduct: set, set anew for another evening, lifted, acknowledged by the case room."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.commons.invitations.models import Hold, Invitee
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.audit.opening import open_access
from commonground_web.valves.boxes.keys import NotIntroduced
from commonground_web.valves.boxes.sending import send
from commonground_web.valves.messages.invitations import LONGEST_HOLD, HoldSet
from commonground_web.valves.messages.shapes import Message


def set_hold(invitee: Invitee, *, until: datetime, at: datetime) -> Hold:
    """Set safe conduct for an invitee from now on, and tell the case room."""
    hold = Hold(invitee=invitee, starts_at=at, ends_at=until)
    _require_length(hold)
    hold.save(force_insert=True)
    _tell(hold, at=at)
    open_access().did("hold.set", hold)
    return hold


def set_anew(hold: Hold, *, until: datetime, at: datetime) -> None:
    """Set safe conduct until another moment; it stands again once that is acknowledged.

    One that was lifted is set again.
    """
    hold.revision, hold.ends_at, hold.lifted_at = hold.revision + 1, until, None
    _require_length(hold)
    hold.save()
    _make_unsafe(hold)
    _tell(hold, at=at)
    open_access().did("hold.set_anew", hold)


def lift(hold: Hold, *, at: datetime) -> None:
    """Lift safe conduct that nobody was promised."""
    hold.revision, hold.lifted_at = hold.revision + 1, at
    hold.save()
    _make_unsafe(hold)
    _tell(hold, at=at)
    open_access().did("hold.lifted", hold)


def acknowledge(hold: Hold, *, revision: int, at: datetime) -> bool:
    """Note that the case room knows of a hold; return whether it was the one that stands now.

    An acknowledgement of an earlier revision comes late and says nothing of this one.
    """
    if revision > hold.revision:
        raise Refused(_("The Commons has set no such revision."))
    if revision < hold.revision or hold.acknowledged == revision:
        return False
    hold.acknowledged, hold.acknowledged_at = revision, at
    hold.save(update_fields=["acknowledged", "acknowledged_at"])
    if hold.lifted_at is None:
        candidate = hold.invitee.candidate
        candidate.safe_until = hold.ends_at
        candidate.save(update_fields=["safe_until"])
    open_access().did("hold.acknowledged", hold)
    return True


def tell_room(message: Message, *, at: datetime) -> None:
    """Send a message to another room, or say that the rooms do not know each other yet."""
    try:
        send(message, at=at)
    except NotIntroduced as error:
        raise Refused(
            _("This room cannot write to the other one yet; ask your technical administrator.")
        ) from error


def _make_unsafe(hold: Hold) -> None:
    candidate = hold.invitee.candidate
    candidate.safe_until = None
    candidate.save(update_fields=["safe_until"])


def _require_length(hold: Hold) -> None:
    if hold.ends_at - hold.starts_at > LONGEST_HOLD:
        raise Refused(
            _("Safe conduct lasts up to %(n)s days, from when it is first set to a day after it.")
            % {"n": LONGEST_HOLD.days}
        )


def _tell(hold: Hold, *, at: datetime) -> None:
    message = HoldSet(
        hold=hold.pk,
        candidate=hold.invitee.candidate.token,
        revision=hold.revision,
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
        is_lifted=hold.lifted_at is not None,
    )
    tell_room(message, at=at)
