"""`commonground room`: make and look after a room, and let it meet its neighbours."""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path
from typing import Annotated

import typer

from commonground.core.errors import CommonGroundError
from commonground_web.commands.demo import demo
from commonground_web.commands.entering import enter_room, require_web
from commonground_web.kernel.rooms import Room


class NotFounded(CommonGroundError):
    """First accounts that cannot be made."""


app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

NEGLECTED = 3
"""Exit code of a check that found the room sound, and something that somebody must see to."""

HAND_OVER = "Hand each link to its person yourself: it works once, within two days."

PORTS = {Room.COMMONS: 8441, Room.CASEROOM: 8442, Room.CAREROOM: 8443}

FolderArgument = Annotated[Path, typer.Argument(help="The room's folder.")]
PostgresOption = Annotated[
    str | None,
    typer.Option(
        help="Connection of a superuser of a PostgreSQL server, as `host=... user=...`; the room's "
        "database and roles are made there. Its password is taken from PGPASSWORD."
    ),
]
DatabaseOption = Annotated[
    str | None,
    typer.Option(help="Name of the database on PostgreSQL; commonground_ROOM if left out."),
]


@app.callback()
def _about() -> None:
    """Make and look after a room."""


@app.command()
def make(
    room: Annotated[Room, typer.Argument(help="Which of the three rooms.")],
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
    address: Annotated[
        str | None, typer.Option(help="Where people open it: https://caseroom.example.org.")
    ] = None,
    listen: Annotated[
        str | None, typer.Option(help="Where its server listens: 127.0.0.1:8442.")
    ] = None,
    proxy: Annotated[
        str, typer.Option(help="Address of the reverse proxy before it: 127.0.0.1.")
    ] = "",
    time_zone: Annotated[str, typer.Option(help="Where it stands: America/Chicago.")] = "UTC",
    postgres: PostgresOption = None,
    database: DatabaseOption = None,
) -> None:
    """Make a room: its folder, keys, secrets and tables."""
    require_web()
    from commonground_web.kernel.databases import served_at
    from commonground_web.kernel.home import Embedded, room_settings
    from commonground_web.kernel.making import make_room

    listen = listen or f"127.0.0.1:{PORTS[room]}"
    name = database or f"commonground_{room}"
    settings = room_settings(
        {
            "room": room,
            "address": address or f"http://{room}.localhost:{listen.rpartition(':')[2]}",
            "listen": listen,
            "proxy": proxy,
            "time_zone": time_zone,
            "database": served_at(postgres, name=name) if postgres else Embedded(),
        }
    )
    home = make_room(folder.absolute(), settings, admin=postgres)
    typer.echo(f"Made the {room} in {home.folder}.")
    typer.echo(
        "Copy keys.json and backup-key.json to a place of their own now: no backup holds them."
    )


@app.command()
def migrate(folder: FolderArgument) -> None:
    """Bring a room's tables to what this version needs, and set their guard anew."""
    home = enter_room(folder)
    from commonground_web.kernel.making import migrate_room

    migrate_room(home)
    typer.echo(f"The tables of the {home.settings.room} are those of this version.")


@app.command()
def check(folder: FolderArgument) -> None:
    """Look whether a room is sound, as `up` does, too, and whether anything of it is neglected."""
    home = enter_room(folder)
    from commonground_web.kernel.checking import require_sound, what_may_be_logged
    from commonground_web.kernel.clock import now
    from commonground_web.kernel.neglect import what_is_neglected
    from commonground_web.valves.boxes.receiving import what_is_stuck

    require_sound(home)
    found = what_is_neglected(home, at=now()), what_is_stuck(at=now()), what_may_be_logged(home)
    if neglected := [line for lines in found for line in lines]:
        lines = "\n".join(f"- {line}" for line in neglected)
        typer.echo(f"The {home.settings.room} is sound, but somebody must look:\n{lines}", err=True)
        raise typer.Exit(NEGLECTED)
    typer.echo(f"The {home.settings.room} is sound.")


@app.command()
def backup(folder: FolderArgument) -> None:
    """Back a room up into one sealed file in its folder of backups."""
    home = enter_room(folder)
    from commonground_web.kernel.backups.making import back_up
    from commonground_web.kernel.clock import now

    typer.echo(str(back_up(home, at=now())))


