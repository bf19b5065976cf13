"""Where the rooms of a demo stand: at which ports of this computer, and on which databases."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from commonground_web.kernel.databases import served_at
from commonground_web.kernel.home import Embedded, RoomSettings, room_settings
from commonground_web.kernel.rooms import Room

TIME_ZONE = "America/Chicago"
NAME_BYTES = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the rooms of a demo stand: at which ports, and on which databases."""

    ports: Mapping[Room, int]
    """At which port of this computer each room is opened."""
    postgres: str | None = None
    """Connection of a superuser of a PostgreSQL server on this computer; SQLite if left out."""

    def address(self, room: Room) -> str:
        """Return where a browser opens a room."""
        return f"http://{room}.localhost:{self.ports[room]}"

    def settings(self, room: Room) -> RoomSettings:
        """Return what a room's `room.toml` is to say; a database gets a name that none has."""
        name = f"commonground_demo_{room}_{secrets.token_hex(NAME_BYTES)}"
        return room_settings(
            {
                "room": room,
                "address": self.address(room),
                "listen": f"127.0.0.1:{self.ports[room]}",
                "time_zone": TIME_ZONE,
                "database": served_at(self.postgres, name=name) if self.postgres else Embedded(),
            }
        )
