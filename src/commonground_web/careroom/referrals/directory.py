"""The services of the directory that somebody can be sent on to."""

from __future__ import annotations

import uuid

from commonground_web.valves.published.agencies import elsewhere
from commonground_web.valves.published.directory import OfferedService, service, services


def offered() -> list[OfferedService]:
    """Return the services that are offered now, by name."""
    return [one for one in services() if one.is_active]


def offered_one(pk: uuid.UUID) -> OfferedService | None:
    """Return one service that is offered now, or None."""
    found = service(pk)
    return found if found is not None and found.is_active else None


def receiver_of(offer: OfferedService) -> uuid.UUID | None:
    """Return the partner that offers a service, where its people work in this room."""
    agency = offer.organization.agency
    return None if agency in elsewhere() else agency
