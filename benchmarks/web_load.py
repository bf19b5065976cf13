"""Three rooms under load: 50 signed-in people a room, each asking once in five seconds.

`python -m benchmarks.web_load` opens the rooms with `commonground up` on each engine, and measures
from the moment a request was due to its last byte. On PostgreSQL it needs a server:
`scripts/with-postgres --durable python -m benchmarks.web_load`. `--seconds 30` makes it short.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from commonground_web.kernel.home import Home

PEOPLE = 50
"""Signed-in people a room."""

EVERY_S = 5.0
"""Each of them asks for something once in so many seconds."""

SECONDS = 300
BAR_MS = 300.0
"""The slowest of twenty pages may take so long: the 95th percentile in each room."""

SHARES = {"list": 50, "page": 30, "form": 12, "write": 8}
"""How often, of a hundred times, people look at a list, open a page or a form, or send one."""

WORDS = "Plain+words"
"""What forms are filled in with; each time with something else behind it, as names are unique."""

OPEN_WITHIN_S = 60.0
LONGEST_S = 30.0
SEED = 7
SERVER = "COMMONGROUND_TEST_POSTGRES"
PROGRAM = (sys.executable, "-c", "from commonground.cli import main; main()")


@dataclass(slots=True)
class Measured:
    """What the people of one room waited for."""

    waits_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def all_ms(self) -> list[float]:
        """Every wait, whatever for."""
        return [wait for waits in self.waits_ms.values() for wait in waits]


def main() -> int:
    """Measure on each engine, and compare with the bar; an engine that is not here misses it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    seconds = parser.parse_args().seconds
    held = [_holds(engine, seconds) for engine in ("sqlite", "postgresql")]
    return int(not all(held))


def _holds(engine: str, seconds: int) -> bool:
    if engine == "postgresql" and not os.environ.get(SERVER):
        print("postgresql  is not here: run this by `scripts/with-postgres --durable`; MISSED")
        return False
    with TemporaryDirectory() as folder, _opened(Path(folder), engine) as homes:
        people = {room: _people(home) for room, home in homes.items()}
        measured = asyncio.run(_load(homes, people, seconds))
    held = [_printed(engine, room, found) for room, found in measured.items()]
    return all(held)


def _printed(engine: str, room: str, found: Measured) -> bool:
    waits = found.all_ms
    slow = _p95(waits)
    is_held = slow <= BAR_MS and not found.errors
    print(
        f"{engine:10}  {room:8}  {len(waits):6,} requests, median {median(waits):5.1f} ms, "
        f"95 % within {slow:6.1f} ms, slowest {max(waits):6.0f} ms, "
        f"{found.errors.total()} errors; bar {BAR_MS:.0f} ms: {'held' if is_held else 'MISSED'}"
    )
    for kind, kinds in sorted(found.waits_ms.items()):
        print(f"{'':22}{kind:5}  {len(kinds):6,}, 95 % within {_p95(kinds):6.1f} ms")
    for error, times in found.errors.most_common(5):
        print(f"{'':22}{times} times {error}")
    return is_held


def _p95(waits: list[float]) -> float:
    return quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0]


@contextmanager
def _opened(folder: Path, engine: str) -> Iterator[Mapping[str, Home]]:
    """Make three rooms that know each other, and open them while the block lasts."""
    from commonground_web.kernel.rooms import Room
    from commonground_web.valves.peers import introduce
    from tests.web.home import make_test_room

    homes = {
        str(room): make_test_room(room, engine=engine, folder=folder / room, port=_free_port())
        for room in Room
    }
    introduce(list(homes.values()))
    rooms = subprocess.Popen([*PROGRAM, "up", str(folder)], stdout=subprocess.DEVNULL)
    try:
        for home in homes.values():
            _wait_for(home, rooms)
        yield homes
    finally:
        rooms.send_signal(signal.SIGINT)
        rooms.wait(timeout=OPEN_WITHIN_S)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def _wait_for(home: Home, rooms: subprocess.Popen[bytes]) -> None:
    host, _, port = home.settings.listen.partition(":")
    until = time.monotonic() + OPEN_WITHIN_S
    while time.monotonic() < until and rooms.poll() is None:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"the {home.settings.room} did not open")


def _people(home: Home) -> list[dict[str, Any]]:
    from commonground_web.kernel.making import room_environment

    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.web_people", str(PEOPLE)],
        env=room_environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    made: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return made


async def _load(
    homes: Mapping[str, Home], people: Mapping[str, list[dict[str, Any]]], seconds: int
) -> dict[str, Measured]:
    """Let all people of all rooms ask, each in their own rhythm."""
    measured = {room: Measured() for room in homes}
    draw = random.Random(SEED)  # noqa: S311 - who asks for what, the same each time
    begin = time.perf_counter() + 1
    asking = [
        _person(homes[room], told, measured[room], random.Random(draw.random()), begin, seconds)  # noqa: S311 - as above
        for room, everyone in people.items()
        for told in everyone
    ]
    await asyncio.gather(*asking)
    return measured


async def _person(  # noqa: PLR0917 - one of many, told all of it at once
    home: Home,
    told: dict[str, Any],
    measured: Measured,
    draw: random.Random,
    begin: float,
    seconds: int,
) -> None:
    """Ask once in five seconds; a wait counts from when the request was due."""
    due = begin + draw.random() * EVERY_S
    work: dict[str, list[list[str]]] = told["work"]
    kinds = [kind for kind in SHARES if kind in work]
    while kinds and due < begin + seconds:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        [kind] = draw.choices(kinds, [SHARES[kind] for kind in kinds])
        path, body = draw.choice(work[kind])
        body = body.replace(WORDS, f"{WORDS}+{draw.getrandbits(64):x}")
        try:
            status = await asyncio.wait_for(_asked(home, path, body, told["cookie"]), LONGEST_S)
        except (OSError, TimeoutError, ValueError) as error:
            measured.errors[f"{type(error).__name__} at {kind}"] += 1
        else:
            measured.waits_ms[kind].append((time.perf_counter() - due) * 1_000)
            if status != (302 if body else 200):
                measured.errors[f"{status} at {path}"] += 1
        due += EVERY_S


async def _asked(home: Home, path: str, body: str, cookie: str) -> int:
    """Ask on a connection of its own, as a browser that comes back after a while does."""
    host, _, port = home.settings.listen.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    sent = body.encode()
    lines = (
        f"{'POST' if body else 'GET'} {path} HTTP/1.1",
        f"Host: {urlsplit(home.settings.address).netloc}",
        f"Cookie: {cookie}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(sent)}",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    writer.write("\r\n".join([*lines, "", ""]).encode() + sent)
    answer = await reader.read()
    writer.close()
    return int(answer.split(b" ", 2)[1])


if __name__ == "__main__":
    sys.exit(main())
