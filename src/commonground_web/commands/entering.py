"""Become a room: what a command does before it can touch a database."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.rooms import Room

if TYPE_CHECKING:
    from commonground_web.kernel.home import Home

NEEDED = ("cryptography", "django", "gunicorn", "psycopg")


class NotInstalled(CommonGroundError):
    """The workspace's own libraries, which the library and its commands do without."""


class NoRooms(CommonGroundError):
    """A folder in which no room lives."""


def require_web() -> None:
    """Do nothing where what the workspace needs is installed.

    Raises
    ------
    NotInstalled
        If it is not.
    """
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise NotInstalled(
            f"The workspace needs {', '.join(missing)}; install Common Ground with the extra `web`."
        )


def enter_room(folder: Path) -> Home:
    """Make this process the room of a folder, as its web connects; a process enters one room only.

    Raises
    ------
    commonground_web.kernel.home.UnusableHome
        If the folder is no room's.
    commonground_web.kernel.databases.NoAnswer
        If its database does not answer.
    """
    require_web()
    import django

    from commonground_web.kernel.databases import require_answer
    from commonground_web.kernel.home import Home
    from commonground_web.kernel.making import room_environment

    home = Home.read(folder.absolute())
    os.environ.update(room_environment(home))
    django.setup()
    require_answer()
    return home


def homes_in(folder: Path, room: Room | None = None) -> list[Home]:
    """Return the rooms that live in a folder, or the one that is asked for.

    Parameters
    ----------
    folder
        The folder of `commons/`, `caseroom/` and `careroom/`, or of those of them that are here.
    room
        The room that alone is wanted.

    Raises
    ------
    NoRooms
        If none lives there.
    commonground_web.kernel.home.UnusableHome
        If a folder is no room's, or another room's than its name says.
    """
    from commonground_web.kernel.home import Home, UnusableHome

    folder = folder.absolute()
    wanted = [room] if room else [each for each in Room if (folder / each).is_dir()]
    if not wanted:
        raise NoRooms(
            f"{folder} holds no folder called {', '.join(Room)}; "
            "`commonground room make` makes a room."
        )
    homes = [Home.read(folder / each) for each in wanted]
    for each, home in zip(wanted, homes, strict=True):
        if home.settings.room is not each:
            raise UnusableHome(f"{home.folder} is the folder of the {home.settings.room}.")
    return homes


def carriage_of(folder: Path) -> Path | None:
    """Return the settings of the carrier beside the rooms of a folder, where it has one."""
    settings = folder.absolute() / "valve.toml"
    return settings if settings.exists() else None
