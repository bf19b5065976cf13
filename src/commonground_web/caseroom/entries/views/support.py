"""The pages on which sources and screenings are written down."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.actions import (
    add_source,
    answer_screening,
    decide_screening,
)
from commonground_web.caseroom.entries.forms.support import DecisionForm, ScreeningForm, SourceForm
from commonground_web.caseroom.entries.models import Entry, Screening
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.clock import now
from commonground_web.valves.published import agencies


@exposes("source", "create", methods=FORM_METHODS, with_entities=("entry",), asks_purpose=True)
def source(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down a mention of a person as a seller."""
    found = get_object_or_404(Entry.objects.restrict(request.actor), pk=pk)
    form = SourceForm(request.POST or None, agencies=_agencies(request))
    if done_by_form(
        form,
        lambda: add_source(entry=found, mentioned=form.mentioned(), by=request.actor, at=now()),
    ):
        return redirect("entry", pk=pk)
    return TemplateResponse(request, "caseroom/source_form.html", {"form": form, "entry": found})


@exposes(
    "screening",
    "create",
    methods=FORM_METHODS,
    with_entities=("entry", "source"),
    asks_purpose=True,
)
def screening(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Answer the four questions of a screening."""
    found = get_object_or_404(Entry.objects.restrict(request.actor), pk=pk)
    form = ScreeningForm(request.POST or None)
    if done_by_form(
        form,
        lambda: answer_screening(entry=found, screened=form.screened(), by=request.actor, at=now()),
    ):
        return redirect("entry", pk=pk)
    return TemplateResponse(request, "caseroom/screening_form.html", {"form": form, "entry": found})


@exposes("screening", "decide", methods=FORM_METHODS, with_entities=("entry",), asks_purpose=True)
def decide(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Decide what follows a screening that stops."""
    rows = Screening.objects.restrict(request.actor).select_related("entry", "decision")
    found = get_object_or_404(rows, pk=pk)
    form = DecisionForm(request.POST or None)
    if done_by_form(
        form,
        lambda: decide_screening(
            screening=found, decided=form.decided(), by=request.actor, at=now()
        ),
    ):
        return redirect("entry", pk=found.entry_id)
    context = {"form": form, "screening": found, "entry": found.entry}
    return TemplateResponse(request, "caseroom/screening_decide.html", context)


def _agencies(request: Request) -> dict[uuid.UUID, str]:
    """Return the agencies that this room knows, the actor's own first, known or not."""
    known = agencies.names()
    own = request.actor.agency
    mine = {own: known.get(own, _("your own agency"))} if own else {}
    return mine | known
