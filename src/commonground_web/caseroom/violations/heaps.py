"""What waits where a violation was reported: the evidence, two reviews, the decision."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.sides import REVIEWING
from commonground_web.caseroom.violations.models import Violation, ViolationReview
from commonground_web.caseroom.violations.states import State
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for

READS = ("case", "entry")


@waits_for(
    "violation",
    "check",
    says=_("Reported violations: evidence to check"),
    at="violations",
    since="reported_at",
    reads=READS,
)
def to_check(actor: Actor) -> QuerySet[Violation]:
    """Return the violations that others reported."""
    reported = Violation.objects.restrict(actor).filter(state=State.REPORTED)
    found: QuerySet[Violation] = reported.exclude(reported_by=actor.id)
    return found


@waits_for(
    "violation",
    "review",
    says=_("Violations to review"),
    at="violations",
    since="checked_at",
    reads=READS,
)
def to_review(actor: Actor) -> QuerySet[Violation]:
    """Return the violations that nobody of the actor's own side has reviewed."""
    mine = {side for role, side in REVIEWING.items() if role in actor.roles}
    said = ViolationReview.objects.filter(violation=OuterRef("pk"), side__in=mine)
    checked = Violation.objects.restrict(actor).filter(state=State.CHECKED)
    found: QuerySet[Violation] = checked.exclude(reported_by=actor.id).exclude(Exists(said))
    return found


@waits_for(
    "violation",
    "decide",
    says=_("Violations to decide on"),
    at="violations",
    since="settled_at",
    reads=READS,
)
def to_decide(actor: Actor) -> QuerySet[Violation]:
    """Return the violations for which reviewers other than the actor propose the case."""
    said = ViolationReview.objects.filter(violation=OuterRef("pk"), reviewer=actor.id)
    proposed = Violation.objects.restrict(actor).filter(state=State.PROPOSED)
    found: QuerySet[Violation] = proposed.exclude(reported_by=actor.id).exclude(Exists(said))
    return found
