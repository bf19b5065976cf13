"""The pages on which prosecutors decide on a case."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.cases.actions import (
    complete_case,
    decline_case,
    find_ready,
    return_case,
    withdraw_case,
)
from commonground_web.caseroom.cases.forms import ReviewForm
from commonground_web.caseroom.cases.views.building import held_for
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.seen import as_seen
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.asking import WhyForm


@exposes("case", "review", methods=FORM_METHODS, with_entities=("entry",), asks_purpose=True)
def review(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Find a case ready."""
    found = held_for(request, pk)
    form = ReviewForm(request.POST or None)

    def act() -> None:
        seen = as_seen(found, request)
        find_ready(case=seen, **form.cleaned_data, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("case", pk=pk)
    context = {"form": form, "case": found, "buys": list(found.buys.order_by("-bought_on", "pk"))}
    return TemplateResponse(request, "caseroom/case_review.html", context)


@exposes("case", "review", methods=FORM_METHODS, with_entities=("entry",), asks_purpose=True)
def give_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Return a case to those who build it."""
    return _said_why(request, pk, return_case, title=_("Return it to those who build it"))


@exposes("case", "review", methods=FORM_METHODS, with_entities=("entry",), asks_purpose=True)
def decline(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Decline to prosecute a case."""
    return _said_why(request, pk, decline_case, title=_("Decline to prosecute"))


@exposes(
    "case",
    "withdraw",
    methods=FORM_METHODS,
    with_entities=("entry", "candidate"),
    asks_purpose=True,
)
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Withdraw a case."""
    return _said_why(request, pk, withdraw_case, title=_("Withdraw the case"))


@exposes(
    "case", "review", methods=FORM_METHODS, with_entities=("entry", "candidate"), asks_purpose=True
)
def complete(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Complete a banked case."""
    return _said_why(request, pk, complete_case, title=_("Complete the case"))


def _said_why(
    request: Request, pk: uuid.UUID, act: Callable[..., None], *, title: object
) -> HttpResponse:
    found = held_for(request, pk)
    form = WhyForm(request.POST or None)
    if done_by_form(form, lambda: act(case=found, **form.cleaned_data, by=request.actor, at=now())):
        return redirect("case", pk=pk)
    context = {"form": form, "case": found, "title": title}
    return TemplateResponse(request, "caseroom/case_why.html", context)
