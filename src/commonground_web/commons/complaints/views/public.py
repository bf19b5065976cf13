"""The pages that everyone may open: complain, contest a list, follow what one began.

Their events keep no account, session or address. A code is sent in the body of a form and never in
an address; nothing of it stays in the session.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from math import ceil
from typing import Any

from django import forms
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy

from commonground_web.commons.agencies.models import oversight_offices
from commonground_web.commons.complaints.actions.making import (
    Contested,
    TooMany,
    add_word,
    appeal,
    contest_listing,
    make_complaint,
)
from commonground_web.commons.complaints.codes import kept_code
from commonground_web.commons.complaints.forms import (
    CodeForm,
    ComplaintForm,
    ContestForm,
    WordForm,
)
from commonground_web.commons.complaints.models import Complaint
from commonground_web.commons.complaints.pace import COMPLAINTS, TRIES, Pace
from commonground_web.commons.complaints.states import State
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.clock import now, today

NOT_FOUND = gettext_lazy(
    "There is no complaint with this code, or it was purged. Look at each letter again."
)
ACTS = {"add": add_word, "appeal": appeal}


@exposes("complaint", "create", methods=FORM_METHODS, is_anonymous=True)
def create(request: Request) -> HttpResponse:
    """Make a complaint."""
    form = ComplaintForm(request.POST or None)

    def make(at: datetime) -> str:
        said = form.cleaned_data
        return make_complaint(**said, language=_language(), by=request.actor, at=at)

    return _sent(request, form, "commons/complaint_form.html", make)


@exposes("complaint", "create", methods=FORM_METHODS, is_anonymous=True)
def contest(request: Request) -> HttpResponse:
    """Contest being on a list."""
    form = ContestForm(request.POST or None)

    def make(at: datetime) -> str:
        contested = Contested(**form.cleaned_data)
        return contest_listing(contested=contested, language=_language(), by=request.actor, at=at)

    return _sent(request, form, "commons/contest_form.html", make)


def _sent(
    request: Request, form: forms.Form, template: str, make: Callable[[datetime], str]
) -> HttpResponse:
    """Keep what a form says and show its code, unless too many came at once."""
    context = {"form": form, "offices": oversight_offices()}
    if not form.is_valid():
        return TemplateResponse(request, template, context)
    at = now()
    try:
        _require_place(COMPLAINTS, request)
        code = make(at)
    except TooMany as too_many:
        return _later(request, template, context, too_many)
    COMPLAINTS.take(request, at=at)
    return TemplateResponse(request, "commons/complaint_made.html", {"code": code})


def _require_place(pace: Pace, request: Request) -> None:
    if free_at := pace.free_at(request):
        raise TooMany(free_at)


def _later(
    request: Request, template: str, context: dict[str, Any], too_many: TooMany
) -> HttpResponse:
    """Show a form as it was sent, and when it may be sent again."""
    context["form"].add_error(None, str(too_many))
    seconds = max(1, ceil((too_many.free_at - now()).total_seconds()))
    return TemplateResponse(
        request,
        template,
        context,
        status=HTTPStatus.TOO_MANY_REQUESTS,
        headers={"Retry-After": str(seconds)},
    )


def _language() -> str:
    return (get_language() or "en")[:8]


@exposes("complaint", "follow", methods=FORM_METHODS, is_anonymous=True)
def follow(request: Request) -> HttpResponse:
    """Show by its code how far a complaint is, and take what is added to it."""
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return TemplateResponse(request, "commons/complaint_code.html", {"form": form})
    try:
        _require_place(TRIES, request)
    except TooMany as too_many:
        return _later(request, "commons/complaint_code.html", {"form": form}, too_many)
    code = form.cleaned_data["code"]
    rows = Complaint.objects.restrict(request.actor)
    found = rows.filter(code=kept_code(code)).first()
    if found is None:
        TRIES.take(request, at=now())
        form.add_error("code", str(NOT_FOUND))
        return TemplateResponse(request, "commons/complaint_code.html", {"form": form})
    context = {**_acted(request, found), **_shown(found, code)}
    return TemplateResponse(request, "commons/complaint_followed.html", context)


def _acted(request: Request, complaint: Complaint) -> dict[str, Any]:
    """Do what the form asks, if it asks anything, and return it for the page."""
    act = ACTS.get(request.POST.get("act", ""))
    form = WordForm(request.POST if act else None)
    if act is None:
        return {"form": form}
    say = partial(act, complaint=complaint, by=request.actor, at=now())
    if not done_by_form(form, lambda: say(**form.cleaned_data)):
        return {"form": form}
    complaint.refresh_from_db()
    return {"form": WordForm(), "is_kept": True}


def _shown(complaint: Complaint, code: str) -> dict[str, Any]:
    until = complaint.appeal_until
    return {
        "complaint": complaint,
        "code": code,
        "words": list(complaint.words.order_by("written_at")),
        "can_add": complaint.state != State.CLOSED,
        "can_appeal": complaint.state == State.ANSWERED and until is not None and today() <= until,
    }
