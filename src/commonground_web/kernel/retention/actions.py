"""What is done about how long records are kept: every decision takes two persons."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.apps import apps
from django.http import Http404
from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused, action, unless_taken
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.exposures import WITH_A_CLOCK
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.compartments.rules import CLOCK, Rule, room_rules
from commonground_web.kernel.retention.days import most_days, retained_until
from commonground_web.kernel.retention.following import follow_review
from commonground_web.kernel.retention.models import (
    Answer,
    Decision,
    RetentionProposal,
    RetentionReview,
    SiteRule,
)


def rule_of(record_type: str) -> tuple[Rule, type[Record]]:
    """Return the rule and the model of a kind of record that has a day of purge.

    Raises
    ------
    Http404
        If the room has no such kind.
    """
    if record_type not in room_rules():
        raise Http404
    return room_rules()[record_type], apps.get_model(record_type)


def record_of(record_type: str, key: uuid.UUID, *, by: Actor) -> Record:
    """Return a record by its kind and key, if it is this actor's to see and not due.

    Raises
    ------
    Http404
        If there is none.
    """
    _rule, model = rule_of(record_type)
    found: Record | None = model.objects.restrict(by).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def owner_of(record: Record) -> uuid.UUID | None:
    """Return the agency whose record it is, where records have owners."""
    return getattr(record, record.OWNED_BY) if record.OWNED_BY else None


@action("retention", "propose", with_entities=(WITH_A_CLOCK,))
def propose_review(
    *, record: Record, decision: str, reason: str, explanation: str, by: Actor, at: datetime
) -> RetentionProposal:
    """Propose to retain a record, to have it corrected, or to purge it now."""
    rule, model = rule_of(record._meta.label_lower)
    day = day_of(at)
    held: RetentionProposal | None = RetentionProposal.objects.filter(
        record_type=rule.record_type, record=record.pk, answer=Answer.WAITING
    ).first()
    waits_already = _("A proposal for this record waits already; have it answered first.")
    if held is not None:
        raise Refused(waits_already)
    from_day = record.purge_on  # type: ignore[attr-defined]
    to_day = {
        Decision.RETAIN: retained_until(rule, record, at=at),
        Decision.CORRECT: from_day,
        Decision.PURGE: min(day, from_day),
    }[Decision(decision)]
    if decision == Decision.RETAIN and from_day <= day:
        raise Refused(_("The day of purge has come; what is due is not retained any more."))
    if decision == Decision.RETAIN and to_day <= from_day:
        raise Refused(_("The rule keeps it no longer than it is kept already."))
    proposal = RetentionProposal(
        record_type=model._meta.label_lower,
        record=record.pk,
        owner=owner_of(record),
        decision=decision,
        from_day=from_day,
        to_day=to_day,
        reason=reason,
        explanation=explanation,
        proposed_by=uuid.UUID(by.id),
        proposed_at=at,
    )
    with unless_taken(waits_already):
        proposal.save(force_insert=True)
    open_access().did("retention.proposed", proposal)
    return proposal


@action("retention", "retain", with_entities=(WITH_A_CLOCK,))
def confirm_review(*, proposal: RetentionProposal, by: Actor, at: datetime) -> RetentionReview:
    """Confirm what somebody else proposed; the record's day of purge moves at once."""
    record = _require_answerable(proposal, by=by)
    if record.purge_on != proposal.from_day:  # type: ignore[attr-defined]
        raise Refused(_("The day of purge has changed since; decline this, and propose anew."))
    review = RetentionReview(
        record_type=proposal.record_type,
        record=proposal.record,
        owner=proposal.owner,
        decision=proposal.decision,
        from_day=proposal.from_day,
        to_day=proposal.to_day,
        reason=proposal.reason,
        explanation=proposal.explanation,
        decided_by=proposal.proposed_by,
        confirmed_by=uuid.UUID(by.id),
        on=day_of(at),
        at=at,
        event=open_access().event,
    )
    review.save(force_insert=True)
    if proposal.to_day != proposal.from_day:
        record.purge_on = proposal.to_day  # type: ignore[attr-defined]
        record.save(update_fields=[CLOCK])
    _answer(proposal, Answer.CONFIRMED, by=by, at=at)
    open_access().did(f"retention.{proposal.decision}", record)
    follow_review(review, record)
    return review


@action("retention", "retain", with_entities=(WITH_A_CLOCK,))
def decline_review(*, proposal: RetentionProposal, by: Actor, at: datetime) -> None:
    """Decline what was proposed; the day of purge stays."""
    _require_waiting(proposal, by=by)
    _answer(proposal, Answer.DECLINED, by=by, at=at)
    open_access().did("retention.declined", proposal)


@action("retention_rule", "change")
def propose_site_rule(*, record_type: str, days: int, by: Actor, at: datetime) -> SiteRule:
    """Propose for how many days the site keeps a kind of record from now on."""
    rule, _model = rule_of(record_type)
    if not 1 <= days <= most_days(rule):
        raise Refused(
            _("A site keeps these from 1 to %(most)s days, not %(days)s: the rule allows no more.")
            % {"most": most_days(rule), "days": days}
        )
    waits_already = _("A change for these waits already; have it confirmed first.")
    if SiteRule.objects.filter(record_type=record_type, confirmed_by__isnull=True).exists():
        raise Refused(waits_already)
    changed = SiteRule(
        record_type=record_type, days=days, proposed_by=uuid.UUID(by.id), proposed_at=at
    )
    with unless_taken(waits_already):
        changed.save(force_insert=True)
    open_access().did("site_rule.proposed", changed)
    return changed


@action("retention_rule", "change")
def confirm_site_rule(*, changed: SiteRule, by: Actor, at: datetime) -> None:
    """Confirm a change that somebody else proposed; it counts for what is entered from now on."""
    changed.lock()
    if changed.confirmed_by is not None:
        raise Refused(_("This change is confirmed already."))
    if str(changed.proposed_by) == by.id:
        raise Refused(_("Whoever proposes a change does not confirm it; ask a second person."))
    changed.confirmed_by, changed.confirmed_at = uuid.UUID(by.id), at
    changed.save()
    open_access().did("site_rule.confirmed", changed)


def _require_answerable(proposal: RetentionProposal, *, by: Actor) -> Record:
    record = _require_waiting(proposal, by=by)
    if str(proposal.proposed_by) == by.id:
        raise Refused(_("Whoever proposes does not confirm; ask a second person."))
    record.lock()
    if str(getattr(record, "created_by", "")) == by.id:
        raise Refused(_("Whoever wrote a record does not decide how long it is kept."))
    return record


def _require_waiting(proposal: RetentionProposal, *, by: Actor) -> Record:
    """Return the record that a proposal is on, which is by's to see and not due."""
    proposal.lock()
    if proposal.answer != Answer.WAITING:
        raise Refused(_("This proposal has been answered."))
    try:
        return record_of(proposal.record_type, proposal.record, by=by)
    except Http404 as error:
        raise Refused(
            _("The record is due or gone; there is nothing to decide any more.")
        ) from error


def _answer(proposal: RetentionProposal, answer: Answer, *, by: Actor, at: datetime) -> None:
    proposal.answer, proposal.answered_by, proposal.answered_at = answer, uuid.UUID(by.id), at
    proposal.explanation = ""
    proposal.save()
