"""The pages of operations: those there are, a new one, and one with its notices and its watch."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.disruption.actions.operations import (
    FOR_ANY_AGENCY,
    Days,
    call_off,
    end_operation,
    make_ready,
    plan_operation,
)
from commonground_web.commons.disruption.forms import OffForm, OperationForm
from commonground_web.commons.disruption.lists import OPERATIONS
from commonground_web.commons.disruption.models import LAW, NoticeTo, Operation, Round
from commonground_web.commons.disruption.states import State
from commonground_web.commons.disruption.watch import stretches, watch
from commonground_web.commons.model.shape import Moment
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.gates.asking import gates_before, site_state
from commonground_web.commons.steps.models import Plan
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.pages.lists.shown import show


def operation_of(request: Request, pk: uuid.UUID) -> Operation:
    """Return an operation that is the actor's to see, or find nothing."""
    operations = Operation.objects.restrict(request.actor).select_related("site", "led_by")
    found: Operation = get_object_or_404(operations, pk=pk)
    return found


@exposes("operation", "list")
def listing(request: Request) -> HttpResponse:
    """List the operations of the actor's sites, the latest first."""
    operations = Operation.objects.restrict(request.actor).select_related("site", "led_by")
    shown = show(OPERATIONS, operations, request)
    return TemplateResponse(request, "commons/disruption/operations.html", {"list": shown})


@exposes("operation", "plan", methods=FORM_METHODS)
def plan(request: Request) -> HttpResponse:
    """Plan an operation."""
    agencies = Agency.objects.filter(kind__in=LAW)
    if not request.actor.roles & FOR_ANY_AGENCY:
        agencies = agencies.filter(pk=request.actor.agency)
    leading = list(agencies.order_by("name"))
    sites = list(Site.objects.restrict(request.actor).order_by("name"))
    form = OperationForm(request.POST or None, sites=sites, agencies=leading)

    def act() -> None:
        said = dict(form.cleaned_data)
        whose = {name: said.pop(name) for name in ("site", "led_by")}
        plan_operation(**whose, days=Days(**said), by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("operations")
    context = {"form": form, "can_plan": bool(leading and sites)}
    return TemplateResponse(request, "commons/disruption/operation_form.html", context)


@exposes("operation", "view")
def operation(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show an operation: what keeps it from being ready, who was told, and its overdose watch."""
    found, day = operation_of(request, pk), today()
    told = NoticeTo.objects.filter(notice__operation=found).select_related("notice", "agency")
    rounds = Round.objects.filter(
        plan__site=found.site, plan__second_by__isnull=False, on__gte=found.starts_on
    ).select_related("agency")
    reasons = _what_is_missing(found)
    context = {
        "operation": found,
        "is_open": found.state in {State.PLANNED, State.READY},
        "reasons": reasons,
        "can_be_ready": found.state == State.PLANNED and reasons == [],
        "is_theirs": str(found.planned_by) == request.actor.id,
        "told": list(told.order_by("-notice__given_at", "agency__name")),
        "stretches": stretches(watch(found, rounds.order_by("on", "part"), on=day)),
    }
    return TemplateResponse(request, "commons/disruption/operation.html", context)


def _what_is_missing(operation: Operation) -> list[tuple[object, tuple[object, ...]]] | None:
    """Return the shut gates before an operation with their reasons; None where it has no plan."""
    if operation.state != State.PLANNED:
        return []
    plan = Plan.objects.filter(site=operation.site).first()
    if plan is None:
        return None
    state = site_state(plan, on=today())
    looks = ((gate, gate.look(state)) for gate in gates_before(Moment.OPERATION))
    return [(gate, look.reasons) for gate, look in looks if not look.is_open]


@exposes("operation", "ready", methods=("POST",))
def ready(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Make an operation ready."""
    found = operation_of(request, pk)
    done_by_button(request, lambda: make_ready(operation=found, by=request.actor, at=now()))
    return redirect("operation", pk=pk)


@exposes("operation", "end", methods=("POST",))
def end(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say that an operation is done."""
    found = operation_of(request, pk)
    done_by_button(request, lambda: end_operation(operation=found, by=request.actor, at=now()))
    return redirect("operation", pk=pk)


@exposes("operation", "call_off", methods=FORM_METHODS)
def off(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Call an operation off."""
    found = operation_of(request, pk)
    form = OffForm(request.POST or None)
    if done_by_form(
        form, lambda: call_off(operation=found, **form.cleaned_data, by=request.actor, at=now())
    ):
        return redirect("operation", pk=pk)
    context = {"form": form, "operation": found}
    return TemplateResponse(request, "commons/disruption/operation_off.html", context)
