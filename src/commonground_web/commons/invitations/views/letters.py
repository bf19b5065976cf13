"""Letters to be printed and brought, and how each was brought."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.callin.views import callin_of
from commonground_web.commons.invitations.actions.delivering import (
    WITH_LETTERS,
    Brought,
    note_delivery,
    print_letters,
)
from commonground_web.commons.invitations.forms import DeliveryForm
from commonground_web.commons.invitations.lists import deliveries
from commonground_web.commons.invitations.models import Delivery, Invitee
from commonground_web.commons.invitations.seen import called_by, deliveries_seen, number_of
from commonground_web.commons.invitations.tally import WITH, still_invited
from commonground_web.commons.letters.naming import wordings_of
from commonground_web.kernel.access.exposures import FORM_METHODS, SEVERAL, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.pages.lists.shown import show


def invitee_of(request: Request, pk: uuid.UUID) -> Invitee:
    """Return an invitee of the actor's sites with their candidate and hold, or find nothing."""
    rows = Invitee.objects.restrict(request.actor).select_related("candidate", "hold")
    found: Invitee = get_object_or_404(rows, pk=pk)
    return found


@exposes("invitee", "print", methods=FORM_METHODS, with_entities=WITH_LETTERS, asks_purpose=True)
def one(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Print the letter to one invitee."""
    invitee = invitee_of(request, pk)
    return _printed(request, lambda: [invitee], callin=invitee.callin)


@exposes("invitee", "print", methods=FORM_METHODS, with_entities=WITH_LETTERS, asks_purpose=True)
def all_of_them(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Print the letters to all who are still invited to a call-in."""
    callin = callin_of(request, pk)
    return _printed(request, lambda: still_invited(callin.pk), callin=callin.pk)


def _printed(
    request: Request, invitees: Callable[[], list[Invitee]], *, callin: uuid.UUID
) -> HttpResponse:
    form, pdf = forms.Form(request.POST if request.method == "POST" else None), b""

    def act() -> None:
        nonlocal pdf
        pdf = print_letters(invitees=invitees(), by=request.actor, at=now())

    if done_by_form(form, act):
        return HttpResponse(pdf, content_type="application/pdf", headers=AS_FILE)
    context = {"form": form, "callin": callin}
    return TemplateResponse(request, "commons/invitations/print_form.html", context)


@exposes("delivery", "list", with_entities=WITH, no_purpose=SEVERAL)
def log(request: Request, pk: uuid.UUID) -> HttpResponse:
    """List every try to bring a letter to an invitee of a call-in."""
    callin = callin_of(request, pk)
    rows = deliveries_seen(callin, by=request.actor)
    listed = deliveries(
        called=called_by(request.actor),
        people=names_of(rows.values_list("brought_by", flat=True)),
        wordings=wordings_of(callin.site_id),
    )
    context = {"callin": callin, "list": show(listed, rows, request)}
    return TemplateResponse(request, "commons/invitations/deliveries.html", context)


AS_FILE = {
    "Content-Disposition": 'attachment; filename="letters.pdf"',
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def _is_safe(invitee: Invitee) -> bool:
    return hasattr(invitee, "hold") and invitee.hold.stands


@exposes("delivery", "create", methods=FORM_METHODS, with_entities=WITH_LETTERS, asks_purpose=True)
def delivery(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show whom a letter is to and how to reach them, and write down how it was brought."""
    invitee = invitee_of(request, pk)
    begin = {"on": today(), "rsvp": invitee.rsvp, "needs": invitee.candidate.needs}
    form = DeliveryForm(request.POST or None, initial=begin)

    def act() -> None:
        said = dict(form.cleaned_data)
        brought = Brought(**said | {"needs": tuple(said["needs"])})
        note_delivery(invitee=invitee, brought=brought, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("callin-invitees", pk=invitee.callin)
    is_contacting = request.actor.may("view", "candidate") or _is_safe(invitee)
    context = {
        "form": form,
        "invitee": invitee,
        "is_contacting": is_contacting,
        "called": invitee.candidate.name if is_contacting else number_of(invitee),
        "deliveries": list(Delivery.objects.filter(invitee=invitee).order_by("-created_at")),
    }
    return TemplateResponse(request, "commons/invitations/delivery_form.html", context)
