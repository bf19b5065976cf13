"""The pages of entries."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.actions import accept_entry, create_entry, submit_entry
from commonground_web.caseroom.entries.lists import ENTRIES, TONES
from commonground_web.caseroom.entries.models import Entry, State
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.lists.shown import show


class EntryForm(forms.Form):
    """A name and its basis."""

    name = forms.CharField(label=_("Name"), max_length=120)
    facts = forms.CharField(
        label=_("Facts that give reasonable suspicion"),
        help_text=_("What was seen, by whom, when and where. No opinions, no health, no beliefs."),
        max_length=4000,
        widget=forms.Textarea,
    )


@exposes("front", "view")
def front(request: Request) -> HttpResponse:
    """Show where to go."""
    return TemplateResponse(request, "caseroom/front.html")


@exposes("entry", "list")
def listing(request: Request) -> HttpResponse:
    """List entries, the newest first."""
    shown = show(ENTRIES, Entry.objects.restrict(request.actor), request)
    return TemplateResponse(request, "caseroom/entries.html", {"list": shown})


@exposes("entry", "create", methods=("GET", "HEAD", "POST"))
def create(request: Request) -> HttpResponse:
    """Write down a name."""
    form = EntryForm(request.POST or None)
    if form.is_valid():
        entry = create_entry(**form.cleaned_data, by=request.actor, at=now())
        return redirect("entry", pk=entry.pk)
    return TemplateResponse(request, "caseroom/entry_form.html", {"form": form})


@exposes("entry", "view", asks_purpose=True)
def entry(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one entry."""
    found = get_object_or_404(Entry.objects.restrict(request.actor), pk=pk)
    actor = request.actor
    shown = {
        "entry": found,
        "tone": TONES[State(found.state)],
        "may_submit": found.state == State.DRAFT and actor.may("submit", "entry"),
        "may_accept": found.state == State.SUBMITTED
        and actor.may("accept", "entry")
        and str(found.created_by) != actor.id,
    }
    return TemplateResponse(request, "caseroom/entry.html", shown)


@exposes("entry", "submit", methods=("POST",))
def submit(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Hand a draft to a supervisor."""
    return _acted(request, pk, submit_entry)


@exposes("entry", "accept", methods=("POST",))
def accept(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Accept an entry."""
    return _acted(request, pk, accept_entry)


def _acted(request: Request, pk: uuid.UUID, act: Callable[..., None]) -> HttpResponse:
    found = get_object_or_404(Entry.objects.restrict(request.actor), pk=pk)
    try:
        act(entry=found, by=request.actor, at=now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("entry", pk=pk)
