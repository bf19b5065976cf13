"""Agreements that run out soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from commonground_web.commons.agencies.models import Agreement
from commonground_web.commons.deadlines import Deadline, runs_out
from commonground_web.kernel.access.actor import Actor


@runs_out("agreement", "view", within=timedelta(days=30))
def agreements(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:
    """Tell of agreements that are in force and end within the month."""
    ending = Agreement.objects.restrict(actor).in_force(on).filter(expires_on__lte=until)
    for agreement in ending.select_related("agency"):
        yield Deadline(
            agreement.expires_on,
            _("The %(kind)s of %(agency)s")
            % {"kind": agreement.get_kind_display(), "agency": agreement.agency},
            reverse("agency", args=[agreement.agency_id]),
            str(agreement.agency),
        )
