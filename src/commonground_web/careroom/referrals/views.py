"""The pages of referrals."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.careroom.clients.views import client_of
from commonground_web.careroom.consents.models import Consent
from commonground_web.careroom.consents.words import NOTICE
from commonground_web.careroom.referrals.actions import (
    draft_referral,
    move_referral,
    next_states,
    send_referral,
    sides_of,
)
from commonground_web.careroom.referrals.directory import offered, offered_one
from commonground_web.careroom.referrals.forms import DraftForm, SendForm, StepForm
from commonground_web.careroom.referrals.lists import referrals
from commonground_web.careroom.referrals.models import Referral
from commonground_web.careroom.referrals.states import SENDER, State
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.purposes import hold_also_for
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.pages.lists.shown import show


@exposes("referral", "list", with_entities=("client",))
def listing(request: Request) -> HttpResponse:
    """List referrals from and to the actor's provider."""
    shown = show(
        referrals(agency=request.actor.agency, at=now()),
        Referral.objects.restrict(request.actor),
        request,
    )
    return TemplateResponse(request, "careroom/referrals.html", {"list": shown})


@exposes("client", "view", with_entities=("referral",), asks_purpose=True)
def of_client(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show where a client was sent on to."""
    found = client_of(request, pk)
    theirs = Referral.objects.restrict(request.actor).filter(client=found)
    rows = list(theirs.order_by("-created_at"))
    hold_also_for(request, *rows, of=pk)
    at = now()
    context = {
        "client": found,
        "referrals": [(referral, referral.is_overdue(at)) for referral in rows],
    }
    return TemplateResponse(request, "careroom/client_referrals.html", context)


@exposes("referral", "create", methods=FORM_METHODS, with_entities=("client",), asks_purpose=True)
def create(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Draft a referral."""
    found = client_of(request, pk)
    services = {service.id: service for service in offered()}
    form = DraftForm(request.POST or None, services=services.values())
    made: list[Referral] = []

    def act() -> None:
        said = form.cleaned_data
        made.append(
            draft_referral(
                client=found,
                service=services[said["service"]],
                request=said["request"],
                by=request.actor,
                at=now(),
            )
        )

    if done_by_form(form, act):
        hold_also_for(request, *made, of=pk)
        return redirect("referral", pk=made[0].pk)
    context = {"form": form, "client": found, "has_services": bool(services)}
    return TemplateResponse(request, "careroom/referral_form.html", context)


@exposes("referral", "view", with_entities=("client",), asks_purpose=True)
def referral(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a referral: to the sender all of it, to the receiver what the consent covers."""
    found = referral_of(request, pk)
    is_sender = SENDER in sides_of(found, request.actor)
    context = {
        "referral": found,
        "is_sender": is_sender,
        "name": found.client.preferred_name if is_sender else found.shared_name,
        "is_overdue": found.is_overdue(now()),
        "holds_slot": found.holds_slot(today()),
        "service": offered_one(found.service),
        "may_send": is_sender and found.state == State.DRAFT,
        "notice": NOTICE,
        "ways": next_states(found, request.actor),
    }
    return TemplateResponse(request, "careroom/referral.html", context)


@exposes(
    "referral",
    "send",
    methods=FORM_METHODS,
    with_entities=("client", "consent", "disclosure"),
    asks_purpose=True,
)
def send(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Send a draft, by a consent where it goes to another provider."""
    found = referral_of(request, pk)
    known = Consent.objects.restrict(request.actor).filter(client=found.client_id)
    consents = {str(one.pk): one for one in known.in_force(today()).order_by("-signed_on")}
    form = SendForm(request.POST or None, consents=consents.values())

    def act() -> None:
        chosen = consents.get(form.cleaned_data["consent"])
        send_referral(referral=found, consent=chosen, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("referral", pk=pk)
    context = {"form": form, "referral": found}
    return TemplateResponse(request, "careroom/referral_send.html", context)


@exposes("referral", "move", methods=FORM_METHODS, with_entities=("client",), asks_purpose=True)
def move(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Answer, or say what became of it."""
    found = referral_of(request, pk)
    form = StepForm(request.POST or None, ways=next_states(found, request.actor))

    def act() -> None:
        move_referral(referral=found, step=form.step(), by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("referral", pk=pk)
    context = {"form": form, "referral": found}
    return TemplateResponse(request, "careroom/referral_move.html", context)


def referral_of(request: Request, pk: uuid.UUID) -> Referral:
    """Return a referral that the actor sees, or find nothing."""
    found: Referral = get_object_or_404(Referral.objects.restrict(request.actor), pk=pk)
    return found
