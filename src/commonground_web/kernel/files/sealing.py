"""Seal a file in chunks, and open it again chunk by chunk (AES-256-GCM, a key for each file)."""

from __future__ import annotations

import os
import secrets
import struct
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from commonground_web.kernel.fields.keyring import KEY_BYTES, NONCE_BYTES, WrongKey

CHUNK = 64 * 1024
TAG_BYTES = 16

_NOT_SEALED = (
    "The content of a file is missing, or is not what was sealed. Put the folder of files back "
    "that belongs to this database."
)


def new_key() -> bytes:
    """Return a key for one file."""
    return secrets.token_bytes(KEY_BYTES)


def write_sealed(content: bytes, path: Path, *, key: bytes, place: str) -> None:
    """Write a file sealed, for its owner alone, whole or not at all.

    Each chunk is bound to the file, to its number and to whether it is the last, so that none can
    be moved, left out or cut off without being noticed. A key seals one file only, so that the
    numbers of the chunks serve as nonces.
    """
    cipher = AESGCM(key)
    beside = path.with_name(f".{path.name}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for number, start in enumerate(range(0, max(len(content), 1), CHUNK)):
                is_last = start + CHUNK >= len(content)
                chunk = content[start : start + CHUNK]
                bound = _bound(place, number, is_last=is_last)
                file.write(cipher.encrypt(_nonce(number), chunk, bound))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def open_sealed(path: Path, *, key: bytes, place: str, size: int) -> Iterator[bytes]:
    """Yield the content of a sealed file, chunk by chunk.

    Raises
    ------
    WrongKey
        If it is not what was sealed there: another key's, moved, changed or cut off.
    """
    cipher = AESGCM(key)
    chunks = max(1, -(-size // CHUNK))
    try:
        with path.open("rb") as file:
            for number in range(chunks):
                sealed = file.read(CHUNK + TAG_BYTES)
                bound = _bound(place, number, is_last=number == chunks - 1)
                yield cipher.decrypt(_nonce(number), sealed, bound)
            is_longer = bool(file.read(1))
    except (OSError, InvalidTag) as error:
        raise WrongKey(_NOT_SEALED) from error
    if is_longer:
        raise WrongKey(_NOT_SEALED)


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE_BYTES)


def _bound(place: str, number: int, *, is_last: bool) -> bytes:
    return place.encode() + struct.pack(">Q?", number, is_last)
