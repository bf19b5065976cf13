"""Take an earlier demo away: its folder, its databases on a server, and nothing else."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.databases import drop_database
from commonground_web.kernel.home import Home, Served

OURS = "made-by-the-demo.txt"
"""File by which the demo knows a folder as its own."""


class NotOurs(CommonGroundError):
    """A folder that the demo did not make, and so does not delete."""


class StillOpen(CommonGroundError):
    """Rooms of an earlier demo that are open."""


class OnAServer(CommonGroundError):
    """An earlier demo whose databases are on a server that was not named."""


def clear(folder: Path, *, postgres: str | None = None) -> None:
    """Delete an earlier demo, with its databases on a server, and nothing else.

    Raises
    ------
    NotOurs
        If the folder is there and was not made by the demo.
    StillOpen
        If one of its rooms is open.
    OnAServer
        If its databases are on a server that was not named.
    """
    if not folder.exists():
        return
    if folder.is_symlink() or not (folder / OURS).is_file():
        raise NotOurs(
            f"{folder} is there, and the demo did not make it: it holds no {OURS}. "
            "Name another folder, or move this one away."
        )
    homes = [Home.read(path.parent) for path in sorted(folder.glob("*/room.toml"))]
    for home in homes:
        if _is_open(home):
            raise StillOpen(
                f"The {home.settings.room} of the demo is open, or another program holds "
                f"{home.settings.listen}. Stop it first: Ctrl-C where `make up` runs."
            )
    served = [db for home in homes if isinstance(db := home.settings.database, Served)]
    if served and postgres is None:
        raise OnAServer(
            f"The demo in {folder} is on PostgreSQL; name its server with --postgres, so that its "
            "databases go with it."
        )
    for database in served:
        drop_database(database, admin=str(postgres))
    shutil.rmtree(folder)


def _is_open(home: Home) -> bool:
    host, _, port = home.settings.listen.rpartition(":")
    with socket.socket() as trial:
        return trial.connect_ex((host, int(port))) == 0
