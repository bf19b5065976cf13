"""A room's own folder: its settings, keys, files and, where it is embedded, its database."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, IPvAnyAddress, ValidationError, field_validator

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.rooms import Room, this_room

VARIABLE = "COMMONGROUND_HOME"
"""Environment variable that names the folder of the room that a process is."""

PART = "COMMONGROUND_PART"
"""Environment variable that says as what a process connects: `web`, or `owner` to migrate."""


PARTS = ("owner", "web", "valve", "backup")
"""As what processes connect to a room's database; on PostgreSQL each is a role."""

FORMER = {"is_demo": False}
"""Settings that an earlier version wrote into `room.toml`, with the value that is still of use."""


class UnusableHome(CommonGroundError):
    """A folder that is missing, is another room's, or says what no room can use."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Embedded(_Strict):
    """SQLite, in the room's own folder."""

    engine: Literal["sqlite"] = "sqlite"


class Served(_Strict):
    """A database of PostgreSQL that is the room's alone."""

    engine: Literal["postgresql"]
    name: str
    host: str = ""
    port: int = 5432
    owner: str
    web: str
    valve: str
    backup: str
    sslmode: str = "prefer"


class Mail(_Strict):
    """Where notices go out."""

    host: str = ""
    port: int = 25
    sender: str = "commonground@localhost"
    use_tls: bool = False
    user: str = ""
    """As whom the room signs in there; the password is in `secrets/mail.json`."""


def is_this_host(host: str) -> bool:
    """Say whether a server at this host is reached without a network."""
    if not host or host == "localhost" or host.startswith("/"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_verified(host: str, *, sslmode: str) -> bool:
    """Say whether nobody on the way to a database can pass for its server."""
    return is_this_host(host) or sslmode == "verify-full"


class RoomSettings(_Strict):
    """What `room.toml` says."""

    room: Room
    address: str = Field(pattern=r"^https?://[a-z0-9.-]+(:\d+)?$")
    """Where people open the room: `https://caseroom.example.org`."""
    listen: str = Field(pattern=r"^(\[[0-9a-f:]+\]|[a-z0-9.-]+):\d{1,5}$")
    """Where its server listens: `127.0.0.1:8442`."""
    proxy: IPvAnyAddress | Literal[""] = ""
    """Address of the reverse proxy, whose word is taken on the scheme and the client's address."""
    keep_backups_days: int = Field(default=30, ge=1)
    """After how many days a backup is deleted."""
    time_zone: str = "UTC"
    scanner: tuple[str, ...] = ()
    """Command that reads a file from its input and ends with 1 if there is a virus in it."""
    database: Embedded | Served = Field(default_factory=Embedded, discriminator="engine")
    mail: Mail = Mail()

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(f"{name!r} is no time zone; write it as America/New_York")
        return name


def room_settings(said: Mapping[str, object]) -> RoomSettings:
    """Return a room's settings of what was said.

    Raises
    ------
    UnusableHome
        If it is not what a room needs.
    """
    kept = {name: value for name, value in said.items() if (name, value) not in FORMER.items()}
    try:
        settings = RoomSettings.model_validate(kept)
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise UnusableHome("; ".join(faults)) from error
    served = settings.database
    if isinstance(served, Served) and not is_verified(served.host, sslmode=served.sslmode):
        raise UnusableHome(
            f"the database is on {served.host}, and with sslmode {served.sslmode!r} anyone on the "
            "way can be that server; use sslmode verify-full"
        )
    return settings


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one room."""

    folder: Path
    settings: RoomSettings

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read `room.toml` of a folder.

        Raises
        ------
        UnusableHome
            If there is none, or it does not say what a room needs.
        """
        path = folder / "room.toml"
        try:
            said = room_settings(tomllib.loads(path.read_text()))
        except OSError as error:
            raise UnusableHome(
                f"{folder} holds no room.toml; `commonground room make` makes a room's folder."
            ) from error
        except (ValueError, UnusableHome) as error:
            raise UnusableHome(f"{path} cannot be used: {error}") from error
        return cls(folder, said)

    @property
    def keyring(self) -> Path:
        """The file of the room's keys."""
        return self.folder / "keys.json"

    @property
    def backup_key(self) -> Path:
        """The file of the key that seals the room's backups."""
        return self.folder / "backup-key.json"

    @property
    def anchors(self) -> Path:
        """The file of the audit's daily anchors, as text."""
        return self.folder / "anchors.txt"

    @property
    def clocks_ran(self) -> Path:
        """The file that was written when the clocks last ran; it names those that failed."""
        return self.folder / "clocks-ran.txt"

    @property
    def demo_mark(self) -> Path:
        """The file that says of a room that the demonstration made it; no other room has one."""
        return self.folder / "demo.json"

    @property
    def database(self) -> Path:
        """The file of an embedded database."""
        return self.folder / "room.sqlite3"

    @property
    def media(self) -> Path:
        """The folder of files that people upload."""
        return self.folder / "media"

    @property
    def backups(self) -> Path:
        """The folder of encrypted backups."""
        return self.folder / "backups"

    def secret(self, part: str) -> dict[str, str]:
        """Return the secrets of one of the room's parts, or of its mail: `web`, `owner`, `mail`."""
        path = self._secret(part)
        try:
            held: dict[str, str] = json.loads(path.read_text())
        except (OSError, ValueError) as error:
            raise UnusableHome(f"{path} holds no secrets that can be read.") from error
        return held

    def has_secret(self, part: str) -> bool:
        """Say whether the room has secrets of a part."""
        return self._secret(part).exists()

    def _secret(self, part: str) -> Path:
        return self.folder / "secrets" / f"{part}.json"


def this_home() -> Home:
    """Return the folder of the room that this process is.

    Raises
    ------
    UnusableHome
        If none is named, or it is another room's.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        raise UnusableHome(f"{VARIABLE} is not set; it names the folder of the room.")
    home = Home.read(Path(named))
    if home.settings.room is not this_room():
        raise UnusableHome(
            f"{home.folder} is the folder of the {home.settings.room}; "
            f"this process is the {this_room()}."
        )
    return home
