"""The pages of runs: those of a site, one of them, and bringing one in."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.runs.actions import (
    bring_in,
    publish_run,
    vouch_for_run,
    withdraw_run,
)
from commonground_web.commons.runs.lists import RUNS
from commonground_web.commons.runs.models import LibraryRun
from commonground_web.commons.runs.reading import read_zip
from commonground_web.commons.runs.showing import shown
from commonground_web.commons.runs.states import State
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now
from commonground_web.kernel.files.fields import FileUpTo
from commonground_web.kernel.pages.choices import OneOf
from commonground_web.kernel.pages.lists.exported import export
from commonground_web.kernel.pages.lists.shown import show


class RunForm(forms.Form):
    """The zip of a run's folder, and the site that it is about."""

    site = OneOf(label=_("Site"))
    file = FileUpTo(
        kinds=(".zip",),
        label=_("Zip of the run's folder"),
        help_text=_("Only headline.json is taken in; the result beside it shows that it is whole."),
    )


class WithdrawForm(forms.Form):
    """Why a run is withdrawn."""

    why = forms.CharField(label=_("Why is it withdrawn?"), max_length=300)


@exposes("run", "list")
def listing(request: Request) -> HttpResponse:
    """List the runs of the actor's sites, the newest first."""
    runs = LibraryRun.objects.restrict(request.actor).select_related("site")
    shown = show(RUNS, runs, request, export=reverse("run-export"))
    return TemplateResponse(request, "commons/runs/runs.html", {"list": shown})


@exposes("run", "list")
def export_listing(request: Request) -> HttpResponse:
    """Give the list of runs as a file."""
    runs = LibraryRun.objects.restrict(request.actor).select_related("site")
    return export(RUNS, runs, request)


@exposes("run", "bring_in", methods=FORM_METHODS)
def bring(request: Request) -> HttpResponse:
    """Bring a run in."""
    sites = list(Site.objects.restrict(request.actor).order_by("name"))
    form = RunForm(request.POST or None, request.FILES or None)
    form.fields["site"].offer(sites)  # type: ignore[attr-defined]
    made: list[LibraryRun] = []

    def act() -> None:
        site, file = form.cleaned_data["site"], form.cleaned_data["file"]
        headline = read_zip(file.read())
        made.append(bring_in(site=site, headline=headline, by=request.actor, at=now()))

    if done_by_form(form, act, field="file"):
        return redirect("run", pk=made[0].pk)
    context = {"form": form, "has_sites": bool(sites)}
    return TemplateResponse(request, "commons/runs/run_form.html", context)


@exposes("run", "view")
def run(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show what a run says, how sure that is, and where it comes from."""
    found = _run(request, pk)
    headline = found.headline
    context = {
        "run": found,
        "headline": headline,
        "findings": [shown(finding) for finding in headline.findings],
        "is_draft": found.state == State.DRAFT,
        "is_theirs": str(found.answered_for_by) == request.actor.id,
        "can_withdraw": found.state != State.WITHDRAWN,
    }
    return TemplateResponse(request, "commons/runs/run.html", context)


@exposes("run", "bring_in", methods=("POST",))
def vouch(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Vouch for a run that the command brought in."""
    found = _run(request, pk)
    done_by_button(request, lambda: vouch_for_run(run=found, by=request.actor, at=now()))
    return redirect("run", pk=pk)


@exposes("run", "publish", methods=("POST",))
def publish(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Publish a run."""
    found = _run(request, pk)
    done_by_button(request, lambda: publish_run(run=found, by=request.actor, at=now()))
    return redirect("run", pk=pk)


@exposes("run", "withdraw", methods=FORM_METHODS)
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Withdraw a run."""
    found = _run(request, pk)
    form = WithdrawForm(request.POST or None)
    if done_by_form(
        form, lambda: withdraw_run(run=found, **form.cleaned_data, by=request.actor, at=now())
    ):
        return redirect("run", pk=pk)
    return TemplateResponse(request, "commons/runs/run_withdraw.html", {"form": form, "run": found})


def _run(request: Request, pk: uuid.UUID) -> LibraryRun:
    runs = LibraryRun.objects.restrict(request.actor).select_related("site")
    found: LibraryRun = get_object_or_404(runs, pk=pk)
    return found
