"""The pages of influentials."""

from __future__ import annotations

import uuid
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.influentials.actions import Agreed, note_answer, note_influential
from commonground_web.commons.influentials.forms import AnswerForm, InfluentialForm
from commonground_web.commons.influentials.models import Influential
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.clock import now


@exposes("influential", "list", with_entities=("candidate",), asks_purpose=True)
def listing(request: Request, pk: uuid.UUID) -> HttpResponse:
    """List those who matter to one candidate."""
    candidate = get_object_or_404(Candidate.objects.restrict(request.actor), pk=pk)
    rows = Influential.objects.restrict(request.actor).filter(candidate=candidate)
    names_them = request.actor.may("view", "candidate") or candidate.has_safe_conduct(now())
    context = {
        "candidate": candidate,
        "names_them": names_them,
        "influentials": list(rows.order_by("created_at")),
    }
    return TemplateResponse(request, "commons/influentials/influentials.html", context)


@exposes(
    "influential", "create", methods=FORM_METHODS, with_entities=("candidate",), asks_purpose=True
)
def create(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down somebody who matters to a candidate."""
    candidate = get_object_or_404(Candidate.objects.restrict(request.actor), pk=pk)
    form = InfluentialForm(request.POST or None)

    def act() -> None:
        agreed = Agreed(**form.cleaned_data)
        note_influential(candidate=candidate, agreed=agreed, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("influentials", pk=pk)
    context = {"form": form, "candidate": candidate}
    return TemplateResponse(request, "commons/influentials/influential_form.html", context)


@exposes(
    "influential",
    "update",
    methods=FORM_METHODS,
    with_entities=("candidate",),
    asks_purpose=True,
)
def answer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show how to reach them, and note what they said."""
    rows = Influential.objects.restrict(request.actor).select_related("candidate")
    found = get_object_or_404(rows, pk=pk)
    form = AnswerForm(request.POST or None, initial={"outcome": found.outcome})
    act = partial(note_answer, influential=found, by=request.actor, at=now())
    if done_by_form(form, lambda: act(**form.cleaned_data)):
        if found.candidate_id is None:
            return redirect("influential", pk=pk)
        return redirect("influentials", pk=found.candidate_id)
    context = {"form": form, "influential": found}
    return TemplateResponse(request, "commons/influentials/influential.html", context)
