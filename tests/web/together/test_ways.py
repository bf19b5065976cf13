"""Tests of the ways between the rooms, and of those that there are not."""

from __future__ import annotations

import itertools

import pytest

from commonground_web.kernel.rooms import Room
from commonground_web.valves.messages.schemas import SCHEMAS
from commonground_web.valves.ways import (
    WAYS,
    Kind,
    NoSuchWay,
    are_neighbours,
    receiver_of,
    way_of,
    ways_from,
    ways_to,
)

CARE_AND_CASE = [(Room.CAREROOM, Room.CASEROOM), (Room.CASEROOM, Room.CAREROOM)]


@pytest.mark.parametrize(("sender", "receiver"), CARE_AND_CASE)
@pytest.mark.parametrize("kind", list(Kind))
def test_leads_no_kind_between_care_room_and_case_room(
    sender: Room, receiver: Room, kind: Kind
) -> None:
    with pytest.raises(NoSuchWay):
        way_of(sender=sender, receiver=receiver, kind=kind)


@pytest.mark.parametrize(("sender", "receiver"), CARE_AND_CASE)
def test_makes_no_neighbours_of_care_room_and_case_room(sender: Room, receiver: Room) -> None:
    assert not are_neighbours(sender, receiver)
    assert receiver not in {way.receiver for way in ways_from(sender)}
    assert sender not in {way.sender for way in ways_to(receiver)}


def test_says_nothing_of_a_person_out_of_the_care_room() -> None:
    (way,) = ways_from(Room.CAREROOM)

    assert set(way.kinds) == {Kind.CARE_COUNT, Kind.ANCHORED}


def test_says_nothing_of_suspicion_to_the_care_room() -> None:
    kinds = {kind for way in ways_to(Room.CAREROOM) for kind in way.kinds}

    assert kinds == {Kind.SNAPSHOT, Kind.INTRODUCED}


def test_carries_every_kind_that_has_a_schema_and_no_other() -> None:
    carried = set(itertools.chain.from_iterable(way.kinds for way in WAYS))

    assert carried == {schema.kind for schema in SCHEMAS} == set(Kind)


def test_finds_the_one_room_that_a_kind_is_for() -> None:
    assert receiver_of(sender=Room.COMMONS, kind=Kind.HOLD_SET) is Room.CASEROOM
    assert receiver_of(sender=Room.CAREROOM, kind=Kind.CARE_COUNT) is Room.COMMONS


def test_refuses_to_guess_which_room_a_snapshot_is_for() -> None:
    with pytest.raises(NoSuchWay, match="2 rooms"):
        receiver_of(sender=Room.COMMONS, kind=Kind.SNAPSHOT)
