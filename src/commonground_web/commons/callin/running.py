"""Call-ins that are near, and safe conduct that the case room has not acknowledged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.callin.states import BEFORE_IT
from commonground_web.commons.deadlines import Deadline, runs_out
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of


@runs_out("callin", "view", within=timedelta(days=30))
def evenings(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:  # noqa: ARG001 - one that is past waits to be noted
    """Tell of call-ins within the month, and of each that has passed and is not noted as held."""
    near = CallIn.objects.restrict(actor).filter(state__in=BEFORE_IT, at__date__lte=until)
    for callin in near.select_related("site"):
        yield Deadline(
            day_of(callin.at),
            _("The call-in at %(site)s: %(state)s")
            % {"site": callin.site, "state": callin.get_state_display()},
            reverse("callin", args=[callin.pk]),
        )


@runs_out("callin", "update", within=timedelta(days=120))
def unacknowledged(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:  # noqa: ARG001 - all that wait
    """Tell whoever prepares a call-in how many of its holds the case room has not acknowledged."""
    waiting = CallIn.objects.restrict(actor).filter(state__in=BEFORE_IT, unsafe__gt=0)
    for callin in waiting.select_related("site"):
        says = ngettext(
            "%(n)s safe-conduct hold at %(site)s is not acknowledged",
            "%(n)s safe-conduct holds at %(site)s are not acknowledged",
            callin.unsafe,
        )
        yield Deadline(
            day_of(callin.at),
            says % {"n": callin.unsafe, "site": callin.site},
            reverse("callin", args=[callin.pk]),
            _("the case room"),
        )
