"""A room's keys: a file that no other room can read, with each version still in use."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.private import is_open_to_others, write_private

KEY_BYTES = 32
NONCE_BYTES = 12


class UnusableKeyring(CommonGroundError):
    """A file of keys that is missing, unreadable or open to others."""


class WrongKey(CommonGroundError):
    """Something sealed that none of the room's keys opens."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys that seal a room's text, by version, and the key of its fingerprints."""

    current: int
    keys: Mapping[int, bytes]
    fingerprints: bytes

    @classmethod
    def make(cls) -> Self:
        """Make a ring with one key."""
        return cls(1, {1: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))

    def turned(self) -> Keyring:
        """Return the ring with a further key, which seals from now on."""
        version = max(self.keys) + 1
        keys = {**self.keys, version: secrets.token_bytes(KEY_BYTES)}
        return Keyring(version, keys, self.fingerprints)

    def without(self, version: int) -> Keyring:
        """Return the ring without a key that nothing is sealed with any more."""
        keys = {number: key for number, key in self.keys.items() if number != version}
        return Keyring(self.current, keys, self.fingerprints)

    def seal(self, text: str, *, place: str) -> str:
        """Seal a text so that it opens only at its place (AES-256-GCM, the place authenticated)."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, text.encode(), place.encode())
        return f"{self.current}:{base64.b64encode(nonce + sealed).decode()}"

    def reseal(self, sealed: str, *, place: str) -> str:
        """Return what was sealed at this place, sealed with the current key.

        Raises
        ------
        WrongKey
            If no key of the ring opens it there.
        """
        if sealed.startswith(f"{self.current}:"):
            return sealed
        return self.seal(self.open(sealed, place=place), place=place)

    def open(self, sealed: str, *, place: str) -> str:
        """Open what was sealed at this place.

        Raises
        ------
        WrongKey
            If no key of the ring opens it there: another room's, a lost key, or a moved text.
        """
        version, _, body = sealed.partition(":")
        try:
            key, raw = self.keys[int(version)], base64.b64decode(body, validate=True)
            opened = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode())
        except (KeyError, ValueError, binascii.Error, InvalidTag) as error:
            raise WrongKey(
                f"A text of {place.partition('|')[0]} (key {version[:4]}) opens with none of "
                "this room's keys. Put back the file of keys that belongs to this database."
            ) from error
        return opened.decode()

    def fingerprint(self, text: str, *, place: str) -> str:
        """Return a keyed digest, equal for equal texts at one kind of place."""
        message = f"{place}|{text}".encode()
        return hmac.new(self.fingerprints, message, hashlib.sha256).hexdigest()[:32]


def read_keyring(path: Path) -> Keyring:
    """Read a ring from its file.

    Raises
    ------
    UnusableKeyring
        If the file is missing, is not a ring, or can be read by others than its owner.
    """
    try:
        if is_open_to_others(path):
            raise UnusableKeyring(f"{path} can be read by others; make it 0600 and turn its keys.")
        raw = json.loads(path.read_text())
        keys = {int(version): base64.b64decode(key) for version, key in raw["keys"].items()}
        return Keyring(int(raw["current"]), keys, base64.b64decode(raw["fingerprints"]))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise UnusableKeyring(
            f"{path} holds no usable keys ({error.__class__.__name__})."
        ) from error


def write_keyring(ring: Keyring, path: Path) -> None:
    """Write a ring to its file, for its owner alone, whole or not at all."""
    content = {
        "current": ring.current,
        "keys": {str(v): base64.b64encode(key).decode() for v, key in ring.keys.items()},
        "fingerprints": base64.b64encode(ring.fingerprints).decode(),
    }
    write_private(path, json.dumps(content))


def room_keyring() -> Keyring:
    """Return the keys of the room that this process is, as their file holds them at this moment."""
    from django.conf import settings

    path: Path = settings.ROOM_HOME.keyring
    try:
        seen = path.stat()
    except OSError as error:
        raise UnusableKeyring(
            f"{path} holds no usable keys ({error.__class__.__name__}). Put it back from a backup."
        ) from error
    return _read_once(path, (seen.st_ino, seen.st_mtime_ns, seen.st_size, seen.st_mode))


@lru_cache(maxsize=1)
def _read_once(path: Path, _seen: tuple[int, ...]) -> Keyring:
    """Read a ring that was replaced since it was last read; a turn of the keys needs no restart."""
    return read_keyring(path)
