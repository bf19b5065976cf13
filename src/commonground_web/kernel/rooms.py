"""The three rooms, and which of them this process is."""

from __future__ import annotations

import os
from enum import StrEnum

from commonground.core.errors import CommonGroundError

VARIABLE = "COMMONGROUND_ROOM"
"""Environment variable that says which room a process is."""


class NoRoom(CommonGroundError):
    """A process of the workspace that was not told which room it is."""


class ForeignRoom(RuntimeError):
    """Code of one room was loaded in the process of another."""


class Room(StrEnum):
    """One of the three rooms: a process, a database, its own accounts and keys."""

    COMMONS = "commons"
    CASEROOM = "caseroom"
    CAREROOM = "careroom"


def this_room() -> Room:
    """Return the room that this process is.

    Raises
    ------
    NoRoom
        If `COMMONGROUND_ROOM` names none of the three.
    """
    named = os.environ.get(VARIABLE, "")
    if named not in set(Room):
        rooms = ", ".join(Room)
        raise NoRoom(f"{VARIABLE} is {named!r}; it must be one of {rooms}, one process a room.")
    return Room(named)
