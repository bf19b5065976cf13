"""The pages on which entries are listed, written, changed and read."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.caseroom.entries.actions import (
    StandsAlready,
    add_document,
    change_draft,
    create_entry,
)
from commonground_web.caseroom.entries.forms.entry import BasisForm, DocumentForm, EntryForm
from commonground_web.caseroom.entries.lists import ENTRIES
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.page import page_of
from commonground_web.caseroom.entries.panels import SHOWN
from commonground_web.caseroom.entries.people import colleagues
from commonground_web.caseroom.entries.twins import standing_twins
from commonground_web.caseroom.sites import show_by_site
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.seen import as_seen
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.clock import now
from commonground_web.valves.published.sites import names_for


@exposes("front", "view")
def front(request: Request) -> HttpResponse:
    """Show where to go."""
    return TemplateResponse(request, "caseroom/front.html")


@exposes("entry", "list")
def listing(request: Request) -> HttpResponse:
    """List entries, the newest first."""
    shown = show_by_site(ENTRIES, Entry.objects.restrict(request.actor), request, path="site")
    return TemplateResponse(request, "caseroom/entries.html", {"list": shown})


@exposes("entry", "create", methods=FORM_METHODS, with_entities=("file",))
def create(request: Request) -> HttpResponse:
    """Write down a name; where it stands already, show that first."""
    known = names_for(request.actor)
    form = EntryForm(
        request.POST or None,
        request.FILES or None,
        sites=known,
        officials=colleagues(request.actor.agency),
        initial={"control_official": request.actor.id},
    )
    twins: list[Entry] = []
    if form.is_valid():
        kept = _created(request, form, twins)
        if kept is not None:
            return redirect("entry", pk=kept.pk)
    context = {"form": form, "twins": twins, "has_sites": bool(known)}
    return TemplateResponse(request, "caseroom/entry_form.html", context)


@exposes("entry", "view", asks_purpose=True, with_entities=SHOWN)
def entry(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one entry."""
    found = get_object_or_404(Entry.objects.restrict(request.actor), pk=pk)
    context = page_of(found, actor=request.actor)
    return TemplateResponse(request, "caseroom/entry.html", context)


@exposes("entry", "update", methods=FORM_METHODS, asks_purpose=True)
def change(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Change a draft of one's own."""
    found = get_object_or_404(Entry.objects.restrict(request.actor), pk=pk)
    form = BasisForm(
        request.POST or None,
        officials=colleagues(found.agency),
        initial=BasisForm.standing(found),
    )

    def act() -> None:
        seen = as_seen(found, request)
        change_draft(entry=seen, written=form.written(), by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("entry", pk=pk)
    return TemplateResponse(request, "caseroom/entry_change.html", {"form": form, "entry": found})


@exposes("entry", "update", methods=FORM_METHODS, with_entities=("file",), asks_purpose=True)
def document(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Lay a further source document beside an entry."""
    found = get_object_or_404(Entry.objects.restrict(request.actor), pk=pk)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if done_by_form(
        form,
        lambda: add_document(entry=found, **form.cleaned_data, by=request.actor, at=now()),
    ):
        return redirect("entry", pk=pk)
    return TemplateResponse(request, "caseroom/entry_document.html", {"form": form, "entry": found})


def _created(request: Request, form: EntryForm, twins: list[Entry]) -> Entry | None:
    """Keep what the form says, or put on it what refused; a name that stands is shown."""
    said: dict[str, Any] = form.cleaned_data
    try:
        kept: Entry = create_entry(
            site=said["site"],
            written=form.written(),
            document=said["document"],
            is_another=said.get("is_another", False),
            by=request.actor,
            at=now(),
        )
    except StandsAlready as stands:
        form.add_error(None, str(stands))
        form.ask_whether_another()
        twins += standing_twins(said["name"], said["born"], actor=request.actor)
    except Refused as refused:
        form.add_error(None, str(refused))
    else:
        return kept
    return None
