"""`commonground tick`: run a room's clocks once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonground_web.commands.entering import enter_room


def tick(folder: Annotated[Path, typer.Argument(help="The room's folder.")]) -> None:
    """Run each clock of a room once; what is done already is not done twice."""
    enter_room(folder)
    from commonground_web.kernel.clock import now
    from commonground_web.kernel.clocks import room_clocks, run_clocks

    failed = run_clocks(room_clocks(), at=now())
    if failed is None:
        typer.echo("Another process is running the clocks of this room; nothing was done.")
    elif failed:
        typer.echo(f"Failed: {', '.join(failed)}. The others ran; see above why.", err=True)
        raise typer.Exit(1)
