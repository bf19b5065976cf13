"""What help there is: the partners enter their services, and count for how many they have room."""

from __future__ import annotations

from dataclasses import dataclass

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.services.actions.details import (
    Placed,
    add_hours,
    add_phone,
    add_place,
)
from commonground_web.commons.services.actions.entries import add_organization, add_service
from commonground_web.commons.services.actions.slots import Counted, add_capacity
from commonground_web.commons.services.models import Organization
from commonground_web.demo.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A service, who enters it, and how much room it has."""

    agency: str
    by: str
    name: str
    what: str
    who: str
    how: str
    place: str
    street: str
    phone: str
    unit: str
    available: int
    maximum: int


OFFERS = (
    Offer(
        agency="services",
        by="service-lead",
        name="Treatment on the day it is asked for",
        what="Medication for opioid use, counselling, and somebody who goes along.",
        who="Everybody of 18 and above; no insurance is needed.",
        how="Come before noon, or call; nobody has to be sent.",
        place="Open Door",
        street="12 Made-up Street",
        phone="555-0121",
        unit="places",
        available=6,
        maximum=20,
    ),
    Offer(
        agency="services",
        by="service-lead",
        name="Work, papers and housing",
        what="A navigator for identity papers, benefits, a room and a first job.",
        who="Everybody who lives in Larkhaven.",
        how="By appointment; a navigator calls back within a day.",
        place="Open Door, first floor",
        street="12 Made-up Street",
        phone="555-0122",
        unit="places",
        available=8,
        maximum=30,
    ),
    Offer(
        agency="outreach",
        by="outreach-lead",
        name="Night bus",
        what="Naloxone, test strips, wound care, soup, and somebody to talk with.",
        who="Everybody; nobody is asked for a name.",
        how="Where the bus stands, five nights a week.",
        place="Night bus, by the library",
        street="Ninth Avenue and Imaginary Lane",
        phone="555-0123",
        unit="places for drug checking",
        available=5,
        maximum=12,
    ),
)


def play(stage: Stage, *, days_ago: int) -> None:
    """Have the coordinator name the organisations, and each enter what it offers."""
    turn = stage.turn("coordinator", days_ago=days_ago)
    organizations = {}
    for code in dict.fromkeys(offer.agency for offer in OFFERS):
        agency = Agency.objects.get(pk=stage.agency(code))
        given = {"name": agency.name, "agency": agency, "email": f"{code}@larkhaven.example"}
        organizations[code] = add_organization(given=given, **turn)
    for number, offer in enumerate(OFFERS):
        _enter(offer, organizations[offer.agency], stage, days_ago=days_ago - 1 - number)


def _enter(offer: Offer, organization: Organization, stage: Stage, *, days_ago: int) -> None:
    turn = stage.turn(offer.by, days_ago=days_ago, hour=15)
    given = {
        "organization": organization,
        "name": offer.name,
        "description": offer.what,
        "eligibility_description": offer.who,
        "application_process": offer.how,
        "fees_description": "Free.",
    }
    service = add_service(given=given, **turn)
    address = {
        "address_1": offer.street,
        "city": "Larkhaven",
        "state_province": "Nowhere",
        "postal_code": "00000",
    }
    add_place(service=service, placed=Placed({"name": offer.place}, address), **turn)
    add_phone(service=service, given={"number": offer.phone}, **turn)
    hours = {"byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:00"}
    add_hours(service=service, given=hours, **turn)
    add_capacity(
        service=service,
        unit=offer.unit,
        description="",
        counted=Counted(offer.available, "capacity", offer.maximum),
        **turn,
    )
