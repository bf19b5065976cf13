"""Files for their owner alone: written whole or not at all, refused once others can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from commonground.core.errors import CommonGroundError


class NotPrivate(CommonGroundError):
    """A file that is missing, or that others than its owner can read."""


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def is_open_to_others(path: Path) -> bool:
    """Say whether anybody but its owner may read or write a file."""
    return bool(path.stat().st_mode & 0o077)


def read_private(path: Path) -> str:
    """Read a file that its owner alone may read.

    Raises
    ------
    NotPrivate
        If it is not there, or others can read it.
    """
    try:
        if is_open_to_others(path):
            raise NotPrivate(f"{path} can be read by others; make it 0600, and what it holds anew.")
        return path.read_text()
    except OSError as error:
        raise NotPrivate(f"{path} cannot be read ({error.strerror}).") from error
