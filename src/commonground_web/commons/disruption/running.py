"""Operations that begin, and watches that go on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from commonground_web.commons.deadlines import Deadline, runs_out
from commonground_web.commons.disruption.models import NoticeTo, Operation
from commonground_web.commons.disruption.models.operations import WATCH_DAYS
from commonground_web.commons.disruption.states import State
from commonground_web.kernel.access.actor import Actor


@runs_out("operation", "view", within=timedelta(days=7))
def operations(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:
    """Tell of operations that begin within the week, and of the watch of those that are over."""
    known = Operation.objects.restrict(actor).select_related("site", "led_by")
    for operation in known.filter(state__in=[State.PLANNED, State.READY], starts_on__lte=until):
        yield Deadline(
            operation.starts_on,
            _("An operation at %(site)s begins, and is %(state)s")
            % {"site": operation.site, "state": operation.get_state_display()},
            reverse("operation", args=[operation.pk]),
            str(operation.led_by),
        )
    watched = on - timedelta(days=WATCH_DAYS)
    for operation in known.filter(state=State.DONE, ends_on__gte=watched):
        yield Deadline(
            operation.watched_until,
            _("The overdose watch at %(site)s ends") % {"site": operation.site},
            reverse("operation", args=[operation.pk]),
        )


@runs_out("acknowledgement", "give", within=timedelta(days=0))
def unread(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:  # noqa: ARG001 - all that is unread
    """Tell those who do outreach of a notice that nobody of them has read."""
    told = NoticeTo.objects.restrict(actor).filter(
        acknowledged_by__isnull=True, notice__ends_on__gte=on
    )
    for row in told.select_related("notice__site").exclude(
        notice__operation__state=State.CALLED_OFF
    ):
        yield Deadline(
            row.notice.starts_on,
            _("Read the notice of a disruption at %(site)s") % {"site": row.notice.site},
            reverse("notices"),
        )
