"""The pages on which it is written down where entries went, and from which they are printed."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.caseroom.entries.actions import disseminate, tell_recipient
from commonground_web.caseroom.entries.forms.sending import DisseminationForm
from commonground_web.caseroom.entries.lists import DISSEMINATIONS
from commonground_web.caseroom.entries.models import (
    CorrectionNotice,
    Dissemination,
    Entry,
    Via,
)
from commonground_web.caseroom.entries.page import page_of
from commonground_web.caseroom.entries.panels import SHOWN
from commonground_web.caseroom.sites import show_by_site
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.purposes import hold_also_for, state_purpose, stated_purpose
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now

PRINTED_WITHIN = timedelta(minutes=30)
"""How long a printed page stands for one dissemination; after that another is written down."""


@exposes("dissemination", "list", with_entities=("entry",))
def listing(request: Request) -> HttpResponse:
    """List where entries went, the last first."""
    rows = Dissemination.objects.restrict(request.actor)
    shown = show_by_site(DISSEMINATIONS, rows, request, path="entry__site")
    return TemplateResponse(request, "caseroom/disseminations.html", {"list": shown})


@exposes(
    "dissemination", "create", methods=FORM_METHODS, with_entities=("entry",), asks_purpose=True
)
def create(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down to whom an entry goes; only then can it be printed."""
    found = get_object_or_404(Entry.objects.restrict(request.actor), pk=pk)
    form = DisseminationForm(request.POST or None)
    made: list[Dissemination] = []

    def act() -> None:
        made.append(disseminate(entry=found, sent=form.sent(), by=request.actor, at=now()))

    if done_by_form(form, act):
        return _sent_on(request, made[0])
    context = {"form": form, "entry": found}
    return TemplateResponse(request, "caseroom/dissemination_form.html", context)


@exposes("dissemination", "view", asks_purpose=True, with_entities=("entry", *SHOWN))
def printed(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show an entry as it is printed, for a short while, to whoever wrote down why."""
    at = now()
    rows = Dissemination.objects.restrict(request.actor).filter(
        by=request.actor.id,
        via=Via.PRINT,
        at__gte=at - PRINTED_WITHIN,
        entry__contested_at__isnull=True,
    )
    found = get_object_or_404(rows.select_related("entry"), pk=pk)
    context = page_of(found.entry, actor=request.actor) | {"sent": found, "at": at}
    return TemplateResponse(request, "caseroom/entry_print.html", context)


@exposes("dissemination", "notify", methods=("POST",))
def tell(request: Request, pk: uuid.UUID, notice: uuid.UUID) -> HttpResponse:
    """Write down that a recipient was told of a correction."""
    notices = CorrectionNotice.objects.restrict(request.actor)
    found = get_object_or_404(notices, pk=notice, dissemination=pk)
    done_by_button(request, lambda: tell_recipient(notice=found, by=request.actor, at=now()))
    return redirect("entry", pk=found.entry_id)


def _sent_on(request: Request, row: Dissemination) -> HttpResponse:
    """Lead to the page to print; its purpose is that for which the entry was opened."""
    if row.via != Via.PRINT:
        return redirect("entry", pk=row.entry_id)
    if code := stated_purpose(request, str(row.entry_id)):
        state_purpose(request, pk=str(row.pk), code=code)
    hold_also_for(request, row, of=row.entry_id)
    return redirect("entry-print", pk=row.pk)
