"""The file of a backup: a header that anyone may read, and a sealed archive of the room."""

from __future__ import annotations

import base64
import io
import json
import secrets
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.backups.sealing import OpeningStream, SealingStream
from commonground_web.kernel.fields.backup_key import BackupKey
from commonground_web.kernel.fields.keyring import Keyring

MAGIC = b"commonground backup 1\n"
SALT_BYTES = 32
LONGEST_HEADER = 4096
PART_BYTES = 16 * 1024 * 1024
"""In what lengths the database goes into the archive, since nobody knows its length before."""

SETTINGS = "room.toml"
DATABASE = PurePosixPath("database")
MEDIA = PurePosixPath("media")


class NoBackup(CommonGroundError):
    """A file that is no backup, or not of this room or key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a backup says of itself to everyone who holds it."""

    room: str
    engine: str
    version: str
    made_at: str
    key: str
    """The name of the key that opens it."""
    keyring: str
    """A fingerprint of the keys that open the room's sealed fields; those are not in here."""
    sealed_with: list[int]
    """The versions of those keys that were in use."""
    salt: str


def new_salt() -> str:
    """Return a salt for one backup."""
    return base64.b64encode(secrets.token_bytes(SALT_BYTES)).decode()


def keyring_fingerprint(ring: Keyring) -> str:
    """Return what tells a room's keys from another's and gives nothing of them away."""
    return ring.fingerprint("keyring", place="backup")


@contextmanager
def written_archive(path: Path, header: Header, key: BackupKey) -> Iterator[tarfile.TarFile]:
    """Write a new file, and yield the archive that goes sealed into it."""
    line = json.dumps(asdict(header), sort_keys=True).encode() + b"\n"
    with path.open("xb") as file:
        path.chmod(0o600)
        file.write(MAGIC + line)
        stream = SealingStream(file, key, salt=base64.b64decode(header.salt), header=line)
        with tarfile.open(fileobj=stream, mode="w|") as archive:
            yield archive
        stream.finish()


def add_stream(archive: tarfile.TarFile, stream: IO[bytes]) -> None:
    """Add a database of unknown length, in parts."""
    number = 0
    while part := stream.read(PART_BYTES):
        entry = tarfile.TarInfo(str(DATABASE / f"{number:08}"))
        entry.size = len(part)
        archive.addfile(entry, io.BytesIO(part))
        number += 1


def add_file(archive: tarfile.TarFile, path: Path, name: PurePosixPath) -> None:
    """Add a file, unless it is gone meanwhile: what is deleted needs no backup."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        entry = tarfile.TarInfo(str(name))
        entry.size = path.stat().st_size
        archive.addfile(entry, file)


def read_header(path: Path) -> Header:
    """Read what a backup says of itself.

    Raises
    ------
    NoBackup
        If the file is none.
    """
    with _opened(path) as file:
        return _header(file, path)[0]


@contextmanager
def opened_archive(path: Path, key: BackupKey) -> Iterator[tarfile.TarFile]:
    """Open a backup with its key, and yield the archive, proved chunk by chunk as it is read.

    Raises
    ------
    NoBackup
        If the file is no backup, or was sealed with another key.
    commonground_web.kernel.backups.sealing.DamagedBackup
        If it was changed or cut off.
    """
    with _opened(path) as file:
        header, line = _header(file, path)
        _require_key(header, key)
        salt = base64.b64decode(header.salt)
        stream = OpeningStream(file, key, salt=salt, header=line)
        buffered: io.BufferedIOBase = io.BufferedReader(stream)  # type: ignore[type-var]
        try:
            with tarfile.open(fileobj=buffered, mode="r|") as archive:
                yield archive
                # Tar stops at its own end; the proof that nothing is missing comes after it.
                while stream.read(PART_BYTES):
                    pass
        except tarfile.TarError as error:
            raise NoBackup(f"{path} opens, and holds no room: {error}") from error


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise NoBackup(f"{path} cannot be read ({error.strerror}).") from error


def _header(file: IO[bytes], path: Path) -> tuple[Header, bytes]:
    if file.read(len(MAGIC)) != MAGIC:
        raise NoBackup(f"{path} is no backup of a room.")
    line = file.readline(LONGEST_HEADER)
    try:
        header = Header(**json.loads(line))
        base64.b64decode(header.salt, validate=True)
    except (TypeError, ValueError) as error:
        raise NoBackup(f"{path} is a backup whose header is damaged; take another one.") from error
    return header, line


def _require_key(header: Header, key: BackupKey) -> None:
    if header.room != key.room:
        raise NoBackup(
            f"The backup is the {header.room}'s and the key the {key.room}'s; no room's key opens "
            "another's backup."
        )
    if header.key != key.name:
        raise NoBackup(
            f"The backup was sealed with the key {header.key}, and this is {key.name}; "
            "use the backup-key.json that was kept when it was made."
        )
