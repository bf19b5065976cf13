"""The pages of plans: those there are, a new one, its checklist, its call-in, its table."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground_web.commons.model.shape import Phase
from commonground_web.commons.model.versions import CURRENT
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.actions.plans import move_callin, open_plan
from commonground_web.commons.steps.callin_day import callin_day_of
from commonground_web.commons.steps.checklist import Show, by_step, read_plan
from commonground_web.commons.steps.export import as_csv
from commonground_web.commons.steps.forms import MoveForm, PlanForm
from commonground_web.commons.steps.lists import PLANS
from commonground_web.commons.steps.models import Plan
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.pages.lists.exported import export as write_out
from commonground_web.kernel.pages.lists.shown import show


def plan_of(request: Request, pk: uuid.UUID) -> Plan:
    """Return a plan of the actor's sites, or find nothing."""
    plans = Plan.objects.restrict(request.actor).select_related("site")
    found: Plan = get_object_or_404(plans, pk=pk)
    return found


@exposes("plan", "list")
def listing(request: Request) -> HttpResponse:
    """List the plans, by site."""
    plans = Plan.objects.restrict(request.actor).select_related("site")
    shown = show(PLANS, plans, request, export=reverse("plans-export"))
    return TemplateResponse(request, "commons/steps/plans.html", {"list": shown})


@exposes("plan", "list")
def export_listing(request: Request) -> HttpResponse:
    """Give the list of plans as a file."""
    plans = Plan.objects.restrict(request.actor).select_related("site")
    return write_out(PLANS, plans, request)


@exposes("plan", "list")
def model(request: Request) -> HttpResponse:
    """Show the model: its steps in plain words, and what published schemes call them."""
    phases = [(phase, len(list(CURRENT.items_of(phase)))) for phase in Phase]
    context = {"model": CURRENT, "phases": phases}
    return TemplateResponse(request, "commons/steps/model.html", context)


@exposes("plan", "open", methods=FORM_METHODS)
def opening(request: Request) -> HttpResponse:
    """Open the plan of a site that has none."""
    sites = list(Site.objects.restrict(request.actor).filter(plan__isnull=True).order_by("name"))
    form = PlanForm(request.POST or None, sites=sites)
    if done_by_form(form, lambda: open_plan(**form.cleaned_data, by=request.actor, at=now())):
        return redirect("plans")
    context = {"form": form, "has_sites": bool(sites)}
    return TemplateResponse(request, "commons/steps/plan_form.html", context)


@exposes("plan", "view")
def checklist(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a plan's items by phase and step."""
    read = read_plan(plan_of(request, pk), on=today())
    asked = request.GET.get("show", "")
    show = Show(asked) if asked in Show.values else Show.ALL
    lines = read.lines(request.actor)
    context = {
        "plan": read.plan,
        "callin_day": callin_day_of(read.plan.site_id),
        "phases": by_step(read, [line for line in lines if line.is_shown(show)]),
        "show": show,
        "filters": [(option, sum(line.is_shown(option) for line in lines)) for option in Show],
        "shut": sum(not look.is_open for look in read.looks.values()),
    }
    return TemplateResponse(request, "commons/steps/checklist.html", context)


@exposes("plan", "export")
def export(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give the checklist as a table of comma-separated values."""
    read = read_plan(plan_of(request, pk), on=today())
    table = as_csv(read.lines(request.actor))
    answer = HttpResponse(table, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="checklist-{read.on}.csv"'
    return answer


@exposes("plan", "move", methods=FORM_METHODS)
def moving(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Move the day of the call-in."""
    plan = plan_of(request, pk)
    form = MoveForm(request.POST or None, initial={"callin_on": plan.callin_on})
    if done_by_form(
        form, lambda: move_callin(plan=plan, **form.cleaned_data, by=request.actor, at=now())
    ):
        return redirect("plan", pk=pk)
    return TemplateResponse(request, "commons/steps/move_form.html", {"form": form, "plan": plan})
