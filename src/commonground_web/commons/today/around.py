"""Where else a site is told of: its plan, its call-in, its operation, its run, its public page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.disruption.models import Operation
from commonground_web.commons.openness.models import PublicPage
from commonground_web.commons.runs.models import LibraryRun
from commonground_web.commons.sites.around import Way, leads_on
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.models import Plan
from commonground_web.kernel.access.actor import Actor


@leads_on
def plan(actor: Actor, site: Site) -> Iterator[Way]:
    """Lead to the plan of a site, or to where one is opened."""
    if not actor.may("view", "plan"):
        return
    found = Plan.objects.restrict(actor).filter(site=site).first()
    if found is not None:
        yield Way(_("Plan"), reverse("plan", args=[found.pk]))
    elif actor.may("open", "plan"):
        yield Way(_("Open a plan"), reverse("plan-open"))


@leads_on
def callin(actor: Actor, site: Site) -> Iterator[Way]:
    """Lead to the last call-in of a site."""
    if actor.may("view", "callin"):
        found = CallIn.objects.restrict(actor).filter(site=site).order_by("-at").first()
        if found is not None:
            yield Way(_("Call-in"), reverse("callin", args=[found.pk]))


@leads_on
def operation(actor: Actor, site: Site) -> Iterator[Way]:
    """Lead to the last operation at a site."""
    if actor.may("view", "operation"):
        operations = Operation.objects.restrict(actor).filter(site=site)
        found = operations.order_by("-starts_on").first()
        if found is not None:
            yield Way(_("Operation"), reverse("operation", args=[found.pk]))


@leads_on
def run(actor: Actor, site: Site) -> Iterator[Way]:
    """Lead to the last run about a site."""
    if actor.may("view", "run"):
        runs = LibraryRun.objects.restrict(actor).filter(site=site)
        found = runs.order_by("-made_on", "-brought_at").first()
        if found is not None:
            yield Way(_("What the last run says"), reverse("run", args=[found.pk]))


@leads_on
def public_page(actor: Actor, site: Site) -> Iterator[Way]:  # noqa: ARG001 - everyone may
    """Lead to the page of a site that everyone may open."""
    found = PublicPage.objects.is_open().filter(site=site).first()
    if found is not None:
        yield Way(_("What everyone may see"), reverse("public-page", args=[found.pk]))
