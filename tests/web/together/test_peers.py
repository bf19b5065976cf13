"""Tests of a room's valve keys, and of the cards it holds of its neighbours."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonground_web.kernel.home import Home, RoomSettings
from commonground_web.kernel.rooms import Room
from commonground_web.kernel.valve_keys import (
    FILE,
    UnusableValveKeys,
    ValveKey,
    read_valve_keys,
    turn_valve_keys,
    write_valve_keys,
)
from commonground_web.valves import peers
from commonground_web.valves.peers import (
    Card,
    UnusableCard,
    accept_card,
    introduce,
    public_card,
    read_peers,
)


@pytest.fixture
def homes(tmp_path: Path) -> dict[Room, Home]:
    """Make the folders of three rooms with their keys, and no databases."""
    made = {}
    for room in Room:
        folder = tmp_path / room
        folder.mkdir()
        write_valve_keys((ValveKey.make(),), folder / FILE)
        settings = RoomSettings(room=room, address=f"http://{room}.localhost", listen="x:1")
        made[room] = Home(folder, settings)
    return made


def test_introduces_each_room_to_its_neighbours_only(homes: dict[Room, Home]) -> None:
    introduce(list(homes.values()))

    assert {room: set(read_peers(home)) for room, home in homes.items()} == {
        Room.COMMONS: {Room.CASEROOM, Room.CAREROOM},
        Room.CASEROOM: {Room.COMMONS},
        Room.CAREROOM: {Room.COMMONS},
    }


@pytest.mark.parametrize(
    ("room", "other"), [(Room.CASEROOM, Room.CAREROOM), (Room.CAREROOM, Room.CASEROOM)]
)
def test_refuses_a_card_of_the_room_behind_the_wall(
    homes: dict[Room, Home], room: Room, other: Room
) -> None:
    with pytest.raises(UnusableCard, match="exchanges nothing"):
        accept_card(homes[room], public_card(homes[other]))

    assert not (homes[room].folder / peers.FILE).exists()


def test_refuses_a_file_into_which_such_a_card_was_written(homes: dict[Room, Home]) -> None:
    card = public_card(homes[Room.CAREROOM])
    (homes[Room.CASEROOM].folder / peers.FILE).write_text(f"[[cards]]\n{card.as_toml()}")

    with pytest.raises(UnusableCard, match="exchanges nothing"):
        read_peers(homes[Room.CASEROOM])


def test_refuses_a_room_its_own_card(homes: dict[Room, Home]) -> None:
    with pytest.raises(UnusableCard):
        accept_card(homes[Room.COMMONS], public_card(homes[Room.COMMONS]))


def test_keeps_the_card_before_until_the_next_but_one(homes: dict[Room, Home]) -> None:
    cards = []
    for _ in range(3):
        cards.append(public_card(homes[Room.COMMONS]))
        accept_card(homes[Room.CASEROOM], cards[-1])
        accept_card(homes[Room.CASEROOM], cards[-1])
        turn_valve_keys(homes[Room.COMMONS].folder)

    assert read_peers(homes[Room.CASEROOM])[Room.COMMONS] == (cards[2], cards[1])


def test_holds_nothing_private_in_a_card(homes: dict[Room, Home]) -> None:
    home = homes[Room.COMMONS]
    (key,) = read_valve_keys(home.folder / FILE)
    text = public_card(home).as_toml()

    assert key.signing.private_bytes_raw() not in text.encode()
    assert set(text.split()) & {"signing", "opening", "room"}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"room": "commons", "signing": "x", "opening": "x"},
        {"room": "kitchen", "signing": "", "opening": ""},
        {"room": "commons", "signing": "", "opening": "", "more": ""},
    ],
)
def test_refuses_what_is_no_card(said: dict[str, object]) -> None:
    with pytest.raises(UnusableCard):
        Card.read(said)


def test_refuses_keys_that_others_can_read(homes: dict[Room, Home]) -> None:
    path = homes[Room.COMMONS].folder / FILE
    path.chmod(0o640)

    with pytest.raises(UnusableValveKeys, match="0600"):
        read_valve_keys(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '[{"signing": "x"}]', "null"])
def test_refuses_a_file_of_no_keys(homes: dict[Room, Home], text: str) -> None:
    path = homes[Room.COMMONS].folder / FILE
    path.write_text(text)

    with pytest.raises(UnusableValveKeys, match="valve keys"):
        read_valve_keys(path)


def test_writes_keys_for_their_owner_alone(homes: dict[Room, Home]) -> None:
    assert (homes[Room.COMMONS].folder / FILE).stat().st_mode & 0o077 == 0
