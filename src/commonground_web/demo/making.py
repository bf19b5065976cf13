"""Make the demo: three rooms, introduced to each other, in which the story has been played."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from commonground.core.errors import CommonGroundError
from commonground_web.demo.clearing import OURS, clear
from commonground_web.demo.marks import Mark, write_mark
from commonground_web.demo.standing import Standing
from commonground_web.demo.story import STORY, Scene, acts
from commonground_web.kernel.home import Home
from commonground_web.kernel.making import make_room, room_environment
from commonground_web.kernel.rooms import Room
from commonground_web.valves.carrying.carrier import carry_once
from commonground_web.valves.carrying.reaches import reaches_of, write_reaches
from commonground_web.valves.peers import introduce

SAYS = "Made by `make demo`. The next `make demo` deletes this folder and makes it anew.\n"

Say = Callable[[str], None]


class SceneFailed(CommonGroundError):
    """A process of the demo that did not do what it was told."""


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """What the library made of the made-up city, as far as it is at hand."""

    markets: Path | None = None
    """A `markets.geojson` that `find` wrote, whose first place becomes the site's boundary; if left
    out, the boundary is drawn."""
    run: Path | None = None
    """The folder of a study, which the Commons publishes."""

    def facts(self) -> dict[str, str]:
        """Return it as scenes are told it."""
        named = {"markets": self.markets, "run": self.run}
        return {name: str(path.absolute()) for name, path in named.items() if path}


def make_demo(
    folder: Path, *, standing: Standing, at: datetime, made_from: MadeFrom, say: Say
) -> list[Home]:
    """Make the three rooms of the demo in a folder, in place of those of an earlier demo.

    Parameters
    ----------
    folder
        Where; nothing is there yet, or an earlier demo.
    standing
        At which ports, and on which databases.
    at
        The moment; the story ends there.
    made_from
        What the library made, of which the demo shows what is there.
    say
        Is told what is being done.

    Returns
    -------
    list of Home
        The rooms, ready to be opened.

    Raises
    ------
    NotOurs
        If the folder is there and was not made by the demo.
    StillOpen
        If an earlier demo there is open.
    OnAServer
        If an earlier demo there is on PostgreSQL, and this is told of no server.
    SceneFailed
        If a scene fails; says why.
    """
    clear(folder, postgres=standing.postgres)
    folder.mkdir(parents=True)
    (folder / OURS).write_text(SAYS)
    say("Making three rooms")
    with ThreadPoolExecutor() as pool:
        homes = list(pool.map(lambda room: _make(room, folder, standing=standing, at=at), Room))
    introduce(homes)
    reaches = reaches_of(homes)
    write_reaches(reaches, folder / "valve.toml")
    _play(homes, facts=made_from.facts(), at=at, say=say)
    say("Running the clocks")
    for job in ("end", "tick"):  # what the clocks of one room send is received by another's
        with ThreadPoolExecutor() as pool:
            list(pool.map(partial(_told, job=job, at=at), homes))
        carry_once(reaches, at=at)
    return homes


def _make(room: Room, folder: Path, *, standing: Standing, at: datetime) -> Home:
    home = make_room(folder / room, standing.settings(room), admin=standing.postgres)
    addresses = {each: standing.address(each) for each in Room}
    began = at - timedelta(days=STORY[0].days_ago + 1)
    first = str(_told(home, job="begin", at=began))
    write_mark(home, Mark(room=room, addresses=addresses, begins_with=first))
    return home


def _play(homes: Sequence[Home], *, facts: dict[str, str], at: datetime, say: Say) -> None:
    by_room = {home.settings.room: home for home in homes}
    story = acts()
    for number, scenes in enumerate(story):
        first, following = scenes[0], story[number + 1 : number + 2]
        say(f"Playing in the {first.room}: {', '.join(_title(scene) for scene in scenes)}")
        carry_once(reaches_of(homes), at=at - timedelta(days=first.days_ago))
        facts = _told(
            by_room[first.room],
            job="act",
            at=at,
            scenes=[[scene.module, scene.days_ago] for scene in scenes],
            until=following[0][0].days_ago if following else 0,
            facts=facts,
        )


def _title(scene: Scene) -> str:
    return scene.module.rpartition(".")[2].replace("_", " ")


def _told(home: Home, *, job: str, at: datetime, **told: object) -> Any:
    """Have a room's own process do a job, and return its answer."""
    done = subprocess.run(  # noqa: S603 - a module of ours
        [sys.executable, "-m", "commonground_web.demo.playing", job],
        env=room_environment(home),
        input=json.dumps({"at": at.isoformat(), **told}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SceneFailed(
            f"The {home.settings.room} of the demo could not be filled:\n{done.stderr.strip()}"
        )
    return json.loads(done.stdout.splitlines()[-1])
