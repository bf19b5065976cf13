"""The marks of the demo: which folders are its own to delete, and which rooms it made.

A room that the demo made differs from every other in its first moment: its audit begins with the
demo's own event, which cannot be put there later, for the chain begins with it. The mark in its
folder names that event and is signed with the room's keys. So a mark that is copied into another
room fits neither its keys nor its audit, and that room does not start.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.fields.keyring import read_keyring
from commonground_web.kernel.home import Embedded, Home, Served
from commonground_web.kernel.private import read_private, write_private
from commonground_web.kernel.rooms import Room

PLACE = "demo"
"""What the signature of a mark is bound to."""

LOOPBACK = {"127.0.0.1", "::1"}


class NotOfTheDemo(CommonGroundError):
    """A room with a mark of the demo that the demo did not make, or that others can reach."""


class Mark(BaseModel):
    """What a room of the demo knows of the demo."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    room: Room
    addresses: Mapping[Room, str]
    """Where each of the three rooms is opened, so that the tour can lead there."""
    begins_with: str
    """The hash of the first link of the room's audit."""


def write_mark(home: Home, mark: Mark) -> None:
    """Sign a mark with the keys of a room, and leave it in the room's folder."""
    text = mark.model_dump_json()
    signed = {"mark": text, "signature": _signature(home, text)}
    write_private(home.demo_mark, json.dumps(signed))


def read_mark(home: Home) -> Mark | None:
    """Return the mark of a room; None for every room that is no demo's.

    Raises
    ------
    NotOfTheDemo
        If there is a mark, and it is not this room's, or others than this computer reach the room.
    """
    if not home.demo_mark.exists():
        return None
    try:
        signed = json.loads(read_private(home.demo_mark))
        text, signature = str(signed["mark"]), str(signed["signature"])
        mark = Mark.model_validate_json(text)
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        raise NotOfTheDemo(f"{home.demo_mark} is no mark of the demo. Take it away.") from error
    if signature != _signature(home, text) or mark.room is not home.settings.room:
        raise NotOfTheDemo(
            f"{home.demo_mark} was made for another room: the demo did not make this one. "
            "Take the file away."
        )
    require_loopback(home)
    return mark


def room_mark() -> Mark:
    """Return the mark of the room that this process is.

    Raises
    ------
    NotOfTheDemo
        If it has none.
    """
    from django.conf import settings

    mark: Mark | None = settings.DEMO
    if mark is None:
        raise NotOfTheDemo(f"The demo did not make the {settings.ROOM}.")
    return mark


def require_loopback(home: Home) -> None:
    """Do nothing if a room can be reached from this computer alone.

    Raises
    ------
    NotOfTheDemo
        If others reach it, where anybody would sign in as anybody by one click.
    """
    settings = home.settings
    host = urlsplit(settings.address).hostname or ""
    is_named_here = host == "localhost" or host.endswith(".localhost")
    listens = settings.listen.rpartition(":")[0].strip("[]")
    is_kept_here = _is_kept_here(settings.database)
    if not is_named_here or listens not in LOOPBACK or settings.proxy or not is_kept_here:
        raise NotOfTheDemo(
            f"{home.folder} is a room of the demo, and room.toml opens it at {settings.address} "
            f"({settings.listen}) to others. A demo is opened at localhost alone, with its "
            "database on this computer and without a proxy; make a room of its own for everything "
            "else."
        )


def _is_kept_here(database: Embedded | Served) -> bool:
    """Say whether a database lies on this computer: in a file, or behind a local connection."""
    if isinstance(database, Embedded):
        return True
    is_socket = not database.host or database.host.startswith("/")
    return is_socket or database.host in {*LOOPBACK, "localhost"}


def _signature(home: Home, text: str) -> str:
    return read_keyring(home.keyring).fingerprint(text, place=PLACE)
