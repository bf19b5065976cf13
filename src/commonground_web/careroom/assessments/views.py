"""The pages of needs, goals and steps."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.careroom.assessments.actions import (
    add_step,
    assess,
    do_step,
    move_goal,
    set_goal,
)
from commonground_web.careroom.assessments.forms import AssessmentForm, GoalForm, StepForm
from commonground_web.careroom.assessments.instruments import Answer, Domain
from commonground_web.careroom.assessments.models import (
    GOALS,
    Assessment,
    Goal,
    GoalState,
    GoalStep,
)
from commonground_web.careroom.clients.views import client_of
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.purposes import hold_also_for
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now


@exposes("client", "view", with_entities=("assessment", "goal"), asks_purpose=True)
def of_client(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show what a client said they need, the newest first, and their goals."""
    found = client_of(request, pk)
    asked = Assessment.objects.restrict(request.actor).filter(client=found)
    theirs = Goal.objects.restrict(request.actor).filter(client=found)
    goals = list(theirs.order_by("state", "due_on"))
    hold_also_for(request, *goals, of=pk)
    steps: dict[uuid.UUID, list[GoalStep]] = {}
    for step in GoalStep.objects.restrict(request.actor).filter(goal__client=found):
        steps.setdefault(step.goal_id, []).append(step)
    context = {
        "client": found,
        "assessments": [(one, _in_words(one)) for one in asked.order_by("-asked_at")],
        "goals": [
            (goal, sorted(steps.get(goal.pk, []), key=lambda step: step.created_at))
            for goal in goals
        ],
    }
    return TemplateResponse(request, "careroom/needs.html", context)


@exposes("assessment", "create", methods=FORM_METHODS, with_entities=("client",), asks_purpose=True)
def create(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask what a client needs."""
    found = client_of(request, pk)
    form = AssessmentForm(request.POST or None)

    def act() -> None:
        remarks = form.cleaned_data["remarks"]
        assess(client=found, answers=form.answers(), remarks=remarks, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("client-needs", pk=pk)
    context = {"form": form, "client": found}
    return TemplateResponse(request, "careroom/assessment_form.html", context)


@exposes("goal", "create", methods=FORM_METHODS, with_entities=("client",), asks_purpose=True)
def create_goal(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Set a goal."""
    found = client_of(request, pk)
    form = GoalForm(request.POST or None)

    def act() -> None:
        set_goal(client=found, **form.cleaned_data, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("client-needs", pk=pk)
    return TemplateResponse(request, "careroom/goal_form.html", {"form": form, "client": found})


@exposes("goal", "change", methods=("POST",), with_entities=("client",))
def move(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Move a goal to the state that the button names."""
    found = _goal_of(request, pk)
    to = request.POST.get("to", GoalState.REACHED)
    if to not in GOALS.transitions:
        raise Http404
    done_by_button(request, lambda: move_goal(goal=found, to=to, by=request.actor, at=now()))
    return redirect("client-needs", pk=found.client_id)


@exposes("goal", "create", methods=FORM_METHODS, with_entities=("client",), asks_purpose=True)
def create_step(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Add a step towards a goal."""
    found = _goal_of(request, pk)
    form = StepForm(request.POST or None)

    def act() -> None:
        add_step(goal=found, **form.cleaned_data, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("client-needs", pk=found.client_id)
    context = {"form": form, "client": found.client, "goal": found}
    return TemplateResponse(request, "careroom/step_form.html", context)


@exposes("goal", "change", methods=("POST",), with_entities=("client",))
def finish_step(request: Request, pk: uuid.UUID, step: uuid.UUID) -> HttpResponse:
    """Say that a step towards a goal is done."""
    found = _goal_of(request, pk)
    taken = get_object_or_404(GoalStep.objects.restrict(request.actor), pk=step, goal=found)
    done_by_button(request, lambda: do_step(step=taken, by=request.actor, at=now()))
    return redirect("client-needs", pk=found.client_id)


def _goal_of(request: Request, pk: uuid.UUID) -> Goal:
    goals = Goal.objects.restrict(request.actor).select_related("client")
    found: Goal = get_object_or_404(goals, pk=pk)
    return found


def _in_words(assessment: Assessment) -> list[tuple[object, object]]:
    return [
        (Domain(domain).label, Answer(answer).label)
        for domain, answer in assessment.answered.items()
    ]
