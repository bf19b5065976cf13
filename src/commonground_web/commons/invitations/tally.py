"""How many are invited to a call-in, and how many of them without safe conduct that stands."""

from __future__ import annotations

import uuid

from django.db.models import F, Q
from django.utils.translation import gettext as _

from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.candidates.states import ENDED
from commonground_web.commons.invitations.models import Hold, Invitee
from commonground_web.kernel.access.actions import Refused

WITH = ("candidate", "invitee", "hold", "delivery")
"""Entities whose rows the work on invitations reads."""


def invitees_of(callin: uuid.UUID) -> list[Invitee]:
    """Return the invitees of a call-in with their candidates and holds, by number."""
    found = Invitee.objects.filter(callin=callin).select_related("candidate", "hold")
    return list(found.order_by("number"))


def still_invited(callin: uuid.UUID) -> list[Invitee]:
    """Return the invitees of a call-in who are neither done with nor taken off its list."""
    return [invitee for invitee in invitees_of(callin) if not invitee.is_off]


def recount(callin: CallIn) -> None:
    """Count the invitees of a call-in anew, and keep it with the numbers.

    Whoever has no safe conduct any more is not invited any more, and counts no more.
    """
    invited = Invitee.objects.filter(callin=callin.pk, hold__lifted_at__isnull=True).exclude(
        candidate__state__in=ENDED
    )
    standing = Hold.objects.filter(Q(acknowledged=F("revision")), invitee__in=invited)
    callin.invited = invited.count()
    callin.unsafe = callin.invited - standing.count()
    callin.save()


def callin_of(invitee: Invitee) -> CallIn:
    """Return the call-in that somebody is invited to, held until the action ends.

    Whatever is done for its invitees is done one after the other; what is known of this one is
    read anew, for it may have changed before.
    """
    callins = CallIn.objects.select_for_update(of=("self",)).select_related("site")
    found: CallIn | None = callins.filter(pk=invitee.callin).first()
    if found is None:
        raise Refused(_("This call-in is not there any more."))
    invitee.candidate.refresh_from_db()
    return found
