"""The agreement of one candidate, and putting them in touch with help."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.agencies.standing import agencies_in_standing
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.responses.actions.agreeing import (
    LONGEST_TERM,
    PROVIDERS,
    Given,
    Yes,
    give_agreement,
    give_copy,
    introduce,
    note_declined,
)
from commonground_web.commons.responses.actions.holding import WITH_RESPONSES
from commonground_web.commons.responses.forms import AgreementForm, IntroductionForm
from commonground_web.commons.responses.models import AgreedTerm, ConductAgreement, Introduction
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now, today


def candidate_of(request: Request, pk: uuid.UUID) -> Candidate:
    """Return a candidate of the actor's sites, or find nothing."""
    found: Candidate = get_object_or_404(Candidate.objects.restrict(request.actor), pk=pk)
    return found


@exposes("conduct_agreement", "view", with_entities=WITH_RESPONSES, asks_purpose=True)
def agreement(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show what a candidate agreed to, if anything, and what to do next."""
    candidate = candidate_of(request, pk)
    given = ConductAgreement.objects.filter(candidate=candidate).first()
    context = {
        "candidate": candidate,
        "agreement": given,
        "terms": list(AgreedTerm.objects.filter(agreement=given)) if given else [],
    }
    return TemplateResponse(request, "commons/responses/agreement.html", context)


@exposes(
    "conduct_agreement",
    "create",
    methods=FORM_METHODS,
    with_entities=WITH_RESPONSES,
    asks_purpose=True,
)
def give(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Note what a candidate agreed to."""
    candidate = candidate_of(request, pk)
    begin = {"given_on": today(), "ends_on": today() + LONGEST_TERM - timedelta(days=1)}
    form = AgreementForm(request.POST or None, initial=begin)

    def act() -> None:
        given = Given(**form.cleaned_data)
        give_agreement(candidate=candidate, given=given, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("conduct-agreement", pk=pk)
    context = {"form": form, "candidate": candidate}
    return TemplateResponse(request, "commons/responses/agreement_form.html", context)


@exposes("conduct_agreement", "decline", methods=("POST",), with_entities=WITH_RESPONSES)
def decline(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Note that a candidate gives no agreement."""
    candidate = candidate_of(request, pk)
    done_by_button(request, partial(note_declined, candidate=candidate, by=request.actor, at=now()))
    return redirect("conduct-agreement", pk=pk)


@exposes("conduct_agreement", "update", methods=("POST",), with_entities=WITH_RESPONSES)
def copy(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Note that a candidate has a copy."""
    rows = ConductAgreement.objects.restrict(request.actor).select_related("candidate")
    found = get_object_or_404(rows, pk=pk)
    done_by_button(request, partial(give_copy, agreement=found, by=request.actor, at=now()))
    return redirect("conduct-agreement", pk=found.candidate_id)


@exposes(
    "introduction", "create", methods=FORM_METHODS, with_entities=("candidate",), asks_purpose=True
)
def put_in_touch(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Put a candidate who said yes in touch with a provider."""
    candidate = candidate_of(request, pk)
    agencies = Agency.objects.restrict(request.actor).filter(kind__in=PROVIDERS)
    providers = agencies.filter(pk__in=agencies_in_standing(today())).order_by("name")
    form = IntroductionForm(
        request.POST or None, providers=providers, initial={"language": candidate.language}
    )

    def act() -> None:
        introduce(candidate=candidate, yes=Yes(**form.cleaned_data), by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("introduction-create", pk=pk)
    done = Introduction.objects.filter(candidate=candidate).order_by("-handed_over_on").first()
    context = {"form": form, "candidate": candidate, "done": done}
    return TemplateResponse(request, "commons/responses/introduction_form.html", context)
