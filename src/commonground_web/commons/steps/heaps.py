"""What waits for the second person of an item, of a waiver, and of a phase at its gates."""

from __future__ import annotations

from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.model.versions import MODELS
from commonground_web.commons.steps.models import Plan, PlanItem, PlanPhase, Score, Waiver
from commonground_web.commons.steps.models.shown import Act, Change, Subject
from commonground_web.commons.steps.states import State
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.heaps import waits_for


@waits_for("item", "confirm", says=_("Items to confirm"), at="plans", since="done_at")
def items(actor: Actor) -> QuerySet[PlanItem]:
    """Return the items on which a gate hangs, that others scored as planned."""
    gated = Q(pk=None)
    for version, model in MODELS.items():
        codes = [item.code for item in model.items if item.gate]
        gated |= Q(plan__version=version, code__in=codes)
    waiting = PlanItem.objects.restrict(actor).filter(
        gated, score=Score.AS_PLANNED, confirmed_by=None, waived_by=None
    )
    found: QuerySet[PlanItem] = waiting.exclude(scored_by=actor.id).annotate(
        done_at=_last(Subject.ITEM, Act.SCORED)
    )
    return found


@waits_for("phase", "complete", says=_("Phases at their gates"), at="plans", since="put_at")
def phases(actor: Actor) -> QuerySet[PlanPhase]:
    """Return the phases that others put to their gates."""
    waiting = PlanPhase.objects.restrict(actor).filter(state=State.GATE_REVIEW)
    found: QuerySet[PlanPhase] = waiting.exclude(submitted_by=actor.id).annotate(
        put_at=_last(Subject.PHASE, Act.SUBMITTED)
    )
    return found


@waits_for("waiver", "agree", says=_("Waivers to agree to"), at="plans", since="asked_at")
def waivers(actor: Actor) -> QuerySet[Waiver]:
    """Return the waivers that others ask for."""
    waiting = Waiver.objects.standing(open_access().day).filter(
        agreed_by=None, plan__in=Plan.objects.restrict(actor)
    )
    found: QuerySet[Waiver] = waiting.exclude(asked_by=actor.id)
    return found


def _last(about: Subject, act: Act) -> Subquery:
    """Return when something was last done to what a row is of."""
    code = OuterRef("code" if about == Subject.ITEM else "phase")
    done = Change.objects.filter(plan=OuterRef("plan"), about=about, act=act, code=code)
    return Subquery(done.order_by("-at").values("at")[:1], output_field=DateTimeField())
