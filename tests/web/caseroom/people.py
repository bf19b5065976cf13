"""The people of one intervention, and short ways to bring a list where a test needs it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from commonground_web.caseroom.criteria.actions import sign_criteria, write_criteria
from commonground_web.caseroom.criteria.models import CriteriaSet, Criterion
from commonground_web.caseroom.criteria.published import PUBLISHED
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.actions.checks import Checked, sign_check, write_check
from commonground_web.caseroom.lists.actions.locking import sign_lock
from commonground_web.caseroom.lists.actions.opening import open_list
from commonground_web.caseroom.lists.groups import Group, Variable
from commonground_web.caseroom.lists.models import Candidate, CandidateList, DisparityCheck
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.policies.actions import Terms, sign_policy, write_policy
from commonground_web.caseroom.policies.models import Policy
from commonground_web.caseroom.policies.published import PUBLISHED as CLAUSES
from commonground_web.caseroom.policies.published import REVIEW_DAYS, TERM_DAYS
from commonground_web.caseroom.triage.actions.findings import (
    Found,
    complete_findings,
    open_triage,
    record_finding,
)
from commonground_web.caseroom.triage.actions.reviews import begin_review, cast_vote, consolidate
from commonground_web.caseroom.triage.models import TriageDecision
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now, today
from commonground_web.valves.messages.rules import AnsweredBy
from tests.web.caseroom.entering import (
    AGENCY,
    CHARGING,
    OFFICE,
    OFFICER,
    PROSECUTOR,
    SITE,
    SUPERVISOR,
    somebody,
    whole,
)
from tests.web.caseroom.listing import ready
from tests.web.plain_record import looking

POLICE, PROSECUTION = AGENCY, OFFICE
REASON = "Plainly made up."

OTHER_SUPERVISOR = somebody("supervisor")
OTHER_PROSECUTOR = somebody("prosecutor", agency=PROSECUTION)

ALL = ("triage", "entry", "correction", "candidate", "source", "screening", "case")


def reading(*entities: str) -> Any:
    """Open an event in which rows may be looked at."""
    return looking(*(entities or ALL), at=now(), by=SUPERVISOR)


def new_criteria(*, site: uuid.UUID = SITE, effective_on: date | None = None) -> CriteriaSet:
    """Write the published criteria for a site; nobody has signed them."""
    return write_criteria(
        site=site,
        questions=PUBLISHED,
        effective_on=effective_on or today(),
        why="The first version.",
        by=CHARGING,
        at=now(),
    )


def signed_criteria(*, site: uuid.UUID = SITE) -> CriteriaSet:
    """Write criteria that both sides sign."""
    written = new_criteria(site=site)
    for by in (SUPERVISOR, CHARGING):
        sign_criteria(criteria=written, by=by, at=now())
    return written


def signed_policy(*, site: uuid.UUID = SITE) -> Policy:
    """Write the published policy, and have both sides sign it."""
    terms = Terms(
        site=site, effective_on=today(), review_days=REVIEW_DAYS, term_days=TERM_DAYS, why="First."
    )
    policy = write_policy(terms=terms, clauses=CLAUSES, by=CHARGING, at=now())
    for by in (SUPERVISOR, CHARGING):
        sign_policy(policy=policy, by=by, at=now())
    return policy


def new_list(*, site: uuid.UUID = SITE) -> CandidateList:
    """Open a list by signed criteria, where a policy is in force."""
    signed_criteria(site=site)
    signed_policy(site=site)
    return open_list(site=site, name="First list", by=SUPERVISOR, at=now())


def accepted_entry(
    *, site: uuid.UUID = SITE, created_by: uuid.UUID | None = None, name: str = "Zed Fictional"
) -> Entry:
    """Keep an entry that has all that is asked before it is weighed, with a case that is ready."""
    writer = Actor(str(created_by or OFFICER.id), frozenset({"officer"}), POLICE)
    entry = whole(by=writer, site=site, name=name)
    ready(entry)
    return entry


def opened(candidates: CandidateList, **given: Any) -> TriageDecision:
    """Put a new entry on a list."""
    entry = accepted_entry(site=candidates.site, **given)
    return open_triage(candidates=candidates, entry=entry, by=SUPERVISOR, at=now())


def answer_to(criterion: Criterion) -> str:
    """Return something that answers a question."""
    if criterion.kind == AnsweredBy.CHOICE:
        return str(criterion.choices[0])
    return {"yes_no": "no", "number": "2", "date": "2026-05-03"}[criterion.kind]


def found(decision: TriageDecision, *, by: Actor = OFFICER) -> None:
    """Answer every question about a case, and hand the findings on."""
    for criterion in Criterion.objects.filter(criteria=decision.candidate_list.criteria_id):
        said = Found(value=answer_to(criterion), evidence="Report 26-0419")
        record_finding(decision=decision, criterion=criterion, found=said, by=by, at=now())
    complete_findings(decision=decision, by=by, at=now())


def under_review(candidates: CandidateList, **given: Any) -> TriageDecision:
    """Bring a new entry before its two reviewers."""
    decision = opened(candidates, **given)
    found(decision)
    begin_review(decision=decision, by=SUPERVISOR, at=now())
    return decision


def say(decision: TriageDecision, verdict: str, *, by: Actor) -> None:
    """Vote on a case."""
    cast_vote(decision=decision, verdict=verdict, reason=REASON, by=by, at=now())


def reviewed(candidates: CandidateList, police: str, prosecution: str) -> TriageDecision:
    """Have a new entry reviewed by both sides."""
    decision = under_review(candidates)
    say(decision, police, by=SUPERVISOR)
    say(decision, prosecution, by=PROSECUTOR)
    consolidate(decision=decision, by=PROSECUTOR, at=now())
    return decision


def agreed(candidates: CandidateList, verdict: str = Verdict.BANK) -> TriageDecision:
    """Have a new entry decided by two reviewers who agree."""
    return reviewed(candidates, verdict, verdict)


def as_it_is(decision: TriageDecision) -> TriageDecision:
    """Return a decision as it is now."""
    with reading():
        fresh: TriageDecision = TriageDecision.objects.get(pk=decision.pk)
    return fresh


def groups_of(candidates: CandidateList) -> list[Group]:
    """Return counts by group that add up to a list: all of one group."""
    with reading():
        said = list(
            TriageDecision.objects.filter(candidate_list=candidates).values_list(
                "verdict", flat=True
            )
        )
    counts = {str(verdict): said.count(verdict) for verdict in Verdict}
    return [Group(variable, "not known", 100, **counts) for variable in Variable]


def written_check(
    candidates: CandidateList, *, groups: Iterable[Group] = (), by: Actor = SUPERVISOR
) -> DisparityCheck:
    """Write a check of a list."""
    checked = Checked(
        groups=list(groups) or groups_of(candidates),
        benchmark="Arrests for sale in the area in the last two years.",
        notes="Looked at together.",
    )
    return write_check(candidates=candidates, checked=checked, by=by, at=now())


def checked(candidates: CandidateList) -> DisparityCheck:
    """Have a list checked, and the check signed by two agencies."""
    check = written_check(candidates)
    for by in (SUPERVISOR, PROSECUTOR):
        sign_check(check=check, by=by, at=now())
    return check


def locked_list(*verdicts: str) -> CandidateList:
    """Have a list decided, checked and locked; one banked case, if no verdicts are given."""
    candidates = new_list()
    for verdict in verdicts or (Verdict.BANK,):
        agreed(candidates, verdict)
    checked(candidates)
    for by in (SUPERVISOR, CHARGING):
        sign_lock(candidates=candidates, by=by, at=now())
    return CandidateList.objects.get(pk=candidates.pk)


def candidate_of(candidates: CandidateList) -> Candidate:
    """Return the first candidate of a locked list."""
    with reading():
        first: Candidate = Candidate.objects.select_related("candidate_list").filter(
            candidate_list=candidates
        )[0]
    return first


def fresh_candidate(candidate: Candidate) -> Candidate:
    """Return a candidate as they are now."""
    with reading():
        fresh: Candidate = Candidate.objects.select_related("entry").get(pk=candidate.pk)
    return fresh
