"""Waivers that end soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from commonground_web.commons.deadlines import Deadline, runs_out
from commonground_web.commons.steps.gates.named import GATE_BY_CODE
from commonground_web.commons.steps.models import Subject, Waiver
from commonground_web.kernel.access.actor import Actor


@runs_out("gate", "view", within=timedelta(days=7))
def waivers(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:
    """Tell of waivers of gates that end within the week; then the gate is shut again."""
    ending = (
        Waiver.objects.restrict(actor).in_force(on).filter(about=Subject.GATE, ends_on__lte=until)
    )
    for waiver in ending.select_related("plan__site"):
        yield Deadline(
            waiver.ends_on,
            _("The waiver of “%(gate)s” ends at %(site)s")
            % {"gate": GATE_BY_CODE[waiver.code].title, "site": waiver.plan.site},
            reverse("plan-gates", args=[waiver.plan_id]),
        )
