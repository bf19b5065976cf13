"""`commonground tick`: run the clocks of rooms once, and carry what waits between them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonground_web.commands.entering import carriage_of, homes_in, require_web


def tick(
    folder: Annotated[
        Path, typer.Argument(help="A room's folder, or that of commons/, caseroom/ and careroom/.")
    ],
) -> None:
    """Run each clock once, and carry what waits between rooms; nothing is done twice."""
    require_web()
    from commonground_web.kernel.home import Home
    from commonground_web.running.round import go_round

    if (folder / "room.toml").exists():
        code = go_round([Home.read(folder.absolute())], carriage=None)
    else:
        code = go_round(homes_in(folder), carriage=carriage_of(folder))
    raise typer.Exit(code)
