"""Invitees as a page shows them: by name to those who may see names, and by number to others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.invitations.models import Delivery, How, Invitee
from commonground_web.commons.invitations.tally import invitees_of
from commonground_web.kernel.access.actor import Actor


@dataclass(frozen=True, slots=True)
class InviteeSeen:
    """One line of the list of invitees."""

    invitee: Invitee
    called: str
    needs: list[str]
    safe: str
    is_safe: bool
    letter: str
    is_reached: bool
    """Whether a letter that names the evening as it stands has reached them."""
    is_promised: bool
    """Whether any letter has promised them safe conduct, so that it cannot be lifted."""


def invitees_seen(callin: CallIn, *, by: Actor) -> Iterator[InviteeSeen]:
    """Yield the invitees of a call-in as an actor may see them."""
    sees_names = by.may("view", "candidate")
    brought: dict[object, list[Delivery]] = {}
    for delivery in Delivery.objects.filter(invitee__callin=callin.pk).order_by("created_at"):
        brought.setdefault(delivery.invitee_id, []).append(delivery)
    for invitee in invitees_of(callin.pk):
        tries = brought.get(invitee.pk, [])
        last = tries[-1] if tries else None
        reached = [delivery for delivery in tries if delivery.how != How.NOT_FOUND]
        yield InviteeSeen(
            invitee,
            called=invitee.candidate.name if sees_names else number_of(invitee),
            needs=invitee.candidate.needs_in_words,
            safe=_safety(invitee),
            is_safe=invitee.hold.stands,
            letter=_letter(last, callin),
            is_reached=any(delivery.callin_at == callin.at for delivery in reached),
            is_promised=bool(reached),
        )


def number_of(invitee: Invitee) -> str:
    """Return what those call an invitee who are not to see the name."""
    return _("Invitee %(number)s") % {"number": invitee.number}


def _safety(invitee: Invitee) -> str:
    if invitee.hold.lifted_at is not None:
        return _("lifted")
    if invitee.hold.stands:
        return _("acknowledged")
    return _("waits for the case room")


def _letter(last: Delivery | None, callin: CallIn) -> str:
    if last is None:
        return _("none yet")
    if last.callin_at != callin.at:
        return _("names an earlier day; bring another")
    return str(last.get_how_display())
