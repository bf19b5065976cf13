"""Bring a room back from a backup: a new folder, and a new database; whole or not at all."""

from __future__ import annotations

import secrets
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tarfile import TarFile
from typing import IO

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.backups.archive import (
    DATABASE,
    MEDIA,
    SETTINGS,
    Header,
    NoBackup,
    keyring_fingerprint,
    opened_archive,
    read_header,
)
from commonground_web.kernel.backups.dumping import load
from commonground_web.kernel.databases import served_at
from commonground_web.kernel.fields.backup_key import read_backup_key
from commonground_web.kernel.fields.keyring import read_keyring
from commonground_web.kernel.home import Embedded, Home, RoomSettings, room_settings
from commonground_web.kernel.making import make_folder, migrate_room, room_database, write_folder
from commonground_web.kernel.private import read_private, write_private

KEYS = ("keys.json", "backup-key.json")
"""Files of a room that no backup holds, and without which none is of use."""

ALSO_KEPT = ("valve-keys.json", "valve-peers.toml")
"""Further files that no backup holds: with them, what was on its way to the room still opens."""


DUMP = "database.dump"


class WrongKeys(CommonGroundError):
    """Keys that are not those of the room that a backup is of."""


class FolderTaken(CommonGroundError):
    """A folder that a room cannot be restored into, since something is there."""


@contextmanager
def restored(
    backup: Path,
    folder: Path,
    *,
    keys: Path,
    admin: str | None = None,
    database: str | None = None,
) -> Iterator[Home]:
    """Bring a room back, and yield it under a name for the time being; then it gets its own.

    If anything fails, also in the block, the folder and the database are taken away again, and
    nothing else was touched.

    Parameters
    ----------
    backup
        The file.
    folder
        Where the room is to live; must not be there yet.
    keys
        Folder in which the room's key files were kept.
    admin
        Connection string of a superuser of the PostgreSQL server, where the room is served.
    database
        Name of the new database there; the one it had if left out.

    Raises
    ------
    FolderTaken
        If the folder is there.
    WrongKeys
        If the keys are not those of the room.
    commonground_web.kernel.backups.archive.NoBackup
        If the file is no backup, or of another key.
    commonground_web.kernel.backups.sealing.DamagedBackup
        If it was changed or cut off.
    """
    if folder.exists():
        raise FolderTaken(f"{folder} is there already; a room is restored into a new folder.")
    beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        _unpack(backup, beside / "unpacked", keys=keys)
        home = _furnished(beside, keys=keys, admin=admin, database=database)
        with room_database(home, admin=admin):
            load(beside / "unpacked" / DUMP, home)
            migrate_room(home)
            shutil.rmtree(beside / "unpacked")
            yield home
            beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _unpack(backup: Path, folder: Path, *, keys: Path) -> None:
    """Write all that a backup holds into a new folder, once the keys are known to be right."""
    with opened_archive(backup, read_backup_key(keys / "backup-key.json")) as archive:
        _require_keyring(read_header(backup), keys / "keys.json")
        make_folder(folder)
        folder.parent.chmod(0o700)
        _extract(archive, folder)


def _require_keyring(header: Header, path: Path) -> None:
    ring = read_keyring(path)
    if header.keyring != keyring_fingerprint(ring):
        raise WrongKeys(
            f"{path} does not hold the keys of this room; what is sealed in the backup would not "
            "open with them."
        )
    if missing := set(header.sealed_with) - set(ring.keys):
        raise WrongKeys(
            f"{path} lacks key {min(missing)}, which the backup needs; keys were turned since. "
            "Use the copy of keys.json from when the backup was made."
        )


def _furnished(folder: Path, *, keys: Path, admin: str | None, database: str | None) -> Home:
    unpacked = folder / "unpacked"
    settings = _settings(unpacked / SETTINGS, admin=admin, database=database)
    home = write_folder(folder, settings)
    for name in [*KEYS, *(each for each in ALSO_KEPT if (keys / each).exists())]:
        write_private(folder / name, read_private(keys / name))
    if (unpacked / MEDIA).is_dir():
        home.media.rmdir()
        (unpacked / MEDIA).rename(home.media)
        home.media.chmod(0o700)
    return home


def _settings(path: Path, *, admin: str | None, database: str | None) -> RoomSettings:
    settings = room_settings(tomllib.loads(path.read_text()))
    if isinstance(settings.database, Embedded):
        return settings
    if admin is None:
        raise NoBackup(
            "The backup is of a room on PostgreSQL; name the connection of a superuser: --postgres."
        )
    served = served_at(admin, name=database or settings.database.name)
    return settings.model_copy(update={"database": served})


def _extract(archive: TarFile, folder: Path) -> None:
    """Write what an archive holds; only what a backup has is known, and links are not."""
    for entry in archive:
        name = PurePosixPath(entry.name)
        content = archive.extractfile(entry) if entry.isreg() else None
        if content is None or name.is_absolute() or ".." in name.parts:
            raise NoBackup(f"The backup holds {entry.name}, which no room has.")
        if name.parent == DATABASE:
            _write(content, folder / DUMP, mode="ab")
        elif name.parts[0] == str(MEDIA) or str(name) == SETTINGS:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            _write(content, folder / name, mode="xb")
        else:
            raise NoBackup(f"The backup holds {entry.name}, which no room has.")


def _write(content: IO[bytes], path: Path, *, mode: str) -> None:
    with path.open(mode) as file:
        shutil.copyfileobj(content, file)
