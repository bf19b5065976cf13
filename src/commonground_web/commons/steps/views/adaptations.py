"""The pages of what a site does otherwise than the model asks."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.steps.actions.plans import Adapted, record_adaptation
from commonground_web.commons.steps.forms import AdaptationForm
from commonground_web.commons.steps.models import Adaptation
from commonground_web.commons.steps.views.plans import plan_of
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.trying import done_by_form


@exposes("adaptation", "list")
def listing(request: Request, pk: uuid.UUID) -> HttpResponse:
    """List what a site does otherwise, the newest first."""
    plan = plan_of(request, pk)
    adaptations = list(
        Adaptation.objects.filter(plan=plan)
        .order_by("-agreed_on", "-recorded_at")
        .prefetch_related("partners__agency")
    )
    names = names_of(adaptation.recorded_by for adaptation in adaptations)
    rows = [
        (row, sorted(str(p.agency) for p in row.partners.all()), names.get(row.recorded_by, ""))
        for row in adaptations
    ]
    return TemplateResponse(request, "commons/steps/adaptations.html", {"plan": plan, "rows": rows})


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
