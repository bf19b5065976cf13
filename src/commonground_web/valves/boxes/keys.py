"""The valve keys of the room that this process is, and the cards of its neighbours."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.rooms import Room
from commonground_web.kernel.valve_keys import FILE, ValveKey, read_valve_keys
from commonground_web.valves.peers import Card, read_peers


class NotIntroduced(CommonGroundError):
    """A room that has no card of the room it is to send to."""


def room_valve_keys() -> tuple[ValveKey, ...]:
    """Return the room's own pairs, the one in use first; read each time, as they may be turned."""
    return read_valve_keys(settings.ROOM_HOME.folder / FILE)


def room_peers() -> Mapping[Room, tuple[Card, ...]]:
    """Return the cards of the room's neighbours, the newest first."""
    return read_peers(settings.ROOM_HOME)


def card_of(room: Room) -> Card:
    """Return the newest card of a neighbour.

    Raises
    ------
    NotIntroduced
        If there is none.
    """
    cards = room_peers().get(room, ())
    if not cards:
        raise NotIntroduced(
            f"This room has no card of the {room}, so nothing can be sealed for it; "
            "introduce the rooms to each other first."
        )
    return cards[0]
