"""The pages of candidates: what was and will be sent of them, and by whom."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.lists.actions.candidates import (
    FOR_MINORS,
    TOUCHED,
    complete_candidate,
    propose_release,
    release_candidate,
    what_is_missing_of,
    withdraw_candidate,
)
from commonground_web.caseroom.lists.forms import NEEDS, CandidateForm, WithdrawForm
from commonground_web.caseroom.lists.models import Candidate, CandidateRelease
from commonground_web.caseroom.lists.states import CANDIDATE, CandidateState
from commonground_web.caseroom.sites import show_by_site
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.seen import as_seen
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing

TONES = {
    CandidateState.CHOSEN: "wait",
    CandidateState.PROPOSED: "wait",
    CandidateState.RELEASED: "good",
    CandidateState.ENDED: "neutral",
    CandidateState.WITHDRAWN: "neutral",
}


def _tone(candidate: Candidate) -> str:
    return TONES[CandidateState(candidate.state)]


CANDIDATES = Listing(
    model=Candidate,
    caption=_("Candidates"),
    columns=(
        Column(
            _("Name"),
            lambda candidate: candidate.display_name or candidate.entry.name,
            link=lambda candidate: reverse("candidate", args=[candidate.pk]),
            is_exported=False,
        ),
        Column(
            _("State"),
            lambda candidate: candidate.get_state_display(),
            sort="state",
            tone=_tone,
        ),
        Column(_("List"), lambda candidate: candidate.candidate_list.name),
        Column(_("Released"), "released_at", sort="released_at"),
        Column(_("Kept by the Commons until"), "expires_on", sort="expires_on"),
    ),
    filters=(
        Filter(
            "state",
            forms.MultipleChoiceField(
                label=_("State"),
                choices=CandidateState.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "state__in",
        ),
    ),
    order="state",
    empty=_("No candidates yet. They are those whose case is banked when a list is locked."),
)
"""Never a file: what leaves the case room is a dissemination, or goes by the valve."""


@exposes("candidate", "list", with_entities=("entry",))
def listing(request: Request) -> HttpResponse:
    """List the candidates of locked lists."""
    rows = Candidate.objects.restrict(request.actor).select_related("entry", "candidate_list")
    shown = show_by_site(CANDIDATES, rows, request, path="candidate_list__site")
    return TemplateResponse(request, "caseroom/lists/candidates.html", {"list": shown})


@exposes("candidate", "view", with_entities=TOUCHED, asks_purpose=True)
def candidate(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a candidate: what is missing, and what was sent of them, and when."""
    return _page(request, _found(request, pk))


@exposes("candidate", "complete", methods=FORM_METHODS, with_entities=TOUCHED, asks_purpose=True)
def complete(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down what it takes to invite a candidate."""
    found = _found(request, pk)
    form = CandidateForm(request.POST or None, initial=_initial(found))

    def act() -> None:
        seen = as_seen(found, request)
        complete_candidate(candidate=seen, said=form.said(), by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("candidate", pk=pk)
    return _page(request, found, form=form, says=_("Keep this"))


@exposes("candidate", "propose", methods=("POST",), with_entities=TOUCHED)
def propose(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Propose to release a candidate."""
    return _pressed(request, pk, propose_release)


@exposes("candidate", "release", methods=("POST",), with_entities=TOUCHED, fresh=True)
def release(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Release a candidate to the Commons as the second person."""
    return _pressed(request, pk, release_candidate)


@exposes("candidate", "withdraw", methods=FORM_METHODS, with_entities=TOUCHED, asks_purpose=True)
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Withdraw a candidate, with the reason."""
    found = _found(request, pk)
    form = WithdrawForm(request.POST or None)

    def act() -> None:
        withdraw_candidate(
            candidate=found, why=form.cleaned_data["why"], by=request.actor, at=now()
        )

    if done_by_form(form, act):
        return redirect("candidate", pk=pk)
    return _page(request, found, form=form, says=_("Withdraw this candidate"))


def _found(request: Request, pk: uuid.UUID) -> Candidate:
    rows = Candidate.objects.restrict(request.actor).select_related("entry", "candidate_list")
    found: Candidate = get_object_or_404(rows, pk=pk)
    return found


def _pressed(request: Request, pk: uuid.UUID, act: Callable[..., object]) -> HttpResponse:
    found = _found(request, pk)
    done_by_button(
        request, lambda: act(candidate=as_seen(found, request), by=request.actor, at=now())
    )
    return redirect("candidate", pk=pk)


def _page(request: Request, found: Candidate, **more: Any) -> HttpResponse:
    releases = CandidateRelease.objects.restrict(request.actor).filter(candidate=found)
    called = names_of([found.proposed_by, found.released_by, found.withdrawn_by])
    context = {
        "candidate": found,
        "tone": _tone(found),
        "missing": what_is_missing_of(found),
        "needs": _needs(found.needs),
        "releases": [(sent, _needs(sent.needs)) for sent in releases.order_by("-sent_at")],
        "proposed_by": called.get(found.proposed_by, ""),
        "released_by": called.get(found.released_by, ""),
        "withdrawn_by": called.get(found.withdrawn_by, ""),
        "may_do": _may_do(found, request.actor),
    }
    return TemplateResponse(request, "caseroom/lists/candidate.html", {**context, **more})


def _needs(codes: list[str]) -> list[Any]:
    return [label for code, label in NEEDS if code in codes]


def _may_do(found: Candidate, actor: Actor) -> dict[str, bool]:
    """Return which buttons an actor sees; the actions decide for themselves."""
    ways = CANDIDATE.transitions[found.state]
    is_held_back = found.is_minor and FOR_MINORS not in actor.roles
    return {
        "complete": found.state in {CandidateState.CHOSEN, CandidateState.PROPOSED}
        and actor.may("complete", "candidate"),
        "propose": CandidateState.PROPOSED in ways
        and actor.may("propose", "candidate")
        and not what_is_missing_of(found),
        "release": CandidateState.RELEASED in ways
        and actor.may("release", "candidate")
        and actor.id not in {str(found.proposed_by), str(found.completed_by)}
        and not is_held_back,
        "withdraw": CandidateState.WITHDRAWN in ways and actor.may("withdraw", "candidate"),
    }


def _initial(found: Candidate) -> dict[str, Any]:
    return {
        "display_name": found.display_name or found.entry.name,
        "contact": found.contact,
        "language": found.language,
        "needs": found.needs,
        "is_minor": {True: "yes", False: "no", None: None}[found.is_minor],
        "guardian": found.guardian,
        "guardian_told_on": found.guardian_told_on,
    }
