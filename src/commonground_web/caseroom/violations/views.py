"""The pages of violations."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.sides import REVIEWING
from commonground_web.caseroom.sites import show_by_site
from commonground_web.caseroom.violations.actions import (
    TOUCHED,
    check_evidence,
    clauses_since_banked,
    decide_violation,
    report_violation,
    review_violation,
)
from commonground_web.caseroom.violations.forms import (
    CheckForm,
    DecisionForm,
    ReportForm,
    ReviewForm,
)
from commonground_web.caseroom.violations.lists import TONES, VIOLATIONS
from commonground_web.caseroom.violations.models import Violation, ViolationReview
from commonground_web.caseroom.violations.states import OPEN, State, up_to
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.files.keeping import file_view, files_of

document = file_view(Violation, verb="download")


@exposes("violation", "list", with_entities=("case", "entry"))
def listing(request: Request) -> HttpResponse:
    """List violations, those first that are to be reviewed first."""
    rows = Violation.objects.restrict(request.actor).select_related("clause")
    shown = show_by_site(VIOLATIONS, rows, request, path="case__entry__site")
    return TemplateResponse(request, "caseroom/violations/violations.html", {"list": shown})


@exposes("violation", "view", asks_purpose=True, with_entities=TOUCHED)
def violation(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one violation, and of its reviews what the actor may see yet."""
    found = _found(request, pk)
    reviews = list(
        ViolationReview.objects.restrict(request.actor).filter(violation=found).order_by("side")
    )
    names = names_of(
        [found.reported_by, found.checked_by, found.decided_by, *(r.reviewer for r in reviews)]
    )
    context = {
        "violation": found,
        "entry": found.case.entry,
        "policy": found.clause.policy,
        "tone": TONES[State(found.state)],
        "files": files_of(found),
        "reviews": [(review, names.get(review.reviewer)) for review in reviews],
        "reporter": names.get(found.reported_by),
        "checker": names.get(found.checked_by),
        "decider": names.get(found.decided_by),
        "is_overdue": found.state in OPEN and found.review_by < today(),
        "can": _offered(found, request.actor, has_reviewed=bool(reviews)),
    }
    return TemplateResponse(request, "caseroom/violations/violation.html", context)


@exposes("violation", "report", methods=FORM_METHODS, with_entities=TOUCHED, asks_purpose=True)
def report(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Report a violation of somebody whose case is banked."""
    cases = Case.objects.restrict(request.actor).select_related("entry")
    case = get_object_or_404(cases, pk=pk)
    clauses = clauses_since_banked(case, until=today())
    form = ReportForm(request.POST or None, request.FILES or None, clauses=clauses)
    done: list[Violation] = []

    def act() -> None:
        done.append(
            report_violation(case=case, reported=form.reported(), by=request.actor, at=now())
        )

    if done_by_form(form, act):
        return redirect("violation", pk=done[0].pk)
    context = {"form": form, "case": case, "has_clauses": bool(clauses)}
    return TemplateResponse(request, "caseroom/violations/report.html", context)


@exposes("violation", "check", methods=FORM_METHODS, with_entities=TOUCHED, asks_purpose=True)
def check(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Look at the evidence."""
    found = _found(request, pk)
    form = CheckForm(request.POST if request.method == "POST" else None)
    return _asked(request, found, form, check_evidence)


@exposes("violation", "review", methods=FORM_METHODS, with_entities=TOUCHED, asks_purpose=True)
def review(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say for one's side what should follow."""
    found = _found(request, pk)
    form = ReviewForm(request.POST or None, allowed=up_to(found.clause.most))
    return _asked(request, found, form, review_violation)


@exposes(
    "violation",
    "decide",
    methods=FORM_METHODS,
    with_entities=TOUCHED,
    fresh=True,
    asks_purpose=True,
)
def decide(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Decide whether the banked case follows."""
    found = _found(request, pk)
    return _asked(request, found, DecisionForm(request.POST or None), decide_violation)


def _asked(
    request: Request, found: Violation, form: forms.Form, act: Callable[..., object]
) -> HttpResponse:
    """Show a form about a violation, and do what it asks."""
    if done_by_form(
        form, lambda: act(violation=found, **form.cleaned_data, by=request.actor, at=now())
    ):
        return redirect("violation", pk=found.pk)
    context = {"form": form, "violation": found, "clause": found.clause}
    return TemplateResponse(request, "caseroom/violations/asked.html", context)


def _found(request: Request, pk: uuid.UUID) -> Violation:
    rows = Violation.objects.restrict(request.actor)
    found: Violation = get_object_or_404(
        rows.select_related("case__entry", "clause__policy"), pk=pk
    )
    return found


def _offered(found: Violation, actor: Actor, *, has_reviewed: bool) -> dict[str, bool]:
    """Say for each thing that may be done to a violation whether it is offered to an actor now."""
    is_another = str(found.reported_by) != actor.id
    return {
        "check": found.state == State.REPORTED and is_another and actor.may("check", "violation"),
        "review": found.state == State.CHECKED
        and is_another
        and not has_reviewed
        and bool(set(REVIEWING) & actor.roles)
        and actor.may("review", "violation"),
        "decide": found.state == State.PROPOSED
        and is_another
        and not has_reviewed_by(found, actor)
        and actor.may("decide", "violation"),
    }


def has_reviewed_by(found: Violation, actor: Actor) -> bool:
    """Say whether an actor is one of the reviewers of a violation."""
    return ViolationReview.objects.filter(violation=found, reviewer=actor.id).exists()
