"""A new way in for somebody who lost their password or their second factor: two others let them."""

from __future__ import annotations

import uuid
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.accounts.disabling import end_sessions
from commonground_web.kernel.accounts.links import mail_link, make_link
from commonground_web.kernel.accounts.models import Account, Recovery
from commonground_web.kernel.accounts.policies import require_approver
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of


@action("recovery", "propose")
def propose_recovery(*, account: Account, known_by: str, by: Actor, at: datetime) -> Recovery:
    """Propose a new way in for somebody whom one knows to be who they say.

    Raises
    ------
    Refused
        If it is one's own account, or nobody can sign in to it, or a proposal waits already.
    """
    account.lock()
    if by.id == str(account.pk):
        raise Refused(_("Nobody recovers their own account; ask another person."))
    if not account.is_active:
        raise Refused(_("This account is not in use: send a new link, or enable it."))
    if account.recoveries.waiting().exists():
        raise Refused(_("A second person is asked already."))
    recovery = Recovery(
        account=account, known_by=known_by, proposed_by=uuid.UUID(by.id), proposed_at=at
    )
    recovery.save(force_insert=True)
    open_access().did("recovery.proposed", recovery)
    return recovery


@action("recovery", "approve")
def approve_recovery(*, recovery: Recovery, by: Actor, at: datetime) -> None:
    """Take every old way in away, and mail a link that works once.

    The roles stay: the person holds them again once they chose a password and set up a factor.
    """
    recovery.lock()
    account = recovery.account
    account.lock()
    _require_waiting(recovery)
    if by.id in {str(account.pk), str(recovery.proposed_by)}:
        raise Refused(_("This takes two persons, and neither is who lost their way in."))
    require_approver({account.pk, recovery.proposed_by}, by=by, on=day_of(at))
    if not account.is_active:
        raise Refused(_("This account was closed since; enable it first, or decline this."))
    recovery.approved_by, recovery.approved_at = uuid.UUID(by.id), at
    recovery.save()
    Authenticator.objects.filter(user=account).delete()
    end_sessions(account)
    account.set_unusable_password()
    account.is_active, account.accepted_at = False, None
    account.save()
    open_access().did("recovery.approved", recovery)
    mail_link(account, make_link(account, made_by=by.id, at=at))


@action("recovery", "end")
def end_recovery(*, recovery: Recovery, by: Actor, at: datetime) -> None:
    """Take a proposal back, or decline it."""
    recovery.lock()
    _require_waiting(recovery)
    recovery.ended_by, recovery.ended_at = uuid.UUID(by.id), at
    recovery.save()
    open_access().did("recovery.ended", recovery)


def _require_waiting(recovery: Recovery) -> None:
    if recovery.approved_by or recovery.ended_at:
        raise Refused(_("This was approved or ended before."))
