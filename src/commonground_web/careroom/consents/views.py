"""The pages of consents and disclosures."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from commonground_web.careroom.clients.views import client_of
from commonground_web.careroom.consents.actions import disclose, record_consent, revoke_consent
from commonground_web.careroom.consents.forms import ConsentForm, DisclosureForm
from commonground_web.careroom.consents.models import Consent, Disclosure
from commonground_web.careroom.consents.recipients import organizations
from commonground_web.careroom.consents.words import NOTICE
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.purposes import hold_also_for
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts import naming
from commonground_web.kernel.clock import now, today
from commonground_web.valves.published.agencies import elsewhere


@exposes("client", "view", with_entities=("consent", "disclosure"), asks_purpose=True)
def of_client(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a client's consents, and what was told by them."""
    found = client_of(request, pk)
    theirs = Consent.objects.restrict(request.actor).filter(client=found)
    consents, told = list(theirs.order_by("-created_at")), _disclosures(request, found.pk)
    hold_also_for(request, *consents, *told, of=pk)
    day = today()
    context = {
        "client": found,
        "consents": [(consent, consent.is_in_force(day)) for consent in consents],
        "disclosures": told,
    }
    return TemplateResponse(request, "careroom/consents.html", context)


@exposes("consent", "create", methods=FORM_METHODS, with_entities=("client",), asks_purpose=True)
def create(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down what a client signed."""
    found = client_of(request, pk)
    names = dict(naming.agencies())
    mine = names.pop(found.provider, "")
    away = elsewhere()
    form = ConsentForm(
        request.POST or None,
        providers={pk: name for pk, name in names.items() if pk not in away},
        organizations=organizations(),
        today=today(),
        initial={"disclosing": mine, "patient_name": found.preferred_name},
    )

    def act() -> None:
        record_consent(client=found, said=form.elements(), by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("client-consents", pk=pk)
    return TemplateResponse(request, "careroom/consent_form.html", {"form": form, "client": found})


@exposes("consent", "view", with_entities=("client", "disclosure"), asks_purpose=True)
def consent(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one consent as it was signed, to be printed and copied."""
    found = consent_of(request, pk)
    of_it = Disclosure.objects.restrict(request.actor).filter(consent=found)
    told = list(of_it.order_by("-made_at"))
    hold_also_for(request, found.client, *told, of=pk)
    context = {
        "consent": found,
        "client": found.client,
        "is_in_force": found.is_in_force(today()),
        "disclosures": told,
    }
    return TemplateResponse(request, "careroom/consent.html", context)


@exposes("consent", "revoke", methods=("POST",), with_entities=("client", "referral"))
def revoke(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take a consent back."""
    found = consent_of(request, pk)
    if done_by_button(request, lambda: revoke_consent(consent=found, by=request.actor, at=now())):
        messages.success(request, _("Taken back. From now on nothing is told by it."))
    return redirect("consent", pk=pk)


@exposes(
    "disclosure",
    "create",
    methods=FORM_METHODS,
    with_entities=("client", "consent"),
    asks_purpose=True,
)
def tell(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down what is told by a consent; the page that follows is printed and goes with it."""
    found = consent_of(request, pk)
    form = DisclosureForm(request.POST or None)
    made: list[Disclosure] = []

    def act() -> None:
        made.append(disclose(consent=found, **form.cleaned_data, by=request.actor, at=now()))

    if done_by_form(form, act):
        hold_also_for(request, *made, of=pk)
        return redirect("disclosure", pk=made[0].pk)
    context = {"form": form, "consent": found, "client": found.client}
    return TemplateResponse(request, "careroom/disclosure_form.html", context)


@exposes("disclosure", "view", with_entities=("client", "consent"), asks_purpose=True)
def disclosure(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a disclosure with its notice and the copy of its consent, to be printed."""
    told = Disclosure.objects.restrict(request.actor).select_related("consent", "client")
    found = get_object_or_404(told, pk=pk)
    hold_also_for(request, found.consent, found.client, of=pk)
    context = {"disclosure": found, "consent": found.consent, "client": found.client}
    return TemplateResponse(request, "careroom/disclosure.html", context)


@exposes("client", "view", with_entities=("consent", "disclosure"), asks_purpose=True)
def accounting(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show to whom what was told about a client, to be printed for them (42 CFR 2.25)."""
    found = client_of(request, pk)
    context = {"client": found, "disclosures": _disclosures(request, found.pk), "notice": NOTICE}
    return TemplateResponse(request, "careroom/accounting.html", context)


def consent_of(request: Request, pk: uuid.UUID) -> Consent:
    """Return a consent whose client the actor sees, or find nothing."""
    consents = Consent.objects.restrict(request.actor).select_related("client")
    found: Consent = get_object_or_404(consents, pk=pk)
    return found


def _disclosures(request: Request, client: uuid.UUID) -> list[Disclosure]:
    told = Disclosure.objects.restrict(request.actor).filter(client=client)
    return list(told.select_related("consent").order_by("-made_at"))
