"""The pages on which cases are listed, read and built."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.caseroom.cases.actions import (
    add_buy,
    change_buy,
    change_case,
    open_case,
)
from commonground_web.caseroom.cases.actions.building import authors_of
from commonground_web.caseroom.cases.banking import last_day
from commonground_web.caseroom.cases.forms import BuyForm, CaseForm
from commonground_web.caseroom.cases.lists import CASES, TONES
from commonground_web.caseroom.cases.models import Buy, Case
from commonground_web.caseroom.cases.states import MACHINE, State
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.holds.panel import shown_holds
from commonground_web.caseroom.sites import show_by_site
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.purposes import hold_also_for
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.seen import as_seen
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now

SHOWN_CHANGES = 10
"""How many of the last changes the page of a case shows."""


@exposes("case", "list", with_entities=("entry",))
def listing(request: Request) -> HttpResponse:
    """List cases, those first that are barred first."""
    shown = show_by_site(CASES, Case.objects.restrict(request.actor), request, path="entry__site")
    return TemplateResponse(request, "caseroom/cases.html", {"list": shown})


@exposes("case", "view", asks_purpose=True, with_entities=("entry", "hold", "candidate"))
def case(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one case with its buys."""
    found = held_for(request, pk)
    changes = list(found.changes.order_by("-at", "pk")[:SHOWN_CHANGES])
    names = names_of(
        [found.created_by, found.reviewed_by, found.banked_by, *(change.by for change in changes)]
    )
    context = {
        "case": found,
        "entry": found.entry,
        "tone": TONES[State(found.state)],
        "buys": list(found.buys.order_by("-bought_on", "pk")),
        "changes": [(change, names.get(change.by)) for change in changes],
        "writer": names.get(found.created_by),
        "reviewer": names.get(found.reviewed_by),
        "last_day": found.bank_until or last_day(found),
        "holds": shown_holds(found.entry, request.actor),
        "can": _offered(found, request.actor),
    }
    return TemplateResponse(request, "caseroom/case.html", context)


@exposes("case", "create", methods=FORM_METHODS, with_entities=("entry",), asks_purpose=True)
def create(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Begin a case."""
    entry = get_object_or_404(Entry.objects.restrict(request.actor), pk=pk)
    form = CaseForm(request.POST or None)
    opened: list[Case] = []

    def act() -> None:
        opened.append(open_case(entry=entry, charge=form.charge(), by=request.actor, at=now()))

    if done_by_form(form, act):
        hold_also_for(request, *opened, of=pk)
        return redirect("case", pk=opened[0].pk)
    return TemplateResponse(request, "caseroom/case_form.html", {"form": form, "entry": entry})


@exposes("case", "update", methods=FORM_METHODS, with_entities=("entry",), asks_purpose=True)
def change(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Change what a case says."""
    found = held_for(request, pk)
    form = CaseForm(request.POST or None, initial=CaseForm.standing(found))

    def act() -> None:
        seen = as_seen(found, request)
        change_case(case=seen, charge=form.charge(), by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("case", pk=pk)
    return TemplateResponse(request, "caseroom/case_change.html", {"form": form, "case": found})


@exposes("case", "update", methods=FORM_METHODS, with_entities=("entry",), asks_purpose=True)
def buy(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Add a controlled buy."""
    found = held_for(request, pk)
    form = BuyForm(request.POST or None)
    if done_by_form(
        form,
        lambda: add_buy(case=found, bought=form.bought(), by=request.actor, at=now()),
    ):
        return redirect("case", pk=pk)
    return TemplateResponse(request, "caseroom/buy_form.html", {"form": form, "case": found})


@exposes("case", "update", methods=FORM_METHODS, with_entities=("entry",), asks_purpose=True)
def buy_change(request: Request, pk: uuid.UUID, buy: uuid.UUID) -> HttpResponse:
    """Say anew what of a buy's evidence is there."""
    rows = Buy.objects.restrict(request.actor).select_related("case")
    found = get_object_or_404(rows, pk=buy, case=pk)
    form = BuyForm(request.POST or None, initial=BuyForm.standing(found))

    def act() -> None:
        as_seen(found.case, request)
        change_buy(buy=found, bought=form.bought(), by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("case", pk=pk)
    return TemplateResponse(request, "caseroom/buy_form.html", {"form": form, "case": found.case})


def held_for(request: Request, pk: uuid.UUID) -> Case:
    """Return a case that is the actor's to see, with its entry."""
    rows = Case.objects.restrict(request.actor).select_related("entry")
    found: Case = get_object_or_404(rows, pk=pk)
    return found


def _offered(case: Case, actor: Actor) -> dict[str, bool]:
    """Say for each thing that may be done to a case whether it is offered to an actor now."""
    ways = MACHINE.transitions[case.state]
    may_review = actor.may("review", "case")
    is_built_here = case.state == State.BUILDING and case.agency == actor.agency
    return {
        "update": is_built_here and actor.may("update", "case"),
        "ready": State.READY in ways and may_review and actor.id not in authors_of(case),
        "return": State.BUILDING in ways and may_review,
        "decline": State.DECLINED in ways and may_review,
        "withdraw": State.WITHDRAWN in ways and actor.may("withdraw", "case"),
        "complete": State.COMPLETED in ways and may_review,
    }
