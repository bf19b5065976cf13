"""The keys with which a room signs what it sends by a valve, and opens what it receives."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.private import is_open_to_others, write_private

FILE = "valve-keys.json"
"""Name of the file, in the room's folder."""

KEPT = 2
"""How many pairs are kept: the one in use, and the one before for what is still under way."""


class UnusableValveKeys(CommonGroundError):
    """A file of valve keys that is missing, unreadable or open to others."""


@dataclass(frozen=True, slots=True)
class ValveKey:
    """A private pair: Ed25519 to sign, X25519 to open."""

    signing: Ed25519PrivateKey
    opening: X25519PrivateKey

    @classmethod
    def make(cls) -> Self:
        """Make a new pair."""
        return cls(Ed25519PrivateKey.generate(), X25519PrivateKey.generate())


def turn_valve_keys(folder: Path) -> None:
    """Add a pair to a room's keys, which is used from now on; the others need its card anew."""
    path = folder / FILE
    write_valve_keys((ValveKey.make(), *read_valve_keys(path))[:KEPT], path)


def read_valve_keys(path: Path) -> tuple[ValveKey, ...]:
    """Read a room's pairs, the one in use first.

    Raises
    ------
    UnusableValveKeys
        If the file is missing, holds no keys, or can be read by others than its owner.
    """
    try:
        if is_open_to_others(path):
            raise UnusableValveKeys(
                f"{path} can be read by others; make it 0600, turn the room's valve keys and hand "
                "out its card anew."
            )
        keys = tuple(
            ValveKey(
                Ed25519PrivateKey.from_private_bytes(base64.b64decode(pair["signing"])),
                X25519PrivateKey.from_private_bytes(base64.b64decode(pair["opening"])),
            )
            for pair in json.loads(path.read_text())
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise UnusableValveKeys(
            f"{path} holds no usable valve keys ({error.__class__.__name__})."
        ) from error
    if not keys:
        raise UnusableValveKeys(f"{path} holds no valve keys.")
    return keys


def write_valve_keys(keys: Sequence[ValveKey], path: Path) -> None:
    """Write a room's pairs, the one in use first, for its owner alone."""
    content = [
        {
            "signing": base64.b64encode(key.signing.private_bytes_raw()).decode(),
            "opening": base64.b64encode(key.opening.private_bytes_raw()).decode(),
        }
        for key in keys
    ]
    write_private(path, json.dumps(content))
