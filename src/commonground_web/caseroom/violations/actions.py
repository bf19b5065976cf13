"""What is done about a violation: reported, checked, reviewed by two sides, decided."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from commonground_web.caseroom.cases.actions import activate_case
from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.cases.states import State as CaseState
from commonground_web.caseroom.policies.models import Clause, Policy
from commonground_web.caseroom.sides import REVIEWING, Side, side_of
from commonground_web.caseroom.violations.models import Violation, ViolationReview
from commonground_web.caseroom.violations.states import FOLLOWS, MACHINE, State, milder, up_to
from commonground_web.kernel.access.actions import Refused, action, agency_of
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.files.keeping import keep_file
from commonground_web.kernel.files.models import StoredFile

TOUCHED = ("case", "entry", "hold", "candidate", StoredFile.ENTITY)
"""The entities whose rows are read or written with a violation's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What is said to have happened, which clause it is of, and what shows it."""

    clause: Clause
    occurred_on: date
    source: str
    what: str
    document: UploadedFile[bytes] | None = None


def clauses_for(case: Case, *, on: date) -> list[Clause]:
    """Return the clauses that hold for a case on a day; none while no policy is in force."""
    policy = Policy.objects.in_force(site=case.entry.site, on=on)
    return list(policy.clauses.all()) if policy else []


def clauses_since_banked(case: Case, *, until: date) -> list[Clause]:
    """Return the clauses that held for a case on any day on which it was banked.

    Conduct is judged by the policy of its day, and no two versions hold on one day.
    """
    banked_on = day_of(case.banked_at) if case.banked_at else until
    versions = Policy.objects.signed().filter(site=case.entry.site).prefetch_related("signatures")
    begins = [_begins_on(version) for version in versions]
    days = sorted({banked_on, *(day for day in begins if banked_on < day <= until)})
    held = {clause: None for day in days for clause in clauses_for(case, on=day)}
    return list(held)


def _begins_on(policy: Policy) -> date:
    """Return the day from which a signed version can hold."""
    begins: date = max(
        policy.effective_on, *(day_of(row.signed_at) for row in policy.signatures.all())
    )
    return begins


@action("violation", "report", with_entities=TOUCHED)
def report_violation(*, case: Case, reported: Reported, by: Actor, at: datetime) -> Violation:
    """Report that somebody whose case is banked did what a clause names.

    Raises
    ------
    Refused
        If the case is not banked, the day does not fit, or the clause was not in force on it.
    """
    day = day_of(at)
    held = case.held_now()
    if held.state != CaseState.BANKED:
        raise Refused(_("Violations are of people whose case is banked."))
    banked_on = day_of(held.banked_at) if held.banked_at else day
    if not banked_on <= reported.occurred_on <= day:
        raise Refused(_("The day lies between the day on which the case was banked, and today."))
    if reported.clause not in clauses_for(held, on=reported.occurred_on):
        raise Refused(_("This clause is not of the policy that was in force on that day."))
    violation = Violation(
        case=held,
        clause=reported.clause,
        occurred_on=reported.occurred_on,
        source=reported.source,
        what=reported.what,
        agency=agency_of(by),
        reported_by=uuid.UUID(by.id),
        reported_at=at,
        review_by=day + timedelta(days=reported.clause.policy.review_days),
    )
    violation.save(force_insert=True)
    if reported.document is not None:
        keep_file(record=violation, upload=reported.document, by=by, at=at)
    open_access().did("violation.reported", violation)
    return violation


@action("violation", "check", with_entities=TOUCHED)
def check_evidence(*, violation: Violation, drop: str, by: Actor, at: datetime) -> None:
    """Look at the evidence: it goes to two reviewers, or is dropped for a reason.

    Parameters
    ----------
    violation
        The violation.
    drop
        Why the evidence does not carry it; empty where it does.
    by, at
        Who looked, and when.
    """
    held = _moved(violation, to=State.NO_ACTION if drop else State.CHECKED)
    if str(held.reported_by) == by.id:
        raise Refused(_("Whoever reported it does not check the evidence; ask somebody else."))
    held.checked_by, held.checked_at = uuid.UUID(by.id), at
    if drop:
        held.why_dropped, held.settled_at = drop, at
    held.save()
    open_access().did("violation.dropped" if drop else "violation.checked", held)


@action("violation", "review", with_entities=TOUCHED)
def review_violation(
    *, violation: Violation, said: str, reason: str, by: Actor, at: datetime
) -> ViolationReview:
    """Say for one's side what should follow; once both have said it, the milder holds.

    Raises
    ------
    Refused
        If the side has spoken, the actor reported it, or the clause does not allow so much.
    """
    held = violation.held_now("case__entry", "clause__policy")
    if held.state != State.CHECKED:
        raise Refused(_("It is not open for reviews."))
    if str(held.reported_by) == by.id:
        raise Refused(_("Whoever reported it does not review it."))
    side, agency = side_of(by, REVIEWING), agency_of(by)
    if said not in up_to(held.clause.most):
        raise Refused(
            _("By this clause at most this follows: %(most)s.")
            % {"most": held.clause.get_most_display()}
        )
    spoken = {row["side"]: row for row in _spoken(held)}
    if side in spoken or any(row["agency"] == agency for row in spoken.values()):
        raise Refused(_("Your side, or your agency, has reviewed it already."))
    review = ViolationReview(
        violation=held,
        side=side,
        agency=agency,
        reviewer=uuid.UUID(by.id),
        said=said,
        reason=reason,
        at=at,
    )
    review.save(force_insert=True)
    open_access().did("violation.reviewed", held)
    if len(spoken) + 1 == len(Side):
        (other,) = spoken.values()
        _settle(held, to=FOLLOWS[milder(said, other["said"])], at=at)
    return review


@action("violation", "decide", with_entities=TOUCHED)
def decide_violation(
    *, violation: Violation, activate: bool, why: str, by: Actor, at: datetime
) -> None:
    """Decide, as the prosecution, whether the banked case follows that both reviewers propose.

    Raises
    ------
    Refused
        If the actor reported or reviewed it, or the case cannot be activated any more.
    """
    held = _moved(violation, to=State.ACTIVATED if activate else State.DECLINED)
    reviewers = {str(row["reviewer"]) for row in _spoken(held)}
    if by.id in {str(held.reported_by), *reviewers}:
        raise Refused(_("Whoever reported or reviewed it does not decide; ask somebody else."))
    held.decided_by, held.decided_at, held.why_decided = uuid.UUID(by.id), at, why
    held.settled_at = at
    held.save()
    open_access().did(f"violation.{held.state}", held)
    if activate:
        clause = held.clause
        named = f"{clause.policy.version}.{clause.number}"
        activate_case(case=held.case, clause=named, by=by, at=at)


def _spoken(violation: Violation) -> list[dict[str, Any]]:
    """Return what the sides said so far, for the rules alone: no page shows it."""
    rows = ViolationReview.objects.filter(violation=violation)
    return list(rows.values("side", "agency", "reviewer", "said"))


def _settle(violation: Violation, *, to: State, at: datetime) -> None:
    MACHINE.require(violation.state, to)
    violation.state = to
    violation.settled_at = None if to == State.PROPOSED else at
    violation.save()
    open_access().did(f"violation.{to}", violation)


def _moved(violation: Violation, *, to: State) -> Violation:
    held = violation.held_now("case__entry", "clause__policy")
    MACHINE.require(held.state, to)
    held.state = to
    return held
