"""Back a room up: one sealed file, and one event that says so."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.backups.archive import (
    MEDIA,
    SETTINGS,
    Header,
    add_file,
    add_stream,
    keyring_fingerprint,
    new_salt,
    written_archive,
)
from commonground_web.kernel.backups.dumping import UNFINISHED, dumped
from commonground_web.kernel.fields.backup_key import read_backup_key
from commonground_web.kernel.fields.keyring import read_keyring
from commonground_web.kernel.home import Home

SUFFIX = ".backup"


def back_up(home: Home, *, at: datetime) -> Path:
    """Back up the room that this process is, into its folder of backups.

    Parameters
    ----------
    home
        The room's folder.
    at
        The moment, which the file is called after.

    Returns
    -------
    pathlib.Path
        The backup. It holds the database, the uploaded files and `room.toml`, and no keys or
        secrets: whoever holds the backup and its key still cannot read what is sealed.
    """
    key = read_backup_key(home.backup_key)
    ring = read_keyring(home.keyring)
    header = Header(
        room=home.settings.room,
        engine=home.settings.database.engine,
        version=version("commonground"),
        made_at=at.isoformat(),
        key=key.name,
        keyring=keyring_fingerprint(ring),
        sealed_with=sorted(ring.keys),
        salt=new_salt(),
    )
    path = home.backups / f"{home.settings.room}-{at:%Y%m%dT%H%M%SZ}{SUFFIX}"
    unfinished = path.with_name(f"{UNFINISHED}{path.name}")
    try:
        with written_archive(unfinished, header, key) as archive:
            add_file(archive, home.folder / "room.toml", PurePosixPath(SETTINGS))
            # The database first: what a row names is then there, unless it was purged since.
            with dumped(home) as stream:
                add_stream(archive, stream)
            for file in sorted(each for each in home.media.rglob("*") if each.is_file()):
                add_file(archive, file, MEDIA / file.relative_to(home.media).as_posix())
        with access(Setting(actor="system:operator", verb="backup", entity="room"), at=at) as done:
            done.acts.append("room.backed_up")
            unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        raise
    return path
