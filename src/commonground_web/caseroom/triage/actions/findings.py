"""Take up a case, answer the criteria, and hand the findings on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.criteria.models import Criterion
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.support import what_is_missing
from commonground_web.caseroom.lists.actions.checks import held_open
from commonground_web.caseroom.lists.checking import void_check
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.triage.actions.held import held_decision, move
from commonground_web.caseroom.triage.gaps import unanswered
from commonground_web.caseroom.triage.models import CriterionFinding, TriageDecision
from commonground_web.caseroom.triage.states import State
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.valves.messages.rules import AnsweredBy

YES_OR_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody found for a criterion."""

    value: str = ""
    """Empty where it is not known."""
    evidence: str = ""
    note: str = ""


@action("triage", "create", with_entities=("entry", "source", "screening"))
def open_triage(
    *, candidates: CandidateList, entry: Entry, by: Actor, at: datetime
) -> TriageDecision:
    """Put an entry on a list, to be weighed by its criteria.

    Raises
    ------
    Refused
        If the entry is of another site, lacks something, or is on the list already.
    """
    standing, held = entry.held_now(), held_open(candidates)
    if standing.site != held.site:
        raise Refused(_("This entry is of another site."))
    missing = what_is_missing(standing)
    if missing:
        raise Refused(" ".join(missing))
    if TriageDecision.objects.filter(candidate_list=held, entry=standing).exists():
        raise Refused(_("This entry is on the list already."))
    decision = TriageDecision(
        candidate_list=held, entry=standing, opened_by=uuid.UUID(by.id), opened_at=at
    )
    decision.save(force_insert=True)
    open_access().did("triage.opened", decision)
    void_check(held, at=at)
    return decision


@action("triage", "find", with_entities=("entry",))
def record_finding(
    *, decision: TriageDecision, criterion: Criterion, found: Found, by: Actor, at: datetime
) -> CriterionFinding:
    """Answer a criterion; an earlier answer stays, and this one takes its place.

    Raises
    ------
    Refused
        If the answer is not of the criterion's kind, or has neither evidence nor reason.
    """
    held = held_decision(decision, state=State.OPEN)
    if criterion.criteria_id != held.candidate_list.criteria_id:
        raise Refused(_("This question is not among the criteria of the list."))
    value = found.value.strip()
    if value:
        _require_kind(criterion, value)
    if not (found.evidence if value else found.note).strip():
        raise Refused(
            _("Say on what evidence.") if value else _("Say in the note why it is not known.")
        )
    finding = CriterionFinding(
        decision=held,
        criterion=criterion,
        round=held.round,
        is_known=bool(value),
        value=value,
        evidence=found.evidence,
        note=found.note,
        found_by=uuid.UUID(by.id),
        found_at=at,
    )
    finding.save(force_insert=True)
    open_access().did("triage.found", finding)
    return finding


@action("triage", "find", with_entities=("entry",))
def complete_findings(*, decision: TriageDecision, by: Actor, at: datetime) -> None:
    """Hand the findings on, once every criterion has an answer.

    Raises
    ------
    Refused
        If one has none.
    """
    held = held_decision(decision, state=State.OPEN)
    if gaps := unanswered(held):
        raise Refused(
            _("Not answered yet: %(questions)s")
            % {"questions": " ".join(gap.question for gap in gaps)}
        )
    move(held, State.FINDINGS_COMPLETE, by=by, at=at)


def _require_kind(criterion: Criterion, value: str) -> None:
    if not is_answer(criterion, value):
        raise Refused(
            _("“%(value)s” does not answer this question; it is answered by %(kind)s.")
            % {"value": value, "kind": criterion.get_kind_display()}
        )


def is_answer(criterion: Criterion, value: str) -> bool:
    """Say whether a value answers a criterion as its kind asks."""
    if criterion.kind == AnsweredBy.NUMBER:
        return value.isascii() and value.isdigit()
    if criterion.kind == AnsweredBy.DATE:
        return _is_date(value)
    choices = YES_OR_NO if criterion.kind == AnsweredBy.YES_NO else criterion.choices
    return value in choices


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
