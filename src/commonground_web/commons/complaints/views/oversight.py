"""The pages of oversight: the list, one complaint, and what is done about it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from commonground_web.commons.complaints.actions.hearing import (
    acknowledge,
    answer,
    ask,
    close,
    decide,
    investigate,
)
from commonground_web.commons.complaints.forms import AnswerForm
from commonground_web.commons.complaints.lists import COMPLAINTS
from commonground_web.commons.complaints.models import GROUNDS, Complaint
from commonground_web.commons.complaints.states import MACHINE, State
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.exports.taking import export_by_two
from commonground_web.kernel.pages.lists.shown import show


@exposes("complaint", "list")
def listing(request: Request) -> HttpResponse:
    """List complaints, the newest first."""
    may_export = request.actor.may("export", "complaint")
    shown = show(
        COMPLAINTS,
        Complaint.objects.restrict(request.actor),
        request,
        export=reverse("complaint-export") if may_export else "",
    )
    return TemplateResponse(request, "commons/complaints.html", {"list": shown})


@exposes("complaint", "export", methods=FORM_METHODS)
def export_listing(request: Request) -> HttpResponse:
    """Give the list as a file, without what was written, once a second person agreed."""
    return export_by_two(COMPLAINTS, Complaint.objects.restrict(request.actor), request)


@exposes("complaint", "view", asks_purpose=True)
def complaint(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one complaint, what was said about it, and what is to be done."""
    found = _complaint(request, pk)
    owner = MACHINE.owners[found.state]
    context = {
        "complaint": found,
        "grounds": [GROUNDS[ground] for ground in found.given_grounds],
        "words": list(found.words.order_by("written_at")),
        "next": room_roles()[owner].title if owner in room_roles() else "",
        "is_overdue": found.state == State.RECEIVED and found.acknowledge_until < today(),
        "answer": AnswerForm(),
        "may_be_forwarded": _may_be_forwarded(found),
    }
    return TemplateResponse(request, "commons/complaint.html", context)


def _may_be_forwarded(complaint: Complaint) -> bool:
    """Say whether a contest can be forwarded now."""
    is_open = complaint.state not in {State.RECEIVED, State.CLOSED}
    return complaint.is_contest and complaint.forwarded_at is None and is_open


@exposes("complaint", "hear", methods=("POST",))
def acknowledging(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say that a complaint was read."""
    return _done(request, pk, acknowledge)


@exposes("complaint", "hear", methods=("POST",))
def investigating(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Begin to look into a complaint."""
    return _done(request, pk, investigate)


@exposes("complaint", "hear", methods=("POST",))
def asking(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask or tell whoever complained."""
    return _said(request, pk, ask)


@exposes("complaint", "hear", methods=("POST",))
def answering(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Answer a complaint."""
    return _said(request, pk, answer)


@exposes("complaint", "hear", methods=("POST",))
def closing(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Close a complaint."""
    return _done(request, pk, close)


@exposes("complaint", "decide", methods=("POST",))
def deciding(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Decide an appeal."""
    return _said(request, pk, decide)


def _complaint(request: Request, pk: uuid.UUID) -> Complaint:
    found: Complaint = get_object_or_404(Complaint.objects.restrict(request.actor), pk=pk)
    return found


def _said(request: Request, pk: uuid.UUID, act: Callable[..., None]) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _wrong(request, pk, form.errors)
    return _done(request, pk, act, text=form.cleaned_data["text"])


def _wrong(request: Request, pk: uuid.UUID, errors: Any) -> HttpResponse:
    """Say on the complaint's page what a form lacked, where the complaint is theirs to see."""
    _complaint(request, pk)
    for sentences in errors.values():
        for sentence in sentences:
            messages.error(request, sentence)
    return redirect("complaint", pk=pk)


def _done(request: Request, pk: uuid.UUID, act: Callable[..., None], **said: Any) -> HttpResponse:
    found = _complaint(request, pk)
    try:
        act(complaint=found, **said, by=request.actor, at=now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("complaint", pk=pk)
