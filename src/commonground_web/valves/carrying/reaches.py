"""Where the carrier finds each room's boxes: `valve.toml`, or folders on this machine."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.home import Home, Served, is_verified
from commonground_web.kernel.private import write_private
from commonground_web.kernel.rooms import Room


class UnusableReaches(CommonGroundError):
    """A file that does not say where the rooms' boxes are."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class File(_Strict):
    """A room on SQLite, on this machine."""

    engine: Literal["sqlite"] = "sqlite"
    file: Path


class Server(_Strict):
    """A room on PostgreSQL, wherever it is."""

    engine: Literal["postgresql"] = "postgresql"
    host: str
    port: int = 5432
    name: str
    user: str
    secret: Path
    """A copy of the room's `secrets/valve.json`."""
    sslmode: str = "verify-full"

    def password(self) -> str:
        """Return the password of the valve's role.

        Raises
        ------
        UnusableReaches
            If its file cannot be read.
        """
        try:
            return str(json.loads(self.secret.read_text())["password"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UnusableReaches(
                f"{self.secret} holds no password; copy the room's secrets/valve.json there."
            ) from error


Reach = Annotated[File | Server, Field(discriminator="engine")]


class Reaches(_Strict):
    """What `valve.toml` says: each room under its name."""

    rooms: dict[Room, Reach]


def read_reaches(path: Path) -> dict[Room, Reach]:
    """Read where the rooms' boxes are; paths in the file are from its own folder.

    Raises
    ------
    UnusableReaches
        If the file is missing or says something else.
    """
    try:
        said = Reaches.model_validate(tomllib.loads(path.read_text()))
    except (OSError, ValueError) as error:
        raise UnusableReaches(
            f"{path} does not say where the rooms' boxes are: one table [rooms.NAME] a room."
        ) from error
    for room, reach in said.rooms.items():
        if isinstance(reach, Server) and not is_verified(reach.host, sslmode=reach.sslmode):
            raise UnusableReaches(
                f"{path} reaches the {room} at {reach.host} with sslmode {reach.sslmode!r}: "
                'anyone on the way can be that server; write sslmode = "verify-full".'
            )
    return {room: _from(path.parent, reach) for room, reach in said.rooms.items()}


def write_reaches(reaches: Mapping[Room, Reach], path: Path) -> None:
    """Write where the rooms' boxes are to `valve.toml`."""
    tables = []
    for room, reach in sorted(reaches.items()):
        fields = reach.model_dump(mode="json").items()
        lines = [f"{name} = {json.dumps(value)}" for name, value in fields]
        tables.append("\n".join([f"[rooms.{room}]", *lines]))
    write_private(path, "\n\n".join(tables) + "\n")


def reaches_of(homes: Iterable[Home]) -> dict[Room, Reach]:
    """Return where the boxes of rooms on this machine are, from their folders."""
    return {home.settings.room: _reach_of(home) for home in homes}


def _reach_of(home: Home) -> File | Server:
    served = home.settings.database
    if not isinstance(served, Served):
        return File(file=home.database)
    return Server(
        host=served.host,
        port=served.port,
        name=served.name,
        user=served.valve,
        secret=home.folder / "secrets" / "valve.json",
        sslmode=served.sslmode,
    )


def _from(folder: Path, reach: File | Server) -> File | Server:
    name = "file" if isinstance(reach, File) else "secret"
    return reach.model_copy(update={name: folder / getattr(reach, name)})
