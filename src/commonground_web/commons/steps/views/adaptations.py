"""The pages of what a site does otherwise than the model asks."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.steps.actions.plans import Adapted, record_adaptation
from commonground_web.commons.steps.forms import AdaptationForm
from commonground_web.commons.steps.lists import adaptations
from commonground_web.commons.steps.models import Adaptation
from commonground_web.commons.steps.views.plans import plan_of
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.lists.shown import show


@exposes("adaptation", "list")
def listing(request: Request, pk: uuid.UUID) -> HttpResponse:
    """List what a site does otherwise."""
    plan = plan_of(request, pk)
    rows = Adaptation.objects.filter(plan=plan).prefetch_related("partners__agency")
    people = names_of(rows.values_list("recorded_by", flat=True))
    shown = show(adaptations(people=people), rows, request)
    return TemplateResponse(
        request, "commons/steps/adaptations.html", {"plan": plan, "list": shown}
    )


@exposes("adaptation", "create", methods=FORM_METHODS)
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down something that is done otherwise."""
    plan = plan_of(request, pk)
    agencies = list(Agency.objects.restrict(request.actor).order_by("name"))
    form = AdaptationForm(request.POST or None, agencies=agencies)

    def act() -> None:
        adapted = Adapted(**form.cleaned_data)
        record_adaptation(plan=plan, adapted=adapted, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("plan-adaptations", pk=pk)
    context = {"form": form, "plan": plan}
    return TemplateResponse(request, "commons/steps/adaptation_form.html", context)
