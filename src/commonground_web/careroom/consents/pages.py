"""The pages of legal process, which only the provider that received it sees."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.careroom.consents.forms import AnswerForm, ProcessForm
from commonground_web.careroom.consents.lists import PROCESS
from commonground_web.careroom.consents.models import LegalProcess
from commonground_web.careroom.consents.process import answer_process, receive_process
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.pages.lists.shown import show


@exposes("legal_process", "list")
def listing(request: Request) -> HttpResponse:
    """List what came."""
    shown = show(PROCESS, LegalProcess.objects.restrict(request.actor), request)
    return TemplateResponse(request, "careroom/legal_process_list.html", {"list": shown})


@exposes("legal_process", "create", methods=FORM_METHODS)
def create(request: Request) -> HttpResponse:
    """Write down that legal process came."""
    form = ProcessForm(request.POST or None, initial={"received_on": today()})

    def act() -> None:
        receive_process(**form.cleaned_data, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("legal-process")
    return TemplateResponse(request, "careroom/legal_process_form.html", {"form": form})


@exposes("legal_process", "view", asks_purpose=True)
def process(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one."""
    context = {"process": _process_of(request, pk)}
    return TemplateResponse(request, "careroom/legal_process.html", context)


@exposes("legal_process", "answer", methods=FORM_METHODS, asks_purpose=True)
def answer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down who was told, and what was answered."""
    found = _process_of(request, pk)
    said = {"counsel": found.counsel, "answer": found.answer}
    form = AnswerForm(request.POST or None, initial=said)

    def act() -> None:
        answer_process(process=found, **form.cleaned_data, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("legal-process-one", pk=pk)
    context = {"form": form, "process": found}
    return TemplateResponse(request, "careroom/legal_process_answer.html", context)


def _process_of(request: Request, pk: uuid.UUID) -> LegalProcess:
    found: LegalProcess = get_object_or_404(LegalProcess.objects.restrict(request.actor), pk=pk)
    return found
