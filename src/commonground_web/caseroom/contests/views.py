"""The pages on which contests are listed and answered."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.caseroom.contests.actions import (
    TOUCHED,
    confirm_answer,
    give_back_answer,
    propose_answer,
)
from commonground_web.caseroom.contests.forms import AnswerForm
from commonground_web.caseroom.contests.lists import CONTESTS
from commonground_web.caseroom.contests.models import Contest
from commonground_web.caseroom.contests.states import State
from commonground_web.caseroom.sites import show_by_site
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now


@exposes("contest", "list", with_entities=("entry",))
def listing(request: Request) -> HttpResponse:
    """List contests: first those that nobody looked into, and last those that were answered."""
    rows = Contest.objects.restrict(request.actor)
    shown = show_by_site(CONTESTS, rows, request, path="entry__site")
    return TemplateResponse(request, "caseroom/contests.html", {"list": shown})


@exposes("contest", "view", asks_purpose=True, with_entities=TOUCHED)
def contest(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one contest with the entry that it is about."""
    found = _contest(request, pk)
    names = names_of([found.proposed_by, found.answered_by])
    is_own = str(found.proposed_by) == request.actor.id
    may_answer = request.actor.may("answer", "contest")
    context = {
        "contest": found,
        "entry": found.entry,
        "proposer": names.get(found.proposed_by),
        "confirmer": names.get(found.answered_by),
        "may_propose": may_answer and found.state == State.RECEIVED,
        "may_confirm": may_answer and found.state == State.PROPOSED and not is_own,
        "may_give_back": may_answer and found.state == State.PROPOSED,
    }
    return TemplateResponse(request, "caseroom/contest.html", context)


@exposes("contest", "answer", methods=FORM_METHODS, with_entities=TOUCHED, asks_purpose=True)
def answer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say what was done about a contest."""
    found = _contest(request, pk)
    form = AnswerForm(request.POST or None)
    if done_by_form(
        form,
        lambda: propose_answer(contest=found, **form.cleaned_data, by=request.actor, at=now()),
    ):
        return redirect("contest", pk=pk)
    context = {"form": form, "contest": found}
    return TemplateResponse(request, "caseroom/contest_answer.html", context)


@exposes("contest", "answer", methods=("POST",), with_entities=TOUCHED)
def confirm(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Confirm an answer, as it was read."""
    found = _contest(request, pk)
    if found.proposed_at and request.POST.get("seen") != found.proposed_at.isoformat():
        found.proposed_at = None
    return _acted(request, found, confirm_answer)


@exposes("contest", "answer", methods=("POST",), with_entities=TOUCHED)
def give_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give an answer back."""
    return _acted(request, _contest(request, pk), give_back_answer)


def _contest(request: Request, pk: uuid.UUID) -> Contest:
    rows = Contest.objects.restrict(request.actor).select_related("entry")
    found: Contest = get_object_or_404(rows, pk=pk)
    return found


def _acted(request: Request, found: Contest, act: Callable[..., None]) -> HttpResponse:
    done_by_button(request, lambda: act(contest=found, by=request.actor, at=now()))
    return redirect("contests")
