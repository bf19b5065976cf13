"""The pages of releases."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts import naming
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now
from commonground_web.kernel.months import Month
from commonground_web.kernel.pages.lists.shown import show
from commonground_web.valves.releases.actions import (
    check_release,
    draft_release,
    months_to_release,
    return_release,
    send_release,
)
from commonground_web.valves.releases.counted import room_counting
from commonground_web.valves.releases.forms import DraftForm, ReturnForm
from commonground_web.valves.releases.lists import releases
from commonground_web.valves.releases.records import ReleaseRecord
from commonground_web.valves.releases.states import MACHINE, State


@exposes("release", "list")
def listing(request: Request) -> HttpResponse:
    """List releases, the newest month first."""
    shown = show(releases(), room_counting().release.objects.restrict(request.actor), request)
    return TemplateResponse(request, "releases/releases.html", {"list": shown})


@exposes("release", "view")
def release(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a release exactly as it leaves, and who stands for it."""
    found = release_of(request, pk)
    sites, measures = naming.sites(), room_counting().measures
    people = (found.author, found.checker1, found.checker2, found.released_by, found.returned_by)
    names = names_of(set(people))
    ways = MACHINE.transitions[found.state]
    context = {
        "release": found,
        "month": Month.read(found.month).in_words,
        "cells": [
            (
                measures[cell.measure],
                sites.get(cell.site, "") if cell.site else "",
                cell,
            )
            for cell in found.cells.order_by("measure", "site")
        ],
        "people": [names.get(person, "") for person in people],
        "may_check": bool(ways & {State.CHECKED1, State.CHECKED2})
        and request.actor.id not in {str(found.author), str(found.checker1)},
        "may_send": State.RELEASED in ways,
        "may_return": State.RETURNED in ways,
    }
    return TemplateResponse(request, "releases/release.html", context)


@exposes("release", "draft", methods=FORM_METHODS)
def draft(request: Request) -> HttpResponse:
    """Draft the release of a month."""
    months = months_to_release()
    form = DraftForm(request.POST or None, months=months)
    made: list[ReleaseRecord] = []

    def act() -> None:
        made.append(draft_release(**form.cleaned_data, by=request.actor, at=now()))

    if done_by_form(form, act):
        return redirect("release", pk=made[0].pk)
    context = {"form": form, "has_months": bool(months)}
    return TemplateResponse(request, "releases/release_form.html", context)


@exposes("release", "check", methods=("POST",), fresh=True)
def check(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Check a release."""
    found = release_of(request, pk)
    done_by_button(request, lambda: check_release(release=found, by=request.actor, at=now()))
    return redirect("release", pk=pk)


@exposes("release", "return", methods=FORM_METHODS)
def give_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Return a release with the reason."""
    found = release_of(request, pk)
    form = ReturnForm(request.POST or None)

    def act() -> None:
        return_release(release=found, **form.cleaned_data, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("release", pk=pk)
    context = {"form": form, "release": found}
    return TemplateResponse(request, "releases/release_return.html", context)


@exposes("release", "send", methods=("POST",), fresh=True)
def let_go(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Let the counts go to the Commons."""
    found = release_of(request, pk)
    if done_by_button(request, lambda: send_release(release=found, by=request.actor, at=now())):
        messages.success(request, _("The counts are on their way to the Commons."))
    return redirect("release", pk=pk)


def release_of(request: Request, pk: uuid.UUID) -> Any:
    """Return a release, or find nothing."""
    rows = room_counting().release.objects.restrict(request.actor)
    return get_object_or_404(rows, pk=pk)
