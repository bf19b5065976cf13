"""`commonground publish`: bring what a run says into the Commons, as a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonground.core.errors import CommonGroundError
from commonground_web.commands.entering import enter_room
from commonground_web.kernel.rooms import Room


class NotPublished(CommonGroundError):
    """A run that cannot be brought in."""


def publish(
    run: Annotated[Path, typer.Argument(help="The folder of a run, or of found places.")],
    site: Annotated[str, typer.Option(help="The site that it is about: its name, or its id.")],
    room: Annotated[Path, typer.Option(help="The folder of the Commons.")] = Path("rooms/commons"),
) -> None:
    """Bring what a run says into the Commons; one there vouches for it, another publishes it."""
    home = enter_room(room)
    if home.settings.room is not Room.COMMONS:
        raise NotPublished(
            f"{room} is the {home.settings.room}; runs are published in the Commons."
        )
    from commonground_web.commons.runs.actions import bring_in
    from commonground_web.commons.runs.reading import read_folder
    from commonground_web.commons.sites.models import Site
    from commonground_web.kernel.access.actions import Refused
    from commonground_web.kernel.access.actor import system_actor
    from commonground_web.kernel.clock import now

    known = {str(one.pk): one for one in Site.objects.order_by("name")}
    found = known.get(site) or next((one for one in known.values() if one.name == site), None)
    if found is None:
        there = ", ".join(map(str, known.values())) or "none"
        raise NotPublished(f"There is no site {site!r}; there are: {there}.")
    try:
        bring_in(site=found, headline=read_folder(run), by=system_actor("publish"), at=now())
    except Refused as refused:
        raise NotPublished(str(refused)) from refused
    typer.echo(f"Brought in for {found}, as a draft.")
    typer.echo(
        f"One person there vouches for it, and another publishes it: {home.settings.address}/runs/"
    )
