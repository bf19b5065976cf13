"""The pages of oversight: the list, one complaint, and what is done about it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

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
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.access.seen import as_seen
from commonground_web.kernel.access.trying import done_by_button, done_by_form
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
    return _page(request, _complaint(request, pk), AnswerForm())


def _page(request: Request, found: Complaint, form: AnswerForm) -> HttpResponse:
    owner = MACHINE.owners[found.state]
    context = {
        "complaint": found,
        "grounds": [GROUNDS[ground] for ground in found.given_grounds],
        "words": list(found.words.order_by("written_at")),
        "next": room_roles()[owner].title if owner in room_roles() else "",
        "is_overdue": found.state == State.RECEIVED and found.acknowledge_until < today(),
        "answer": form,
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
    """Say what was written; where that is refused, show it on the complaint as it is now."""
    seen, form = as_seen(_complaint(request, pk), request), AnswerForm(request.POST)
    if done_by_form(
        form, lambda: act(complaint=seen, **form.cleaned_data, by=request.actor, at=now())
    ):
        return redirect("complaint", pk=pk)
    return _page(request, _complaint(request, pk), form)


def _done(request: Request, pk: uuid.UUID, act: Callable[..., None]) -> HttpResponse:
    seen = as_seen(_complaint(request, pk), request)
    done_by_button(request, lambda: act(complaint=seen, by=request.actor, at=now()))
    return redirect("complaint", pk=pk)
