"""The key that seals a room's backups; an operator keeps a copy of it away from the room."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.private import NotPrivate, read_private, write_private
from commonground_web.kernel.rooms import Room

KEY_BYTES = 32


class UnusableBackupKey(CommonGroundError):
    """A file that holds no backup key, or one that others can read."""


@dataclass(frozen=True, slots=True)
class BackupKey:
    """The key of one room's backups."""

    room: Room
    secret: bytes

    @classmethod
    def make(cls, room: Room) -> Self:
        """Make a key for a room."""
        return cls(room, secrets.token_bytes(KEY_BYTES))

    @property
    def name(self) -> str:
        """What tells this key from others and gives nothing of it away."""
        return hashlib.sha256(b"commonground backup key" + self.secret).hexdigest()[:16]


def write_backup_key(key: BackupKey, path: Path) -> None:
    """Write a key to its file, for its owner alone."""
    secret = base64.b64encode(key.secret).decode()
    write_private(path, json.dumps({"room": key.room, "key": secret}))


def read_backup_key(path: Path) -> BackupKey:
    """Read a key from its file.

    Raises
    ------
    UnusableBackupKey
        If the file is missing, holds no key, or can be read by others.
    """
    try:
        held = json.loads(read_private(path))
        key = BackupKey(Room(held["room"]), base64.b64decode(held["key"], validate=True))
    except NotPrivate as error:
        raise UnusableBackupKey(str(error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise UnusableBackupKey(
            f"{path} holds no backup key; put the copy that was kept elsewhere in its place."
        ) from error
    if len(key.secret) != KEY_BYTES:
        raise UnusableBackupKey(f"{path} holds a key of {len(key.secret)} bytes, not {KEY_BYTES}.")
    return key
