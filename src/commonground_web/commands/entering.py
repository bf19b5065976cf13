"""Become a room: what a command does before it can touch a database."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from commonground.core.errors import CommonGroundError

if TYPE_CHECKING:
    from commonground_web.kernel.home import Home

NEEDED = ("cryptography", "django", "gunicorn", "psycopg")


class NotInstalled(CommonGroundError):
    """The workspace's own libraries, which the library and its commands do without."""


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
