"""What was found for each criterion of a case, and where nothing was: no more is made of it."""

from __future__ import annotations

from commonground_web.caseroom.criteria.models import Criterion
from commonground_web.caseroom.triage.models import CriterionFinding, TriageDecision


def newest_findings(decision: TriageDecision) -> dict[object, CriterionFinding]:
    """Return the newest finding for each criterion, by its id."""
    findings = CriterionFinding.objects.filter(decision=decision).order_by("found_at")
    return {finding.criterion_id: finding for finding in findings}


def questions_of(decision: TriageDecision) -> list[Criterion]:
    """Return the criteria by which a case is weighed, in their order."""
    criteria = decision.candidate_list.criteria_id
    return list(Criterion.objects.filter(criteria=criteria).order_by("number"))


def unanswered(decision: TriageDecision) -> list[Criterion]:
    """Return the criteria that nobody has answered."""
    answered = newest_findings(decision)
    return [question for question in questions_of(decision) if question.pk not in answered]
