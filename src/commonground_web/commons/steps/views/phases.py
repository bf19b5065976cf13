"""The page of phases with their fidelity, and what is done to a phase."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.model.shape import Words, differences
from commonground_web.commons.model.versions import CURRENT
from commonground_web.commons.steps.actions.phases import (
    complete_phase,
    return_phase,
    start_phase,
    submit_phase,
)
from commonground_web.commons.steps.checklist import read_plan
from commonground_web.commons.steps.fidelity import fidelity
from commonground_web.commons.steps.models import Change, PlanPhase, Subject
from commonground_web.commons.steps.states import MACHINE
from commonground_web.commons.steps.views.plans import plan_of
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.pages.asking import WhyForm


@exposes("plan", "view")
def phases(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show each phase: where it stands, how closely it follows the model, what is missing."""
    read = read_plan(plan_of(request, pk), on=today())
    kept = {phase.phase: phase for phase in PlanPhase.objects.filter(plan=read.plan)}
    changes = list(Change.objects.filter(plan=read.plan, about=Subject.PHASE).order_by("-at"))
    names = names_of(change.by for change in changes)
    context = {
        "plan": read.plan,
        "rows": [
            (kept[row.phase], row, _next_to_act(kept[row.phase]))
            for row in fidelity(read.plan.model, read.items, looks=read.looks)
            if row.phase in kept
        ],
        "differences": differences(read.plan.model, CURRENT),
        "current": CURRENT.version,
        "changes": [(change, names.get(change.by, "")) for change in changes],
    }
    return TemplateResponse(request, "commons/steps/phases.html", context)


def _next_to_act(phase: PlanPhase) -> Words:
    owner = MACHINE.owners[phase.state]
    return room_roles()[owner].title if owner in room_roles() else _("nobody")


@exposes("phase", "start", methods=("POST",))
def start(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Start a phase."""
    return _acted(request, pk, start_phase)


@exposes("phase", "submit", methods=("POST",))
def submit(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Put a phase to its gates."""
    return _acted(request, pk, submit_phase)


@exposes("phase", "complete", methods=("POST",))
def complete(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Complete a phase."""
    return _acted(request, pk, complete_phase)


@exposes("phase", "return", methods=FORM_METHODS)
def give_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give a phase back from its gates."""
    phase = phase_of(request, pk)
    form = WhyForm(request.POST or None, longest=500)
    if done_by_form(
        form, lambda: return_phase(phase=phase, **form.cleaned_data, by=request.actor, at=now())
    ):
        return redirect("plan-phases", pk=phase.plan_id)
    context = {"form": form, "plan": phase.plan, "phase": phase}
    return TemplateResponse(request, "commons/steps/phase_return.html", context)


def phase_of(request: Request, pk: uuid.UUID) -> PlanPhase:
    """Return a phase of the actor's sites, or find nothing."""
    mine = PlanPhase.objects.restrict(request.actor).select_related("plan__site")
    found: PlanPhase = get_object_or_404(mine, pk=pk)
    return found


def _acted(request: Request, pk: uuid.UUID, act: Callable[..., None]) -> HttpResponse:
    phase = phase_of(request, pk)
    done_by_button(request, lambda: act(phase=phase, by=request.actor, at=now()))
    return redirect("plan-phases", pk=phase.plan_id)
