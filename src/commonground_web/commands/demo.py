"""`commonground room demo`: make three rooms and fill them with made-up people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonground_web.commands.entering import require_web
from commonground_web.kernel.rooms import Room

FIRST_PORT = 8441


def demo(
    folder: Annotated[Path, typer.Argument(help="Folder for the rooms of the demo.")],
    markets: Annotated[
        Path | None,
        typer.Option(
            exists=True, help="A markets.geojson of `find`; its first place is the demo's site."
        ),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="A folder of a study, which the demo publishes."
        ),
    ] = None,
    port: Annotated[
        int, typer.Option(min=1024, max=65533, help="Port of the Commons; the others follow.")
    ] = FIRST_PORT,
    postgres: Annotated[
        str | None,
        typer.Option(
            help="Connection of a superuser of a PostgreSQL server on this computer, as "
            "`host=... user=...`; the demo's databases are made there. SQLite if left out."
        ),
    ] = None,
) -> None:
    """Make three rooms with made-up people in them, in place of those of an earlier demo."""
    require_web()
    from commonground_web.demo.making import MadeFrom, make_demo
    from commonground_web.demo.standing import Standing
    from commonground_web.kernel.clock import now

    ports = {room: port + number for number, room in enumerate(Room)}
    homes = make_demo(
        folder.absolute(),
        standing=Standing(ports, postgres),
        at=now(),
        made_from=MadeFrom(markets=markets, run=run),
        say=_say,
    )
    typer.echo("Three rooms are ready, filled with made-up people:")
    for home in homes:
        typer.echo(f"  {home.settings.room:9} {home.settings.address}")
    typer.echo(f"Now run `make up` (or `commonground up {folder}`), and take the tour:")
    typer.echo(f"  {homes[0].settings.address}/demo/tour/")


def _say(text: str) -> None:
    typer.echo(f"{text} ...", err=True)
