"""Tests of what the directory publishes: a confidential place leaves the room by no way."""

from __future__ import annotations

import json

import pytest

from commonground_web.commons.services.models import Capacity
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.rooms import Room
from commonground_web.valves.published.tables import news_digest, public_tables, tables_for
from tests.web.commons.services.offers import new_capacity, new_place, new_service

pytestmark = pytest.mark.django_db

CANARY = "13 Canary Street"


def test_publishes_services_with_their_capacity_and_places() -> None:
    capacity = new_capacity(available=7)
    place = new_place(capacity.service)

    tables = public_tables()

    assert tables["service"][0].fields["organization"] == str(capacity.service.organization_id)
    assert tables["capacity"][0].fields["available"] == 7
    assert tables["location"][0].id == place.pk
    assert tables["address"][0].fields["address_1"] == "7 Made Up Street"
    assert [len(tables[name]) for name in ("phone", "schedule", "service_at_location")] == [2, 1, 1]


def test_tells_the_case_room_no_number_and_not_the_hour() -> None:
    capacity = new_capacity(available=7)
    Capacity.objects.filter(pk=capacity.pk).update(reserved=4, maximum=9)

    [row] = tables_for(Room.CASEROOM)["capacity"]
    [for_care] = tables_for(Room.CAREROOM)["capacity"]

    assert (row.fields["room"], row.fields["counted_on"]) == ("few", str(day_of(capacity.updated)))
    assert not {7, 4, 3, 9} & {value for value in row.fields.values() if isinstance(value, int)}
    assert "updated" not in row.fields
    assert (for_care.fields["available"], for_care.fields["reserved"]) == (7, 4)


@pytest.mark.parametrize(("room", "is_told"), [(Room.CASEROOM, False), (Room.CAREROOM, True)])
def test_sends_no_new_snapshot_to_the_case_room_for_a_slot_alone(room: Room, is_told: bool) -> None:
    capacity = new_capacity(available=7)
    before = news_digest(room)

    Capacity.objects.filter(pk=capacity.pk).update(available=0)

    assert (news_digest(room) != before) is is_told


def test_publishes_nothing_of_a_confidential_place() -> None:
    service = new_service()
    new_place(service, street=CANARY, is_confidential=True)

    tables = public_tables()

    assert [row.id for row in tables["service"]] == [service.pk]
    assert CANARY not in json.dumps(
        [row.model_dump(mode="json") for rows in tables.values() for row in rows]
    )
