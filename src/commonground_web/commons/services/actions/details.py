"""What is done to places, numbers and hours of a service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commonground_web.commons.services.actions.entries import Given, put
from commonground_web.commons.services.actions.owning import require_kept
from commonground_web.commons.services.models import (
    Address,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from commonground_web.kernel.access.actions import NotPermitted, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access

Detail = Phone | Schedule


@dataclass(frozen=True, slots=True)
class Placed:
    """A place, and its address if it has one."""

    place: Given
    address: Given | None


@action("service", "update")
def add_place(*, service: Service, placed: Placed, by: Actor, at: datetime) -> Location:  # noqa: ARG001
    """Add a place at which a service is offered."""
    require_kept(service.organization, by=by)
    place = Location(organization=service.organization, **placed.place)
    place.save(force_insert=True)
    ServiceAtLocation(service=service, location=place).save(force_insert=True)
    _put_address(place, placed.address)
    open_access().did("location.added", place)
    return place


@action("service", "update")
def change_place(*, place: Location, placed: Placed, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Change a place, its address, and whether the address is kept secret."""
    place.lock()
    _require_kept_place(place, by=by)
    put(place, placed.place)
    place.save()
    _put_address(place, placed.address)
    open_access().did("location.changed", place)


@action("service", "update")
def remove_place(*, place: Location, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Take a place out of the directory, with its address, numbers and hours."""
    place.lock()
    _require_kept_place(place, by=by)
    open_access().did("location.removed", place)
    place.delete()


@action("service", "update")
def add_phone(*, service: Service, given: Given, by: Actor, at: datetime) -> Phone:  # noqa: ARG001
    """Add a number at which a service is reached."""
    require_kept(service.organization, by=by)
    phone = Phone(service=service, **given)
    phone.save(force_insert=True)
    open_access().did("phone.added", phone)
    return phone


@action("service", "update")
def add_hours(*, service: Service, given: Given, by: Actor, at: datetime) -> Schedule:  # noqa: ARG001
    """Add when a service is open."""
    require_kept(service.organization, by=by)
    schedule = Schedule(service=service, freq=Schedule.Frequency.WEEKLY, **given)
    schedule.save(force_insert=True)
    open_access().did("schedule.added", schedule)
    return schedule


@action("service", "update")
def remove_detail(*, detail: Detail, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Take a number or hours of a service out of the directory."""
    detail.lock()
    if detail.service is None:
        raise NotPermitted
    require_kept(detail.service.organization, by=by)
    open_access().did(f"{detail.ENTITY}.removed", detail)
    detail.delete()


def _require_kept_place(place: Location, *, by: Actor) -> None:
    """Find nothing of a place whose services or own organisation somebody else keeps."""
    offering = [link.service.organization for link in place.services.select_related("service")]
    owning = [place.organization] if place.organization else []
    for organization in {*offering, *owning}:
        require_kept(organization, by=by)


def _put_address(place: Location, given: Given | None) -> None:
    address = place.addresses.order_by("pk").first()
    if given is None:
        if address is not None:
            address.delete()
        return
    address = address or Address(location=place)
    put(address, given)
    address.save()
