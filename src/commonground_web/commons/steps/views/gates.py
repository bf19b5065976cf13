"""The pages of gates and waivers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.model.shape import Moment, Phase, Words
from commonground_web.commons.steps.actions.waivers import (
    Target,
    agree_waiver,
    ask_waiver,
    end_waiver,
)
from commonground_web.commons.steps.checklist import read_plan
from commonground_web.commons.steps.forms import WaiverForm
from commonground_web.commons.steps.gates.gate import Gate, Open, Shut
from commonground_web.commons.steps.gates.named import GATES
from commonground_web.commons.steps.models import Plan, Subject, Waiver
from commonground_web.commons.steps.views.plans import plan_of
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.pages.asking import WhyForm


@dataclass(frozen=True, slots=True)
class GateSeen:
    """A gate as its page shows it."""

    gate: Gate
    look: Open | Shut
    before: tuple[Words, ...]
    waived_by: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class WaiverSeen:
    """A waiver as its page shows it."""

    waiver: Waiver
    what: str
    asked_by: str
    agreed_by: str
    stands: bool


@exposes("gate", "view")
def gates(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show each gate: whether it is open, what keeps it shut, who owes it, who may waive it."""
    plan = plan_of(request, pk)
    looks = read_plan(plan, on=today()).looks
    context = {
        "plan": plan,
        "gates": [_seen(gate, looks[gate.code]) for gate in GATES],
        "waivers": list(_waivers(plan)),
    }
    return TemplateResponse(request, "commons/steps/gates.html", context)


def _seen(gate: Gate, look: Open | Shut) -> GateSeen:
    return GateSeen(
        gate,
        look,
        before=tuple(moment.label for moment in Moment if moment in gate.before),
        waived_by=tuple(room_roles()[role].title for role in gate.waived_by or ()),
    )


def _waivers(plan: Plan) -> Iterator[WaiverSeen]:
    waivers = list(Waiver.objects.filter(plan=plan).order_by("-asked_at"))
    names = names_of([w.asked_by for w in waivers] + [w.agreed_by for w in waivers])
    words = dict(targets(plan))
    for waiver in waivers:
        yield WaiverSeen(
            waiver,
            what=words.get(Target(Subject(waiver.about), waiver.code), waiver.code),
            asked_by=names.get(waiver.asked_by, ""),
            agreed_by=names.get(waiver.agreed_by, ""),
            stands=waiver.stands(today()),
        )


def targets(plan: Plan) -> Iterator[tuple[Target, str]]:
    """Yield what can be waived: gates that somebody may waive, phases, items without a gate."""
    for gate in GATES:
        if gate.waived_by is not None:
            yield Target(Subject.GATE, gate.code), f"{Subject.GATE.label}: {gate.title}"
    for phase in Phase:
        yield Target(Subject.PHASE, str(phase)), f"{Subject.PHASE.label}: {phase.label}"
    for item in plan.model.items:
        if not item.gate:
            yield Target(Subject.ITEM, item.code), f"{Subject.ITEM.label}: {item.text}"


@exposes("waiver", "create", methods=FORM_METHODS)
def ask(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask for a waiver."""
    plan = plan_of(request, pk)
    begin = {"target": request.GET.get("for", "")}
    form = WaiverForm(request.POST or None, targets=targets(plan), initial=begin)
    if done_by_form(
        form, lambda: ask_waiver(plan=plan, **form.cleaned_data, by=request.actor, at=now())
    ):
        return redirect("plan-gates", pk=pk)
    return TemplateResponse(request, "commons/steps/waiver_form.html", {"form": form, "plan": plan})


@exposes("waiver", "agree", methods=("POST",))
def agree(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Sign a waiver as the second person."""
    waiver = waiver_of(request, pk)
    done_by_button(request, lambda: agree_waiver(waiver=waiver, by=request.actor, at=now()))
    return redirect("plan-gates", pk=waiver.plan_id)


@exposes("waiver", "end", methods=FORM_METHODS)
def end(request: Request, pk: uuid.UUID) -> HttpResponse:
    """End a waiver before its last day."""
    waiver = waiver_of(request, pk)
    form = WhyForm(request.POST or None, longest=500)
    if done_by_form(
        form, lambda: end_waiver(waiver=waiver, **form.cleaned_data, by=request.actor, at=now())
    ):
        return redirect("plan-gates", pk=waiver.plan_id)
    context = {"form": form, "plan": waiver.plan}
    return TemplateResponse(request, "commons/steps/waiver_end.html", context)


def waiver_of(request: Request, pk: uuid.UUID) -> Waiver:
    """Return a waiver of the actor's sites, or find nothing."""
    waivers = Waiver.objects.restrict(request.actor).select_related("plan__site")
    found: Waiver = get_object_or_404(waivers, pk=pk)
    return found
