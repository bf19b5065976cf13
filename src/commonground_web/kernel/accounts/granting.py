"""Roles are given by one person, approved by another, and ended by either."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused, action, unless_taken
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.accounts.links import mail_link, make_link, withdraw_links
from commonground_web.kernel.accounts.models import Account, Membership
from commonground_web.kernel.accounts.policies import (
    require_another,
    require_no_content_beside_keys,
    require_reach,
    require_second_person,
    require_standing,
    roles_to_give,
)
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of


@dataclass(frozen=True, slots=True)
class Term:
    """What a membership is to give: a role, for a site or all of them, from a day to a day."""

    role: str
    since: date
    until: date | None = None
    site: uuid.UUID | None = None


@action("account", "invite")
def invite(
    *, email: str, name: str, agency: uuid.UUID | None, term: Term, by: Actor, at: datetime
) -> Membership:
    """Give somebody new a role; once a second person approves it, a link is mailed to them.

    Raises
    ------
    Refused
        If the address has an account, the agency's people are not let in here, or the term cannot
        be given.
    """
    is_here = _("This address has an account here; give it a role on its page.")
    if Account.objects.filter(email__iexact=email).exists():
        raise Refused(is_here)
    require_standing(agency, on=day_of(at))
    account = Account(email=email, name=name, agency=agency, created_at=at)
    account.set_unusable_password()
    with unless_taken(is_here):
        account.save(force_insert=True)
    open_access().did("account.invited", account)
    return _give(account, term, by=by, at=at)


@action("account", "grant")
def grant(*, account: Account, term: Term, by: Actor, at: datetime) -> Membership:
    """Give a role to somebody who has an account; it takes effect once a second person approves."""
    account.lock()
    if account.disabled_at:
        raise Refused(_("This account is disabled; enable it first."))
    return _give(account, term, by=by, at=at)


@action("membership", "approve")
def approve(*, membership: Membership, by: Actor, at: datetime) -> None:
    """Approve a role that another person gave; whoever has no password yet is mailed their link."""
    membership.lock()
    if not membership.waits_for_approval:
        raise Refused(_("This role was approved or ended before."))
    require_second_person(membership, by=by, on=day_of(at))
    membership.approved_by = uuid.UUID(by.id)
    membership.save()
    open_access().did("membership.approved", membership)
    account = membership.account
    account.lock()
    if account.accepted_at is None and account.disabled_at is None:
        mail_link(account, make_link(account, made_by=by.id, at=at))


@action("membership", "end")
def end(*, membership: Membership, by: Actor, at: datetime) -> None:
    """End a role at once, or take back one that nobody approved; the next request feels it."""
    membership.lock()
    require_another(membership, by=by)
    require_reach(membership, by=by)
    if membership.ended_at:
        raise Refused(_("This role was ended before."))
    membership.ended_by, membership.ended_at = by.id, at
    membership.save()
    open_access().did("membership.ended", membership)
    account = membership.account
    account.lock()
    if account.accepted_at is None and not account.memberships.filter(ended_at=None).exists():
        withdraw_links(account, at=at)


def _give(account: Account, term: Term, *, by: Actor, at: datetime) -> Membership:
    if term.role not in roles_to_give():
        raise Refused(_("There is no such role in this room."))
    if term.until is not None and term.until < term.since:
        raise Refused(_("A role ends after it begins; look at the two dates."))
    membership = Membership(
        account=account,
        role=term.role,
        site=term.site,
        since=term.since,
        until=term.until,
        granted_by=uuid.UUID(by.id),
        created_at=at,
    )
    require_another(membership, by=by)
    require_reach(membership, by=by)
    require_no_content_beside_keys(membership)
    membership.save(force_insert=True)
    open_access().did("membership.granted", membership)
    return membership
