"""The pages of call-ins: those there are, a new one, its page, its agenda and its run sheet."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.callin.actions import (
    Evening,
    Speaks,
    add_to_agenda,
    ask_speaker,
    confirm_slots,
    confirm_speaker,
    drop_from_agenda,
    plan_callin,
    withdraw_speaker,
)
from commonground_web.commons.callin.agenda import run_sheet
from commonground_web.commons.callin.forms import AgendaForm, PlanForm, SpeakerForm
from commonground_web.commons.callin.lists import CALLINS, TONES
from commonground_web.commons.callin.models import AgendaItem, CallIn, Media, Speaker
from commonground_web.commons.callin.seen import moves_seen, steps_of, what_is_shut
from commonground_web.commons.callin.states import BEFORE_IT, State
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.exposures import FORM_METHODS, SEVERAL, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.pages.lists.shown import show


def callin_of(request: Request, pk: uuid.UUID) -> CallIn:
    """Return a call-in of the actor's sites, or find nothing; hold it where it is to change."""
    callins = CallIn.objects.restrict(request.actor).select_related("site")
    if request.method == "POST":
        callins = callins.select_for_update(of=("self",))
    found: CallIn = get_object_or_404(callins, pk=pk)
    return found


def speakers_of(request: Request, callin: CallIn) -> list[Speaker]:
    """Return those who speak at a call-in and did not withdraw."""
    asked = Speaker.objects.restrict(request.actor).filter(
        callin=callin.pk, withdrew_on__isnull=True
    )
    return list(asked.order_by("created_at"))


@exposes("callin", "list")
def listing(request: Request) -> HttpResponse:
    """List the call-ins of the actor's sites, the latest first."""
    rows = CallIn.objects.restrict(request.actor).select_related("site")
    return TemplateResponse(
        request, "commons/callin/callins.html", {"list": show(CALLINS, rows, request)}
    )


@exposes("callin", "create", methods=FORM_METHODS)
def create(request: Request) -> HttpResponse:
    """Plan a call-in."""
    sites = list(Site.objects.restrict(request.actor).order_by("name"))
    form = PlanForm(request.POST or None, sites=sites, initial={"press": Media.NONE})

    def act() -> None:
        said = dict(form.cleaned_data)
        site = said.pop("site")
        plan_callin(site=site, evening=Evening(**said), by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("callins")
    return TemplateResponse(request, "commons/callin/callin_form.html", {"form": form})


@exposes("callin", "view", with_entities=("speaker",), no_purpose=SEVERAL)
def callin(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one call-in: where it stands, what keeps it from going on, its agenda, who speaks."""
    found = callin_of(request, pk)
    speakers = speakers_of(request, found)
    context = {
        "callin": found,
        "speakers": speakers,
        "tone": TONES[State(found.state)],
        "steps": steps_of(found),
        "shut": what_is_shut(found, on=today()),
        "is_before": found.state in BEFORE_IT,
        "blocks": run_sheet(found, speakers),
        "moves": moves_seen(found),
    }
    return TemplateResponse(request, "commons/callin/callin.html", context)


@exposes("callin", "view", with_entities=("speaker",), no_purpose=SEVERAL)
def sheet(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show the run sheet, to be printed."""
    found = callin_of(request, pk)
    context = {"callin": found, "blocks": run_sheet(found, speakers_of(request, found))}
    return TemplateResponse(request, "commons/callin/run_sheet.html", context)


@exposes("callin", "update", methods=("POST",))
def slots(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Confirm the service slots."""
    found = callin_of(request, pk)
    done_by_button(request, partial(confirm_slots, callin=found, by=request.actor, at=now()))
    return redirect("callin", pk=pk)


@exposes("agenda", "create", methods=FORM_METHODS)
def add_item(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Add an item to the agenda."""
    found = callin_of(request, pk)
    form = AgendaForm(request.POST or None)
    if done_by_form(
        form,
        lambda: add_to_agenda(callin=found, **form.cleaned_data, by=request.actor, at=now()),
    ):
        return redirect("callin", pk=pk)
    context = {"form": form, "callin": found}
    return TemplateResponse(request, "commons/callin/agenda_form.html", context)


@exposes("agenda", "drop", methods=("POST",))
def drop_item(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Drop an item from the agenda."""
    items = AgendaItem.objects.restrict(request.actor).select_related("callin")
    found = get_object_or_404(items, pk=pk)
    done_by_button(request, partial(drop_from_agenda, item=found, by=request.actor, at=now()))
    return redirect("callin", pk=found.callin_id)


@exposes("speaker", "create", methods=FORM_METHODS, no_purpose=SEVERAL)
def add_speaker(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down whom to ask to speak."""
    found = callin_of(request, pk)
    form = SpeakerForm(request.POST or None)

    def act() -> None:
        speaks = Speaks(**form.cleaned_data)
        ask_speaker(callin=found, speaks=speaks, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("callin", pk=pk)
    context = {"form": form, "callin": found}
    return TemplateResponse(request, "commons/callin/speaker_form.html", context)


@exposes("speaker", "confirm", methods=("POST",))
def confirm(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Note that a speaker has said yes."""
    return _spoken(request, pk, confirm_speaker)


@exposes("speaker", "withdraw", methods=("POST",))
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Note that a speaker does not speak after all."""
    return _spoken(request, pk, withdraw_speaker)


def _spoken(request: Request, pk: uuid.UUID, act: Callable[..., Any]) -> HttpResponse:
    found = get_object_or_404(Speaker.objects.restrict(request.actor), pk=pk)
    done_by_button(request, partial(act, speaker=found, by=request.actor, at=now()))
    return redirect("callin", pk=found.callin)
