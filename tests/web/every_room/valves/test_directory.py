"""Tests of the service directory as another room than the Commons knows and shows it."""

from __future__ import annotations

import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonground_web.kernel.rooms import Room
from commonground_web.valves.published.directory import reached, service, services
from tests.web.signed_in import signed_in
from tests.web.snapshots import Tables, receive_snapshot, service_fields

ROLE = {Room.CASEROOM: "officer", Room.CAREROOM: "navigator"}.get(settings.ROOM, "")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(settings.ROOM == Room.COMMONS, reason="the Commons keeps its own"),
]

ORGANIZATION, SERVICE, PLACE, LINK, UNIT = (uuid.UUID(int=n, version=4) for n in range(1, 6))
AGENCY = uuid.UUID(int=9, version=4)


def directory() -> Tables:
    """Return a directory of one service."""
    owners = {"service": None, "location": None, "service_at_location": None}
    phone = owners | {"organization": None, "extension": "", "type": "", "description": ""}
    hours = {"description": "", "byday": "MO", "opens_at": "09:00", "closes_at": "", "notes": ""}
    address = {"address_1": "7 Made Up Street", "address_2": "", "city": "Larkhaven"}
    return {
        "organization": {
            ORGANIZATION: {"name": "Fictional House", "agency": str(AGENCY), "description": ""}
        },
        "service": {SERVICE: service_fields(ORGANIZATION)},
        "unit": {UNIT: {"name": "bed"}},
        "capacity": {
            uuid.uuid4(): {
                "service": str(SERVICE),
                "unit": str(UNIT),
                "available": 9,
                "reserved": 4,
                "maximum": None,
                "status": "waitlist",
                "description": "",
                "room": "few",
                "counted_on": "2026-11-20",
            }
        },
        "location": {PLACE: {"name": "The house", "transportation": "Bus 7"}},
        "service_at_location": {
            LINK: {"service": str(SERVICE), "location": str(PLACE), "description": "Ring twice."}
        },
        "address": {
            uuid.uuid4(): address
            | {"location": str(PLACE), "state_province": "NC", "postal_code": "00000"}
        },
        "phone": {
            uuid.uuid4(): phone | {"service": str(SERVICE), "number": "+1 555 0101"},
            uuid.uuid4(): phone | {"location": str(PLACE), "number": "+1 555 0102"},
            uuid.uuid4(): phone | {"service_at_location": str(LINK), "number": "+1 555 0103"},
            uuid.uuid4(): phone | {"location": str(uuid.uuid4()), "number": "+1 555 0104"},
        },
        "schedule": {uuid.uuid4(): owners | hours | {"service": str(SERVICE)}},
    }


def test_knows_what_is_offered_by_whom_and_with_what_room() -> None:
    receive_snapshot(directory())

    [offered] = services()

    assert (offered.id, offered.name, offered.is_active) == (SERVICE, "Warm line", True)
    assert (offered.organization.name, offered.organization.agency) == ("Fictional House", AGENCY)
    assert [(c.unit, c.available, c.reserved) for c in offered.capacities] == [("bed", 9, 4)]
    assert offered.free == 5


def test_knows_how_much_room_there_is_where_no_number_is_told() -> None:
    told = directory()
    [capacity] = told["capacity"].values()
    capacity.update({"available": None, "reserved": None})
    receive_snapshot(told)

    [offered] = services()

    assert (offered.free, offered.room) == (None, "few")


def test_knows_how_a_service_is_reached() -> None:
    receive_snapshot(directory())
    offered = service(SERVICE)
    assert offered is not None

    found = reached(offered)

    assert [phone["number"] for phone in found.phones] == ["+1 555 0101"]
    assert [hours["byday"] for hours in found.schedules] == ["MO"]
    assert found.places[0].addresses == ("7 Made Up Street, Larkhaven, NC, 00000",)
    assert sorted(phone["number"] for phone in found.places[0].phones) == [
        "+1 555 0102",
        "+1 555 0103",
    ]


def test_knows_no_service_that_was_not_published() -> None:
    receive_snapshot({})

    assert service(uuid.uuid4()) is None
    assert services() == []


def test_asks_no_more_of_the_database_for_more_services() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            services()
        return len(asked)

    receive_snapshot(directory())
    few = queries()
    many = directory()
    many["service"] |= {
        uuid.uuid4(): service_fields(ORGANIZATION, name=f"No {n}") for n in range(20)
    }
    receive_snapshot(many)

    assert queries() == few


def test_shows_the_directory() -> None:
    receive_snapshot(directory())
    client = signed_in(ROLE)

    page = client.get("/services/").content.decode()
    one = client.get(f"/services/{SERVICE}/").content.decode()

    assert "Warm line" in page
    for said in ("Fictional House", "keeps a waiting list", "7 Made Up Street", "+1 555 0103"):
        assert said in one
    assert "+1 555 0104" not in one


def test_filters_the_directory() -> None:
    tables = directory()
    tables["service"][uuid.uuid4()] = service_fields(
        ORGANIZATION, name="Cold line", status="defunct"
    )
    receive_snapshot(tables)

    page = signed_in(ROLE).get("/services/?status=active&name=WARM").content.decode()

    assert "Warm line" in page
    assert "Cold line" not in page


def test_keeps_services_of_one_name_in_one_order_whatever_snapshot_came() -> None:
    tables = directory()
    tables["service"] |= {uuid.uuid4(): service_fields(ORGANIZATION) for _ in range(6)}
    shown = set()

    for _ in range(2):
        receive_snapshot(tables)
        page = signed_in(ROLE).get("/services/").content.decode()
        shown.add(tuple(sorted(tables["service"], key=lambda pk: page.index(f"/services/{pk}/"))))

    assert shown == {tuple(sorted(tables["service"]))}


def test_says_what_to_do_where_nothing_was_published() -> None:
    page = signed_in(ROLE).get("/services/").content

    assert b"No service is known here yet" in page
