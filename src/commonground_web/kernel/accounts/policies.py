"""Whether the state of things lets somebody give, approve or end a role."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.roles import ADMINISTRATOR, EVERY_ROOM, Role, room_roles
from commonground_web.kernel.accounts.models import Membership


def roles_to_give() -> Mapping[str, Role]:
    """Return the roles that a membership can give; the others come by signing in."""
    return {code: role for code, role in room_roles().items() if code not in EVERY_ROOM}


def require_another(membership: Membership, *, by: Actor) -> None:
    """Refuse whoever a membership is for: nobody gives, approves or ends their own."""
    if by.id == str(membership.account_id):
        raise Refused(_("Nobody decides on their own roles; ask another person."))


def require_reach(membership: Membership, *, by: Actor) -> None:
    """Refuse whoever holds their own roles for other sites than the membership's."""
    if by.sites is not None and membership.site not in by.sites:
        raise Refused(_("You hold your role for other sites; ask somebody who holds it here."))


def require_no_content_beside_keys(membership: Membership) -> None:
    """Refuse somebody who would keep the room's accounts and also see its content."""
    stand = membership.account.memberships.filter(ended_at=None)
    others = stand.exclude(until__lt=membership.since)
    if membership.until is not None:
        others = others.exclude(since__gt=membership.until)
    keeps_accounts = Q(role=ADMINISTRATOR)
    if others.filter(
        ~keeps_accounts if membership.role == ADMINISTRATOR else keeps_accounts
    ).exists():
        title = room_roles()[ADMINISTRATOR].title
        raise Refused(_("Nobody holds another role beside this one: %(role)s.") % {"role": title})


def require_standing(agency: uuid.UUID | None, *, on: date) -> None:
    """Refuse an agency whose people are not let into this room, as it would refuse them later."""
    is_in_standing = import_string(settings.AGENCY_STANDING)
    if agency is not None and not is_in_standing(agency, on=on):
        raise Refused(
            _(
                "The people of this agency are not let into this room: it works elsewhere, or an "
                "agreement that this room asks for is not in force. The Commons keeps them."
            )
        )


def require_second_person(membership: Membership, *, by: Actor, on: date) -> None:
    """Refuse whoever may not be the second person to a membership."""
    require_another(membership, by=by)
    require_reach(membership, by=by)
    if by.id == str(membership.granted_by):
        raise Refused(_("Whoever gives a role does not approve it; ask another person."))
    require_approver({membership.account_id, membership.granted_by}, by=by, on=on)


def require_approver(parties: Collection[uuid.UUID], *, by: Actor, on: date) -> None:
    """Refuse whoever does not hold the room's approving role.

    While nobody could approve who holds it and is none of the parties, as when a room begins,
    another administrator may.
    """
    if settings.ROOM_APPROVER in by.roles:
        return
    approvers = Membership.objects.in_force(on).filter(
        role=settings.ROOM_APPROVER, account__is_active=True
    )
    if approvers.exclude(account__in=parties).exists():
        title = room_roles()[settings.ROOM_APPROVER].title
        raise Refused(_("This is approved by: %(role)s.") % {"role": title})
