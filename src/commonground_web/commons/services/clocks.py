"""The clocks of services: slots are free again once their day is over; files are not kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonground_web.commons.services.actions.importing import forget_imports
from commonground_web.commons.services.actions.slots import end_reservation
from commonground_web.commons.services.models import DirectoryImport, Reservation
from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.clocks import clock

FORGOTTEN_AFTER = timedelta(days=7)
"""A file that nobody took in is forgotten after this."""


@clock("services.expire")
def end_what_ran_out(*, at: datetime) -> None:
    """End the reservations whose last day is over."""
    over = Reservation.objects.filter(ended_at__isnull=True, until__lt=day_of(at))
    for reservation in over.select_related("capacity__service__organization"):
        end_reservation(reservation=reservation, by=system_actor("services.expire"), at=at)


@clock("services.forget")
def forget_what_nobody_took(*, at: datetime) -> None:
    """Forget files that were read and never taken in."""
    old = DirectoryImport.objects.filter(taken_at__isnull=True, read_at__lt=at - FORGOTTEN_AFTER)
    if old.exists():
        forget_imports(imports=list(old), by=system_actor("services.forget"), at=at)
