"""The page of one case, and what is done there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.triage.actions.findings import complete_findings, record_finding
from commonground_web.caseroom.triage.actions.held import WRITTEN
from commonground_web.caseroom.triage.actions.panels import (
    cast_panel_vote,
    close_panel,
    convene_panel,
)
from commonground_web.caseroom.triage.actions.reviews import (
    begin_review,
    cast_vote,
    consolidate,
    reopen_triage,
    return_findings,
)
from commonground_web.caseroom.triage.forms import FindingsForm, VerdictForm
from commonground_web.caseroom.triage.models import TriageDecision
from commonground_web.caseroom.triage.shown import shown_case
from commonground_web.caseroom.triage.views.lists import BASIS
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.asking import WhyForm

TOUCHED = (*BASIS, "disparity_check")
"""The entities whose rows are touched where a verdict may fall, or be taken back."""


@exposes("triage", "view", with_entities=BASIS, asks_purpose=True)
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a case: findings and gaps beside the criteria, and what was said of it."""
    return _page(request, _found(request, pk))


@exposes("triage", "find", methods=FORM_METHODS, with_entities=BASIS, asks_purpose=True)
def findings(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Answer the criteria; all at once, or some now and the others later."""
    decision = _found(request, pk)
    context = shown_case(decision, to=request.actor)
    form = FindingsForm(request.POST or None, lines=context["lines"])

    def act() -> None:
        for criterion, found in list(form.answered()):
            try:
                record_finding(
                    decision=decision, criterion=criterion, found=found, by=request.actor, at=now()
                )
            except Refused as refused:
                form.refuse(criterion, found, why=str(refused))
        if "complete" in request.POST and not form.errors:
            complete_findings(decision=decision, by=request.actor, at=now())

    if done_by_form(form, act) and not form.errors:
        return redirect("triage", pk=pk)
    return TemplateResponse(request, "caseroom/triage/findings.html", {**context, "form": form})


@exposes("triage", "begin", methods=("POST",), with_entities=BASIS)
def begin(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Open a case to its two reviewers."""
    return _pressed(request, pk, begin_review)


@exposes("triage", "begin", methods=FORM_METHODS, with_entities=BASIS, asks_purpose=True)
def give_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Send findings back, with the reason."""
    return _filled_in(request, pk, WhyForm, return_findings, says=_("Send the findings back"))


@exposes(
    "triage",
    "review",
    methods=FORM_METHODS,
    with_entities=(*TOUCHED, *WRITTEN),
    asks_purpose=True,
)
def review(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say what one's side makes of a case."""
    return _filled_in(request, pk, VerdictForm, cast_vote, says=_("Submit my review"))


@exposes("triage", "review", methods=("POST",), with_entities=TOUCHED)
def draw_together(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Draw from both reviews what follows."""
    return _pressed(request, pk, consolidate)


@exposes("triage", "convene", methods=("POST",), with_entities=BASIS)
def convene(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Put a conflict before the panel."""
    return _pressed(request, pk, convene_panel)


@exposes("triage", "sit", methods=FORM_METHODS, with_entities=(*BASIS, *WRITTEN), asks_purpose=True)
def sit(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say what one makes of a case as a member of the panel."""
    return _filled_in(request, pk, VerdictForm, cast_panel_vote, says=_("Keep what I said"))


@exposes("triage", "convene", methods=("POST",), with_entities=TOUCHED)
def close(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take what most of the panel said."""
    return _pressed(request, pk, close_panel)


@exposes("triage", "reopen", methods=FORM_METHODS, with_entities=TOUCHED, asks_purpose=True)
def reopen(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take a verdict back, with the reason."""
    return _filled_in(request, pk, WhyForm, reopen_triage, says=_("Take the verdict back"))


def _found(request: Request, pk: uuid.UUID) -> TriageDecision:
    decisions = TriageDecision.objects.restrict(request.actor)
    found: TriageDecision = get_object_or_404(
        decisions.select_related("entry", "candidate_list__criteria"), pk=pk
    )
    return found


def _page(request: Request, decision: TriageDecision, **more: Any) -> HttpResponse:
    context = {**shown_case(decision, to=request.actor), **more}
    return TemplateResponse(request, "caseroom/triage/case.html", context)


def _pressed(request: Request, pk: uuid.UUID, act: Callable[..., object]) -> HttpResponse:
    decision = _found(request, pk)
    done_by_button(request, lambda: act(decision=decision, by=request.actor, at=now()))
    return redirect("triage", pk=pk)


def _filled_in(
    request: Request,
    pk: uuid.UUID,
    kind: type[forms.Form],
    act: Callable[..., object],
    *,
    says: str | Promise,
) -> HttpResponse:
    """Show the case above a form, or do what the form asks."""
    decision = _found(request, pk)
    form = kind(request.POST or None)

    def submit() -> None:
        act(decision=decision, **form.cleaned_data, by=request.actor, at=now())

    if done_by_form(form, submit):
        return redirect("triage", pk=pk)
    return _page(request, decision, form=form, says=says)
