"""What waits for those who decide how long records stay."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.exposures import WITH_A_CLOCK
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.heaps import waits_for
from commonground_web.kernel.retention.models import Answer, RetentionProposal, SiteRule


@waits_for(
    "retention",
    "retain",
    says=_("Proposals to keep, correct or purge a record"),
    at="retention",
    since="proposed_at",
    reads=(WITH_A_CLOCK,),
)
def proposals(actor: Actor) -> QuerySet[RetentionProposal]:
    """Return what others proposed, of records whose day has not come."""
    waiting = RetentionProposal.objects.restrict(actor).filter(
        answer=Answer.WAITING, from_day__gt=open_access().day
    )
    found: QuerySet[RetentionProposal] = waiting.exclude(proposed_by=actor.id)
    return found


@waits_for(
    "retention_rule",
    "change",
    says=_("Shorter terms to confirm"),
    at="retention",
    since="proposed_at",
)
def shorter_terms(actor: Actor) -> QuerySet[SiteRule]:
    """Return the terms that others proposed."""
    waiting = SiteRule.objects.filter(confirmed_by__isnull=True)
    found: QuerySet[SiteRule] = waiting.exclude(proposed_by=actor.id)
    return found
