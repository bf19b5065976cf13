"""What is done to capacity: it is counted, and slots of it are held for sites until a day."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.commons.services.actions.owning import require_kept
from commonground_web.commons.services.models import Capacity, Reservation, Service, Unit
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of


@dataclass(frozen=True, slots=True)
class Counted:
    """What somebody counted: how many are free, of how many, and whether people are taken now."""

    available: int
    status: str
    maximum: int | None = None


@action("capacity", "create")
def add_capacity(
    *, service: Service, unit: str, description: str, counted: Counted, by: Actor, at: datetime
) -> Capacity:
    """Begin to count one kind of room that a service has."""
    require_kept(service.organization, by=by)
    service.lock()
    found = Unit.objects.filter(name__iexact=unit).order_by("pk").first()
    if found is None:
        found = Unit(name=unit)
        found.save(force_insert=True)
    capacity = Capacity(
        service=service,
        unit=found,
        description=description,
        available=counted.available,
        maximum=counted.maximum,
        status=counted.status,
        updated=at,
        updated_by=_who(by),
    )
    capacity.save(force_insert=True)
    open_access().did("capacity.added", capacity)
    return capacity


@action("capacity", "update")
def count_capacity(*, capacity: Capacity, counted: Counted, by: Actor, at: datetime) -> None:
    """Say how many are free now.

    Raises
    ------
    Refused
        If fewer are free than are held for sites.
    """
    require_kept(capacity.service.organization, by=by)
    held = _locked(capacity)
    if counted.available < held.reserved:
        raise Refused(
            _(
                "%(reserved)s are held for sites, and %(available)s would be free. Give up what is "
                "held first, and tell the coordinator: a call-in counts on it."
            )
            % {"reserved": held.reserved, "available": counted.available}
        )
    held.available, held.status, held.maximum = counted.available, counted.status, counted.maximum
    held.updated, held.updated_by = at, _who(by)
    held.save()
    open_access().did("capacity.counted", held)


@action("reservation", "create", with_entities=("capacity",))
def reserve_slots(
    *, capacity: Capacity, site: Site, slots: int, until: date, by: Actor, at: datetime
) -> Reservation:
    """Hold slots for a site until a day, the day itself included.

    Raises
    ------
    Refused
        If the day is over, the service is not offered, or fewer are free.
    """
    require_kept(capacity.service.organization, by=by)
    if until < day_of(at):
        raise Refused(_("This day is over; choose a later one."))
    if capacity.service.status != Service.Status.ACTIVE:
        raise Refused(_("This service is not offered at present, so that nothing can be held."))
    held = _locked(capacity)
    if slots > held.free:
        raise Refused(
            _("%(free)s are free and held for nobody; %(slots)s cannot be held.")
            % {"free": held.free, "slots": slots}
        )
    reservation = Reservation(
        capacity=held,
        site=site,
        slots=slots,
        until=until,
        reserved_by=uuid.UUID(by.id),
        reserved_at=at,
    )
    reservation.save(force_insert=True)
    held.reserved += slots
    held.save()
    open_access().did("reservation.made", reservation)
    return reservation


@action("reservation", "end", with_entities=("capacity",))
def end_reservation(*, reservation: Reservation, by: Actor, at: datetime) -> None:
    """Give up what was held; from then on it is free for anybody."""
    require_kept(reservation.capacity.service.organization, by=by)
    held = _locked(reservation.capacity)
    found = Reservation.objects.get(pk=reservation.pk)
    if found.ended_at is not None:
        raise Refused(_("It was given up already, or its day is over."))
    found.ended_at, found.ended_by = at, by.id
    found.save()
    held.reserved -= found.slots
    held.save()
    open_access().did("reservation.ended", found)


def _locked(capacity: Capacity) -> Capacity:
    """Return a capacity as it stands, which nobody else changes before this work is done."""
    capacity.lock()
    return capacity


def _who(by: Actor) -> uuid.UUID | None:
    return None if by.is_system else uuid.UUID(by.id)
