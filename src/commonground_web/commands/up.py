"""`commonground up`: open rooms until told to stop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonground_web.commands.entering import carriage_of, homes_in, require_web
from commonground_web.kernel.rooms import Room

if TYPE_CHECKING:
    from commonground_web.kernel.home import Home

TITLES = {Room.COMMONS: "Commons", Room.CASEROOM: "Case room", Room.CAREROOM: "Care room"}


def up(
    folder: Annotated[Path, typer.Argument(help="Folder of commons/, caseroom/ and careroom/.")],
    room: Annotated[
        Room | None, typer.Option(help="Open this room alone, as on a host of its own.")
    ] = None,
) -> None:
    """Open each room in processes of its own, and stop them all together on Ctrl-C."""
    require_web()
    from commonground_web.running.supervisor import Supervisor

    supervisor = Supervisor(
        homes_in(folder, room),
        say=lambda text: typer.echo(text, err=True),
        carriage=None if room else carriage_of(folder),
    )
    code = supervisor.run(opened=_say_open)
    typer.echo("Stopped.", err=True)
    raise typer.Exit(code)


def _say_open(home: Home) -> None:
    from commonground_web.running.manager import say_open

    say_open()
    typer.echo(f"{TITLES[home.settings.room]:10} {home.settings.address}")
