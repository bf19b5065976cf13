"""Slots that are held for a site and will not be for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import ngettext

from commonground_web.commons.deadlines import Deadline, runs_out
from commonground_web.commons.services.models import Reservation
from commonground_web.kernel.access.actor import Actor


@runs_out("reservation", "end", within=timedelta(days=14))
def reservations(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:
    """Tell of slots that are free for anybody again within two weeks."""
    ending = Reservation.objects.restrict(actor).holding(on).filter(until__lte=until)
    for held in ending.select_related("site", "capacity__service__organization"):
        service = held.capacity.service
        says = ngettext(
            "%(n)s slot of “%(service)s” is held for %(site)s no longer",
            "%(n)s slots of “%(service)s” are held for %(site)s no longer",
            held.slots,
        )
        yield Deadline(
            held.until,
            says % {"n": held.slots, "service": service.name, "site": held.site},
            reverse("service", args=[service.pk]),
            service.organization.name,
        )