@app.command()
def restore(
    backup: Annotated[Path, typer.Argument(help="The sealed file.")],
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
    keys: Annotated[
        Path, typer.Option(help="Folder in which keys.json and backup-key.json were kept.")
    ],
    postgres: PostgresOption = None,
    database: DatabaseOption = None,
) -> None:
    """Bring a room back from a backup, into a new folder and database; whole or not at all."""
    require_web()
    from commonground_web.kernel.backups.restoring import restored
    from commonground_web.kernel.home import Home

    with restored(
        backup, folder.absolute(), keys=keys, admin=postgres, database=database
    ) as unpacked:
        home = enter_room(unpacked.folder)
        from commonground_web.kernel.backups.resuming import resume
        from commonground_web.kernel.clock import now

        resume(home, at=now())
    home = Home.read(folder.absolute())
    typer.echo(f"Restored the {home.settings.room} into {home.folder}.")
    typer.echo("Now run `commonground audit verify` with the anchors that were kept elsewhere.")


@app.command()
def found(
    folder: FolderArgument,
    first: Annotated[str, typer.Option(help='One person, as "Name <address>".')],
    second: Annotated[str, typer.Option(help="Another person, likewise.")],
) -> None:
    """Make a room's first two accounts, and print a link for each, which works once."""
    people = _person(first), _person(second)
    enter_room(folder)
    from commonground_web.kernel.access.actions import Refused
    from commonground_web.kernel.accounts.founding import found_room
    from commonground_web.kernel.clock import now

    try:
        links = found_room(first=people[0], second=people[1], at=now())
    except Refused as refused:
        raise NotFounded(str(refused)) from refused
    for (address, _), link in zip(people, links, strict=True):
        typer.echo(f"{address}: {link}")
    typer.echo(HAND_OVER)


@app.command(name="renew-links")
def renew_links(folder: FolderArgument) -> None:
    """Print a new link for each of the first two who has not come in; the old ones work no more."""
    enter_room(folder)
    from commonground_web.kernel.access.actions import Refused
    from commonground_web.kernel.accounts.founding import renew_founders_links
    from commonground_web.kernel.clock import now

    try:
        links = renew_founders_links(at=now())
    except Refused as refused:
        raise NotFounded(str(refused)) from refused
    for name, link in links.items():
        typer.echo(f"{name}: {link}")
    typer.echo(HAND_OVER)


def _person(said: str) -> tuple[str, str]:
    """Return the address and the name of a person who was named as mail does."""
    name, address = parseaddr(said)
    if not name or "@" not in address:
        raise NotFounded(f'{said!r} names nobody; say it as "Name <address>".')
    return address, name


@app.command()
def introduce(
    folders: Annotated[list[Path], typer.Argument(help="Folders of rooms on this machine.")],
) -> None:
    """Hand rooms on one machine each other's cards, and write valve.toml beside them."""
    require_web()
    from commonground_web.kernel.home import Home
    from commonground_web.valves.carrying.reaches import reaches_of, write_reaches
    from commonground_web.valves.peers import introduce as hand_cards

    homes = [Home.read(folder.absolute()) for folder in folders]
    hand_cards(homes)
    valve_toml = homes[0].folder.parent / "valve.toml"
    write_reaches(reaches_of(homes), valve_toml)
    typer.echo(f"Introduced {', '.join(home.settings.room for home in homes)}; see {valve_toml}.")


@app.command()
def card(folder: FolderArgument) -> None:
    """Print the card that a room hands to its neighbours; it holds nothing secret."""
    require_web()
    from commonground_web.kernel.home import Home
    from commonground_web.valves.peers import public_card

    typer.echo(public_card(Home.read(folder.absolute())).as_toml(), nl=False)


@app.command()
def accept(
    folder: FolderArgument,
    card: Annotated[Path, typer.Argument(help="File with the card of a neighbour.")],
) -> None:
    """Keep the card of a neighbour, so that messages from it are believed and sealed for it."""
    require_web()
    from commonground_web.kernel.home import Home
    from commonground_web.valves.peers import accept_card, read_card

    home = Home.read(folder.absolute())
    accepted = read_card(card)
    accept_card(home, accepted)
    typer.echo(f"The {home.settings.room} knows the {accepted.room} now.")


@app.command(name="turn-keys")
def turn_keys(folder: FolderArgument) -> None:
    """Seal everything that is sealed with a new key, and take the old ones away."""
    enter_room(folder)
    from commonground_web.kernel.clock import now
    from commonground_web.kernel.keys.rotation import rotate_keys

    turned = rotate_keys(at=now())
    typer.echo(f"Sealed {turned.resealed:,} rows with key {turned.version}.")
    typer.echo("Copy keys.json to where the room's keys are kept; older backups need the old copy.")


@app.command(name="turn-valve-keys")
def turn_valve_keys(folder: FolderArgument) -> None:
    """Make new keys to sign and open messages with, and print the card that neighbours need now."""
    require_web()
    from commonground_web.kernel.home import Home
    from commonground_web.kernel.valve_keys import turn_valve_keys as turn
    from commonground_web.valves.peers import public_card

    home = Home.read(folder.absolute())
    turn(home.folder)
    typer.echo(public_card(home).as_toml(), nl=False)


app.command()(demo)
