"""Write a version of the policy, and sign it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from commonground_web.caseroom.policies.models import Clause, Policy, PolicySignature
from commonground_web.caseroom.policies.published import Written
from commonground_web.caseroom.signing import sign_version
from commonground_web.caseroom.standing import require_not_before
from commonground_web.kernel.access.actions import NotPermitted, Refused, action, unless_taken
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.valves.messages.rules import Conduct, Consequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Of which site a version is, from when, why, and its days."""

    site: uuid.UUID
    effective_on: date
    review_days: int
    term_days: int
    why: str


@action("policy", "create")
def write_policy(*, terms: Terms, clauses: Sequence[Written], by: Actor, at: datetime) -> Policy:
    """Write the next version of a site's policy; it is in force once both sides have signed.

    Raises
    ------
    Refused
        If it would hold before it is written, there is no clause, or possession for one's own use
        would bring somebody's case.
    """
    if by.sites is not None and terms.site not in by.sites:
        raise NotPermitted
    require_not_before(day_of(at), effective_on=terms.effective_on)
    _require_fit(clauses)
    last = Policy.objects.filter(site=terms.site).aggregate(last=Max("version"))["last"]
    written = Policy(
        site=terms.site,
        version=(last or 0) + 1,
        effective_on=terms.effective_on,
        review_days=terms.review_days,
        term_days=terms.term_days,
        why=terms.why,
        written_by=uuid.UUID(by.id),
        written_at=at,
    )
    with unless_taken(_("Somebody else wrote a version at the same moment; look at theirs first.")):
        written.save(force_insert=True)
    for number, clause in enumerate(clauses, start=1):
        Clause(
            policy=written,
            number=number,
            conduct=clause.conduct,
            text=str(clause.text),
            most=clause.most,
        ).save(force_insert=True)
    open_access().did("policy.written", written)
    return written


@action("policy", "sign")
def sign_policy(*, policy: Policy, by: Actor, at: datetime) -> PolicySignature:
    """Sign a version for one's side.

    Raises
    ------
    Refused
        If the side or the agency has signed, or a newer version is in force.
    """
    signature: PolicySignature = sign_version(policy, by=by, at=at)
    open_access().did("policy.signed", policy)
    return signature


def _require_fit(clauses: Sequence[Written]) -> None:
    if not clauses:
        raise Refused(_("A policy has at least one clause."))
    for clause in clauses:
        if clause.conduct == Conduct.POSSESSION and clause.most == Consequence.ACTIVATION:
            raise Refused(
                _(
                    "Possession for one's own use brings nobody's banked case. Let a warning be "
                    "the most that follows, or leave the clause out."
                )
            )
