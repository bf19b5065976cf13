"""The pages that everyone may open about a site, and how they are opened and shut."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.counts.months import months_of_care
from commonground_web.commons.openness.actions import end_page, propose_page, publish_page
from commonground_web.commons.openness.models import PublicPage
from commonground_web.commons.openness.words import STANDS
from commonground_web.commons.rules.models import SignedRules
from commonground_web.commons.sites.models import Site, State
from commonground_web.commons.steps.checklist import read_plan
from commonground_web.commons.steps.fidelity import fidelity
from commonground_web.commons.steps.models import Adaptation, Plan, PlanPhase
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.pages.choices import OneOf


class ProposalForm(forms.Form):
    """The site that everyone may see."""

    site = OneOf(label=_("Which site may everyone see?"))


@exposes("public_page", "view", is_anonymous=True)
def listing(request: Request) -> HttpResponse:
    """List the sites that everyone may see, and to those who decide it, what is proposed."""
    pages = PublicPage.objects.select_related("site")
    context: dict[str, object] = {"pages": list(pages.is_open().order_by("site__name"))}
    if request.actor.may("end", "public_page"):
        mine = PublicPage.objects.restrict(request.actor).select_related("site")
        context["mine"] = list(mine.filter(ended_by__isnull=True).order_by("site__name"))
    return TemplateResponse(request, "commons/openness/public_pages.html", context)


@exposes("public_page", "view", is_anonymous=True)
def page(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show everyone how a site stands: its phases, and what the care room counted; no more."""
    found = get_object_or_404(PublicPage.objects.is_open().select_related("site"), pk=pk)
    plan = Plan.objects.select_related("site").filter(site=found.site).first()
    context: dict[str, object] = {"page": found, "rows": _phases(plan) if plan else []}
    context["adaptations"] = Adaptation.objects.filter(plan=plan).count() if plan else 0
    context["stands"] = STANDS[State(found.site.state)]
    context["months"] = months_of_care(found.site_id)
    context["all_rules"] = _rules(found.site)
    return TemplateResponse(request, "commons/openness/public_page.html", context)


def _rules(site: Site) -> list[SignedRules]:
    """Return the rules in force whose text is here."""
    in_force = SignedRules.objects.filter(site=site, text__isnull=False).in_force(on=today())
    return list(in_force.order_by("on"))


def _phases(plan: Plan) -> list[tuple[PlanPhase, object]]:
    read = read_plan(plan, on=today())
    kept = {phase.phase: phase for phase in PlanPhase.objects.filter(plan=plan)}
    rows = fidelity(plan.model, read.items, looks=read.looks)
    return [(kept[row.phase], row) for row in rows if row.phase in kept]


@exposes("public_page", "propose", methods=FORM_METHODS)
def propose(request: Request) -> HttpResponse:
    """Propose a public page."""
    shown = PublicPage.objects.filter(ended_by__isnull=True).values("site")
    sites = list(Site.objects.restrict(request.actor).exclude(pk__in=shown).order_by("name"))
    form = ProposalForm(request.POST or None)
    form.fields["site"].offer(sites)  # type: ignore[attr-defined]
    if done_by_form(form, lambda: propose_page(**form.cleaned_data, by=request.actor, at=now())):
        return redirect("public-pages")
    context = {"form": form, "has_sites": bool(sites)}
    return TemplateResponse(request, "commons/openness/public_form.html", context)


@exposes("public_page", "publish", methods=("POST",))
def publish(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Open a page to everyone."""
    found = get_object_or_404(PublicPage.objects.restrict(request.actor), pk=pk)
    done_by_button(request, lambda: publish_page(page=found, by=request.actor, at=now()))
    return redirect("public-pages")


@exposes("public_page", "end", methods=("POST",))
def end(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Shut a page."""
    found = get_object_or_404(PublicPage.objects.restrict(request.actor), pk=pk)
    done_by_button(request, lambda: end_page(page=found, by=request.actor, at=now()))
    return redirect("public-pages")
