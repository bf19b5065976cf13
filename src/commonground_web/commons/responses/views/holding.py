"""Holding and closing a call-in, who came, and who is followed up."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import F, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.callin.views import callin_of
from commonground_web.commons.invitations.models import Invitee
from commonground_web.commons.invitations.seen import called_by, number_of
from commonground_web.commons.responses.actions.holding import (
    WITH_ALL,
    WITH_RESPONSES,
    assign_follow_up,
    close_callin,
    hold_callin,
    note_attendance,
    report_follow_up,
    who_may_follow_up,
)
from commonground_web.commons.responses.forms import AssignForm, AttendanceForm, ReportForm
from commonground_web.commons.responses.lists import attendance
from commonground_web.commons.responses.models import FollowUp
from commonground_web.kernel.access.exposures import FORM_METHODS, SEVERAL, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.pages.lists.shown import show


@exposes("callin", "update", methods=("POST",), with_entities=WITH_ALL)
def hold(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Note that a call-in is held."""
    return _taken_on(request, pk, hold_callin)


@exposes("callin", "update", methods=("POST",), with_entities=WITH_ALL)
def close(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Close a call-in."""
    return _taken_on(request, pk, close_callin)


def _taken_on(request: Request, pk: uuid.UUID, act: Callable[..., Any]) -> HttpResponse:
    callin = callin_of(request, pk)
    done_by_button(request, partial(act, callin=callin, by=request.actor, at=now()))
    return redirect("callin", pk=pk)


@exposes("attendance", "list", with_entities=WITH_RESPONSES, no_purpose=SEVERAL)
def listing(request: Request, pk: uuid.UUID) -> HttpResponse:
    """List who came to a call-in, and what came of following up who did not."""
    callin = callin_of(request, pk)
    invitees = Invitee.objects.restrict(request.actor).filter(callin=callin.pk)
    follow_ups = FollowUp.objects.restrict(request.actor)
    rows = (
        invitees.select_related("candidate")
        .annotate(came=F("attendance__came"), came_with=F("attendance__with_influential"))
        .prefetch_related(Prefetch("follow_ups", follow_ups.order_by("created_at")))
    )
    assigned = follow_ups.filter(invitee__in=invitees).values_list("assigned_to", flat=True)
    listed = attendance(
        called=called_by(request.actor),
        people=names_of(assigned),
        with_page=request.actor.may("view", "conduct_agreement"),
        with_acts=request.actor.may("report", "follow_up"),
    )
    context = {"callin": callin, "list": show(listed, rows, request)}
    return TemplateResponse(request, "commons/responses/attendance.html", context)


@exposes(
    "attendance",
    "create",
    methods=FORM_METHODS,
    with_entities=WITH_RESPONSES,
    no_purpose="people are ticked off one after another as they come to a call-in",
)
def note(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Note whether an invitee came."""
    rows = Invitee.objects.restrict(request.actor).select_related("candidate")
    invitee = get_object_or_404(rows, pk=pk)
    form = AttendanceForm(request.POST or None)
    act = partial(note_attendance, invitee=invitee, by=request.actor, at=now())
    if done_by_form(form, lambda: act(**form.cleaned_data)):
        return redirect("callin-attendance", pk=invitee.callin)
    context = {"form": form, "invitee": invitee}
    return TemplateResponse(request, "commons/responses/attendance_form.html", context)


def task_of(request: Request, pk: uuid.UUID) -> FollowUp:
    """Return a follow-up of the actor's sites, or find nothing."""
    rows = FollowUp.objects.restrict(request.actor).select_related("invitee__candidate")
    found: FollowUp = get_object_or_404(rows, pk=pk)
    return found


@exposes(
    "follow_up", "assign", methods=FORM_METHODS, with_entities=WITH_RESPONSES, asks_purpose=True
)
def assign(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Name who contacts somebody who did not come."""
    task = task_of(request, pk)
    form = AssignForm(request.POST or None, accounts=who_may_follow_up(task, on=today()))
    act = partial(assign_follow_up, follow_up=task, by=request.actor, at=now())
    if done_by_form(form, lambda: act(**form.cleaned_data)):
        return redirect("callin-attendance", pk=task.invitee.callin)
    context = {"form": form, "task": task}
    return TemplateResponse(request, "commons/responses/assign_form.html", context)


@exposes(
    "follow_up", "report", methods=FORM_METHODS, with_entities=WITH_RESPONSES, asks_purpose=True
)
def report(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show whom to contact and how, and note what came of it."""
    task = task_of(request, pk)
    form = ReportForm(request.POST or None)
    act = partial(report_follow_up, follow_up=task, by=request.actor, at=now())
    if done_by_form(form, lambda: act(**form.cleaned_data)):
        return redirect("callin-attendance", pk=task.invitee.callin)
    is_contacting = request.actor.may("view", "candidate") or (
        str(task.assigned_to) == request.actor.id
    )
    context = {
        "form": form,
        "task": task,
        "candidate": task.invitee.candidate,
        "is_contacting": is_contacting,
        "called": task.invitee.candidate.name if is_contacting else number_of(task.invitee),
    }
    return TemplateResponse(request, "commons/responses/report_form.html", context)
