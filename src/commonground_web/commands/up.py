"""`commonground up`: open rooms until told to stop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonground.core.errors import CommonGroundError
from commonground_web.commands.entering import require_web
from commonground_web.kernel.rooms import Room

if TYPE_CHECKING:
    from commonground_web.kernel.home import Home

TITLES = {Room.COMMONS: "Commons", Room.CASEROOM: "Case room", Room.CAREROOM: "Care room"}


class NoRooms(CommonGroundError):
    """A folder in which no room lives."""


def up(
    folder: Annotated[Path, typer.Argument(help="Folder of commons/, caseroom/ and careroom/.")],
    room: Annotated[
        Room | None, typer.Option(help="Open this room alone, as on a host of its own.")
    ] = None,
) -> None:
    """Open each room in processes of its own, and stop them all together on Ctrl-C."""
    require_web()
    from commonground_web.running.supervisor import Supervisor

    homes = _homes(folder.absolute(), room)
    valve_toml = folder.absolute() / "valve.toml"
    supervisor = Supervisor(
        homes,
        say=lambda text: typer.echo(text, err=True),
        carriage=valve_toml if room is None and valve_toml.exists() else None,
    )
    code = supervisor.run(opened=_say_open)
    typer.echo("Stopped.", err=True)
    raise typer.Exit(code)


def _homes(folder: Path, room: Room | None) -> list[Home]:
    from commonground_web.kernel.home import Home, UnusableHome

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


def _say_open(home: Home) -> None:
    from commonground_web.running.manager import say_open

    say_open()
    typer.echo(f"{TITLES[home.settings.room]:10} {home.settings.address}")
