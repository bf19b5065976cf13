"""Services of plainly fictional organisations, for tests of the directory."""

from __future__ import annotations

import uuid

from commonground_web.commons.agencies.models import Kind
from commonground_web.commons.services.models import (
    Address,
    Capacity,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Unit,
)
from commonground_web.kernel.clock import now
from tests.web.commons.agreements import sign_memorandum


def new_organization(agency: uuid.UUID | None = None, *, name: str = "") -> Organization:
    """Keep an organisation; where an agency is named, it is that partner."""
    partner = sign_memorandum(agency, kind=Kind.SERVICE_PROVIDER) if agency else None
    found: Organization | None = (
        Organization.objects.filter(agency=partner).first() if partner else None
    )
    if found:
        return found
    made = Organization(
        name=name or f"Fictional House {uuid.uuid4().hex[:6]}",
        description="Made up for a test.",
        agency=partner,
    )
    made.save(force_insert=True)
    return made


def new_service(organization: Organization | None = None, *, name: str = "Open door") -> Service:
    """Keep a service."""
    made = Service(organization=organization or new_organization(), name=name)
    made.save(force_insert=True)
    return made


def new_service_of(agency: uuid.UUID) -> Service:
    """Keep a service of a partner."""
    return new_service(new_organization(agency))


def new_capacity(service: Service | None = None, *, available: int = 12) -> Capacity:
    """Keep a capacity in beds."""
    unit = Unit(name="bed")
    unit.save(force_insert=True)
    made = Capacity(service=service or new_service(), unit=unit, available=available, updated=now())
    made.save(force_insert=True)
    return made


def new_place(
    service: Service, *, street: str = "7 Made Up Street", is_confidential: bool = False
) -> Location:
    """Keep a place of a service with an address, a number and hours."""
    place = Location(
        organization=service.organization,
        name=f"House at {street}",
        is_confidential=is_confidential,
    )
    place.save(force_insert=True)
    link = ServiceAtLocation(service=service, location=place, description=f"Behind {street}")
    link.save(force_insert=True)
    Address(
        location=place,
        address_1=street,
        city="Larkhaven",
        state_province="NC",
        postal_code="00000",
    ).save(force_insert=True)
    Phone(location=place, number="+1 555 0100", description=street).save(force_insert=True)
    Phone(service_at_location=link, number="+1 555 0101", description=street).save(
        force_insert=True
    )
    Schedule(
        location=place,
        freq="WEEKLY",
        byday="MO,TU",
        opens_at="09:00",
        closes_at="17:00",
        notes=street,
    ).save(force_insert=True)
    return place
