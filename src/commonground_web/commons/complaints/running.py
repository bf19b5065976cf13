"""Complaints that somebody has to acknowledge, and appeals that wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonground_web.commons.complaints.models import ACKNOWLEDGED_WITHIN, Complaint
from commonground_web.commons.complaints.states import State
from commonground_web.commons.deadlines import Deadline, runs_out
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of


@runs_out("complaint", "hear", within=ACKNOWLEDGED_WITHIN)
def unread(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:  # noqa: ARG001 - all are due within it
    """Tell oversight of each complaint that nobody has acknowledged."""
    waiting = Complaint.objects.restrict(actor).filter(state=State.RECEIVED)
    for pk, made in waiting.values_list("pk", "created_at"):
        yield Deadline(
            day_of(made + ACKNOWLEDGED_WITHIN),
            _("A complaint is to be acknowledged"),
            reverse("complaint", args=[pk]),
        )


@runs_out("complaint", "decide", within=timedelta(days=30))
def appealed(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:  # noqa: ARG001 - all wait
    """Tell who hears appeals of each that waits."""
    waiting = Complaint.objects.restrict(actor).filter(state=State.APPEALED)
    for pk, since in waiting.values_list("pk", "appealed_at"):
        yield Deadline(
            day_of(since + timedelta(days=30)),
            _("An appeal is to be decided"),
            reverse("complaint", args=[pk]),
        )


@runs_out("plan", "open", within=timedelta(days=0))
def overdue(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:  # noqa: ARG001 - a count for those who see none
    """Tell coordination how many complaints oversight has left unread for too long, and no more."""
    first = Complaint.objects.filter(state=State.RECEIVED).order_by("created_at")
    late = [
        day
        for made in first.values_list("created_at", flat=True)
        if (day := day_of(made + ACKNOWLEDGED_WITHIN)) < on
    ]
    if late:
        says = ngettext(
            "%(n)s complaint waits for oversight too long",
            "%(n)s complaints wait for oversight too long",
            len(late),
        )
        yield Deadline(late[0], says % {"n": len(late)}, owed_by=_("the privacy officer"))
