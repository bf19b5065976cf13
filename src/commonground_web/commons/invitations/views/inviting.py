"""Who is invited to a call-in, and taking it on to its letters; another day, or none."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.callin.actions import Evening
from commonground_web.commons.callin.forms import EveningForm
from commonground_web.commons.callin.states import BEFORE_IT
from commonground_web.commons.callin.views import callin_of
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.invitations.actions.inviting import (
    INVITED_WHILE,
    TO_BE_INVITED,
    activate_holds,
    invite,
    lift_hold,
    release_letters,
)
from commonground_web.commons.invitations.actions.moving import (
    WITH_SPEAKERS,
    cancel_callin,
    move_callin,
)
from commonground_web.commons.invitations.forms import InviteForm, MoveForm
from commonground_web.commons.invitations.lists import invitees
from commonground_web.commons.invitations.models import Hold, Invitee
from commonground_web.commons.invitations.seen import called_by, invitees_seen
from commonground_web.commons.invitations.tally import WITH
from commonground_web.kernel.access.exposures import FORM_METHODS, SEVERAL, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now, where_the_room_stands
from commonground_web.kernel.pages.asking import WhyForm
from commonground_web.kernel.pages.lists.shown import show


@exposes("invitee", "list", with_entities=WITH, no_purpose=SEVERAL)
def listing(request: Request, pk: uuid.UUID) -> HttpResponse:
    """List who is invited: safe conduct, letters, answers."""
    callin = callin_of(request, pk)
    listed = invitees(
        callin,
        called=called_by(request.actor),
        with_page=request.actor.may("view", "candidate"),
        with_acts=callin.state in BEFORE_IT and request.actor.may("list", "influential"),
    )
    context = {
        "callin": callin,
        "list": show(listed, invitees_seen(callin, by=request.actor), request),
        "may_invite": callin.state in INVITED_WHILE,
    }
    return TemplateResponse(request, "commons/invitations/invitees.html", context)


@exposes("invitee", "create", methods=FORM_METHODS, with_entities=WITH, no_purpose=SEVERAL)
def add(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Invite candidates of the site."""
    callin = callin_of(request, pk)
    invited = Invitee.objects.filter(callin=pk, hold__lifted_at__isnull=True).values("candidate")
    free = Candidate.objects.restrict(request.actor).filter(
        site=callin.site_id, state__in=TO_BE_INVITED
    )
    candidates = list(free.exclude(pk__in=invited).order_by("released_at"))
    form = InviteForm(request.POST or None, candidates=candidates)
    if done_by_form(
        form, lambda: invite(callin=callin, **form.cleaned_data, by=request.actor, at=now())
    ):
        return redirect("callin-invitees", pk=pk)
    context = {"form": form, "callin": callin, "candidates": candidates}
    return TemplateResponse(request, "commons/invitations/invite_form.html", context)


@exposes("callin", "update", methods=("POST",), with_entities=WITH)
def holds(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Go on once every hold is acknowledged."""
    return _taken_on(request, pk, activate_holds)


@exposes("callin", "update", methods=("POST",), with_entities=WITH)
def letters(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Let letters go out."""
    return _taken_on(request, pk, release_letters)


def _taken_on(request: Request, pk: uuid.UUID, act: Callable[..., Any]) -> HttpResponse:
    callin = callin_of(request, pk)
    done_by_button(request, partial(act, callin=callin, by=request.actor, at=now()))
    return redirect("callin", pk=pk)


class MoveTo(EveningForm, MoveForm):
    """When and where a call-in is to be instead, and why."""


@exposes("callin", "update", methods=FORM_METHODS, with_entities=WITH, no_purpose=SEVERAL)
def move(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give a call-in another day or place."""
    callin = callin_of(request, pk)
    begin = {
        "at": where_the_room_stands(callin.at),
        "venue": callin.venue,
        "press": callin.media,
    }
    form = MoveTo(request.POST or None, initial=begin)

    def act() -> None:
        said = dict(form.cleaned_data)
        why = said.pop("why")
        move_callin(callin=callin, evening=Evening(**said), why=why, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("callin", pk=pk)
    context = {"form": form, "callin": callin}
    return TemplateResponse(request, "commons/invitations/move_form.html", context)


@exposes("callin", "update", methods=FORM_METHODS, with_entities=WITH_SPEAKERS, no_purpose=SEVERAL)
def cancel(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Cancel a call-in."""
    callin = callin_of(request, pk)
    form = WhyForm(request.POST or None, longest=300)
    if done_by_form(
        form, lambda: cancel_callin(callin=callin, **form.cleaned_data, by=request.actor, at=now())
    ):
        return redirect("callin", pk=pk)
    context = {"form": form, "callin": callin}
    return TemplateResponse(request, "commons/invitations/cancel_form.html", context)


@exposes("hold", "lift", methods=("POST",), with_entities=WITH)
def lift(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Lift safe conduct that nobody was promised."""
    rows = Hold.objects.restrict(request.actor).select_related("invitee__candidate")
    hold = get_object_or_404(rows, pk=pk)
    done_by_button(request, partial(lift_hold, hold=hold, by=request.actor, at=now()))
    return redirect("callin-invitees", pk=hold.invitee.callin)
