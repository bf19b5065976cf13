"""Become a room: what a command does before it can touch a database."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonground_web.kernel.home import Home


def enter_room(folder: Path) -> Home:
    """Make this process the room of a folder, as its web connects; a process enters one room only.

    Raises
    ------
    commonground_web.kernel.home.UnusableHome
        If the folder is no room's.
    """
    import django

    from commonground_web.kernel.home import Home
    from commonground_web.kernel.making import room_environment

    home = Home.read(folder.absolute())
    os.environ.update(room_environment(home))
    django.setup()
    return home
