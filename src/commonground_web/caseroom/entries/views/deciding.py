"""The buttons and forms by which an entry moves on: handed over, accepted, used, dropped."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.actions import (
    accept_entry,
    correct_entry,
    drop_entry,
    return_entry,
    submit_entry,
    use_entry,
)
from commonground_web.caseroom.entries.actions.correcting import TOUCHED as CORRECTING
from commonground_web.caseroom.entries.following import DROPPED
from commonground_web.caseroom.entries.forms.entry import BasisForm, CorrectionForm
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.people import colleagues
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.seen import as_seen
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.asking import WhyForm


@exposes("entry", "submit", methods=("POST",))
def submit(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Hand a draft to a supervisor."""
    return _acted(request, pk, submit_entry)


@exposes("entry", "accept", methods=("POST",), with_entities=("correction",))
def accept(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Accept an entry."""
    return _acted(request, pk, accept_entry)


@exposes("entry", "accept", methods=("POST",), with_entities=("source", "screening"))
def use(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Put an entry into use."""
    return _acted(request, pk, use_entry)


@exposes("entry", "accept", methods=FORM_METHODS, asks_purpose=True)
def give_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give a submitted entry back to its writer."""
    return _said_why(request, pk, return_entry, title=_("Return it to its writer"))


@exposes(
    "entry",
    "accept",
    methods=FORM_METHODS,
    with_entities=DROPPED.entities,
    asks_purpose=True,
)
def drop(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Drop a name."""
    return _said_why(request, pk, drop_entry, title=_("Drop the name"))


@exposes(
    "entry",
    "correct",
    methods=FORM_METHODS,
    with_entities=CORRECTING,
    asks_purpose=True,
)
def correct(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Correct an entry that somebody else wrote."""
    found = get_object_or_404(Entry.objects.restrict(request.actor), pk=pk)
    form = CorrectionForm(
        request.POST or None,
        officials=colleagues(found.agency),
        initial=BasisForm.standing(found),
    )
    if done_by_form(
        form,
        lambda: correct_entry(
            entry=as_seen(found, request),
            written=form.written(),
            why=form.cleaned_data["why"],
            by=request.actor,
            at=now(),
        ),
    ):
        return redirect("entry", pk=pk)
    return TemplateResponse(request, "caseroom/entry_correct.html", {"form": form, "entry": found})


def _acted(request: Request, pk: uuid.UUID, act: Callable[..., None]) -> HttpResponse:
    found = get_object_or_404(Entry.objects.restrict(request.actor), pk=pk)
    done_by_button(request, lambda: act(entry=as_seen(found, request), by=request.actor, at=now()))
    return redirect("entry", pk=pk)


def _said_why(
    request: Request, pk: uuid.UUID, act: Callable[..., None], *, title: object
) -> HttpResponse:
    found = get_object_or_404(Entry.objects.restrict(request.actor), pk=pk)
    form = WhyForm(request.POST or None)
    if done_by_form(
        form, lambda: act(entry=found, **form.cleaned_data, by=request.actor, at=now())
    ):
        return redirect("entry", pk=pk)
    context = {"form": form, "entry": found, "title": title}
    return TemplateResponse(request, "caseroom/entry_why.html", context)
