"""The pages of outreach plans: those there are, a new one, one with its rounds, the agreement."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.disruption.actions.outreach import (
    Going,
    Ready,
    add_round,
    agree,
    draft_plan,
)
from commonground_web.commons.disruption.forms import OutreachForm, RoundForm
from commonground_web.commons.disruption.lists import OUTREACH_PLANS
from commonground_web.commons.disruption.models import LAW, OutreachPlan
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.lists.shown import show


def outreach_plan_of(request: Request, pk: uuid.UUID) -> OutreachPlan:
    """Return an outreach plan of the actor's sites, or find nothing."""
    plans = OutreachPlan.objects.restrict(request.actor)
    found: OutreachPlan = get_object_or_404(
        plans.select_related("site", "agreed_for", "second_for"), pk=pk
    )
    return found


@exposes("outreach_plan", "list")
def listing(request: Request) -> HttpResponse:
    """List the outreach plans of the actor's sites."""
    plans = OutreachPlan.objects.restrict(request.actor).select_related("site")
    shown = show(OUTREACH_PLANS, plans, request)
    return TemplateResponse(request, "commons/disruption/outreach_plans.html", {"list": shown})


@exposes("outreach_plan", "draft", methods=FORM_METHODS)
def draft(request: Request) -> HttpResponse:
    """Draft an outreach plan."""
    sites = list(Site.objects.restrict(request.actor).order_by("name"))
    form = OutreachForm(request.POST or None, sites=sites)

    def act() -> None:
        said = dict(form.cleaned_data)
        site = said.pop("site")
        draft_plan(site=site, ready=Ready(**said), by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("outreach-plans")
    context = {"form": form, "has_sites": bool(sites)}
    return TemplateResponse(request, "commons/disruption/outreach_form.html", context)


@exposes("outreach_plan", "view")
def outreach(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show an outreach plan: what stands ready, who goes out, and who has agreed."""
    found = outreach_plan_of(request, pk)
    rounds = found.rounds.select_related("agency").order_by("on", "part", "zone")
    context = {"plan": found, "rounds": list(rounds)}
    return TemplateResponse(request, "commons/disruption/outreach_plan.html", context)


@exposes("outreach_round", "add", methods=FORM_METHODS)
def add(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Add a round to an outreach plan."""
    found = outreach_plan_of(request, pk)
    agencies = list(Agency.objects.exclude(kind__in=LAW).order_by("name"))
    begin = {"agency": str(request.actor.agency or ""), "on": found.starts_on}
    form = RoundForm(request.POST or None, agencies=agencies, initial=begin)
    if done_by_form(
        form,
        lambda: add_round(plan=found, going=Going(**form.cleaned_data), by=request.actor, at=now()),
    ):
        return redirect("outreach-plan", pk=pk)
    context = {"form": form, "plan": found}
    return TemplateResponse(request, "commons/disruption/round_form.html", context)


@exposes("outreach_plan", "agree", methods=("POST",))
def agreeing(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Agree to an outreach plan for one's agency."""
    found, seen = outreach_plan_of(request, pk), request.POST.get("seen", "")
    rounds = int(seen) if seen.isdecimal() else 0
    done_by_button(request, lambda: agree(plan=found, by=request.actor, at=now(), seen=rounds))
    return redirect("outreach-plan", pk=pk)
