"""Tests of rooms as they run, three at once."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from tests.web.home import make_test_room
from tests.web.together.calling import PATH, PROGRAM, called

PATIENCE_S = 60
FORM = {"Content_Type": "application/x-www-form-urlencoded"}
IS_OF_THIS_HOST = re.compile(r"^__Host-commons-(\w+)=(?!.*Domain)(?=.*; Path=/;)(?=.*; Secure)")
"""A cookie that a browser takes from the room's own host alone, over TLS."""

MODULES = tuple(f"commonground_web.running.{name}" for name in ("server", "clockwork", "carriage"))


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of the three rooms, each with a port of its own."""
    folder = tmp_path_factory.mktemp("rooms")
    for room in Room:
        make_test_room(room, engine="sqlite", folder=folder / room, port=_free_port())
    return folder


@dataclass(frozen=True)
class Running:
    """The program, with rooms open."""

    process: subprocess.Popen[str]
    folder: Path
    log: Path

    def processes(self) -> dict[int, str]:
        """Return the processes of these rooms that are alive: number to command line."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                environment = (entry / "environ").read_bytes().decode(errors="replace")
                if any(module in command for module in MODULES) and str(self.folder) in (
                    command + environment
                ):
                    found[int(entry.name)] = command
        return found

    def server_of(self, room: Room) -> int | None:
        """Return the process that the room's workers were forked off; None while there is none."""
        marks = f"COMMONGROUND_HOME={self.folder / room}\0"
        servers = {}
        for number, command in self.processes().items():
            with suppress(OSError):
                held = Path(f"/proc/{number}/environ").read_bytes().decode(errors="replace")
                if MODULES[0] in command and marks in held:
                    servers[number] = _parent(number)
        firsts = [number for number, parent in servers.items() if parent not in servers]
        return firsts[0] if len(firsts) == 1 else None


def _parent(number: int) -> int:
    status = Path(f"/proc/{number}/status").read_text()
    return int(status.partition("PPid:")[2].split()[0])


@contextmanager
def _up(folder: Path, tmp_path: Path, *options: str, **environment: str) -> Iterator[Running]:
    """Open rooms, and stop them at the end of the block whatever happens."""
    log = tmp_path / "log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [*PROGRAM, "up", str(folder), *options],
            env=os.environ | {"PYTHONPATH": PATH} | environment,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        running = Running(process, folder, log)
        try:
            yield running
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE_S)


def _wait(condition: Callable[[], object], *, log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)


@dataclass(frozen=True)
class Answer:
    """What a room answered."""

    status: int
    headers: dict[str, str]
    """Names, in lower case."""


def _asked(
    home: Home, path: str = "/account/login/", *, body: str = "", **headers: str
) -> Answer | None:
    """Ask a room for a page, or send it a form; None where nobody answers."""
    host, _, port = home.settings.listen.rpartition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=10)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    sent["Host"] = home.settings.address.partition("://")[2]
    try:
        connection.request("POST" if body else "GET", path, body=body or None, headers=sent)
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): said for name, said in answer.headers.items()})
    except OSError:
        return None
    finally:
        connection.close()


def _answers(home: Home) -> bool:
    answer = _asked(home)
    return answer is not None and answer.status == 200


def _homes(folder: Path) -> list[Home]:
    return [Home.read(folder / room) for room in Room]


def test_opens_three_rooms_and_leaves_nothing_behind(rooms: Path, tmp_path: Path) -> None:
    homes = _homes(rooms)

    with _up(rooms, tmp_path) as running:
        assert running.process.stdout is not None
        addresses = [running.process.stdout.readline() for _ in homes]
        answers = [_answers(home) for home in homes]
        # Each room has a server with two workers at least, and its clocks.
        _wait(lambda: len(running.processes()) >= 3 * 4, log=running.log)
        running.process.send_signal(signal.SIGINT)
        running.process.wait(timeout=PATIENCE_S)

    assert sorted(line.split()[-1] for line in addresses) == sorted(
        home.settings.address for home in homes
    )
    assert answers == [True, True, True]
    assert running.process.returncode == 0, running.log.read_text()
    assert running.processes() == {}
    for home in homes:
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(("127.0.0.1", int(home.settings.listen.rpartition(":")[2])))


def test_starts_a_killed_room_again_while_the_others_work(rooms: Path, tmp_path: Path) -> None:
    commons, caseroom, careroom = _homes(rooms)

    with _up(rooms, tmp_path) as running:
        for home in (commons, caseroom, careroom):
            _wait(partial(_answers, home), log=running.log)
        killed = running.server_of(Room.CASEROOM)
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        others = _answers(commons), _answers(careroom)
        # What the killed one had forked answers until it sees that its parent has gone.
        _wait(lambda: running.server_of(Room.CASEROOM) not in {None, killed}, log=running.log)
        _wait(lambda: _answers(caseroom), log=running.log)

    assert others == (True, True)
    assert "The caseroom was killed by signal 9; it is started again" in running.log.read_text()


def test_leaves_no_server_where_it_is_killed_itself(rooms: Path, tmp_path: Path) -> None:
    with _up(rooms, tmp_path, "--room", "commons") as running:
        home = Home.read(rooms / "commons")
        _wait(lambda: _answers(home), log=running.log)
        running.process.kill()

        _wait(lambda: not running.processes(), log=running.log)


def test_carries_between_rooms_that_know_each_other(rooms: Path, tmp_path: Path) -> None:
    valve_toml = rooms / "valve.toml"
    assert called("room", "introduce", *(rooms / room for room in Room)).returncode == 0

    try:
        with _up(rooms, tmp_path) as running:
            for room in (Room.CASEROOM, Room.CAREROOM):
                _wait(partial(_inbox, rooms / room), log=running.log)
            held = [command for command in running.processes().values() if "carriage" in command]
        assert len(held) == 1
        assert running.processes() == {}
    finally:
        valve_toml.unlink()


def _inbox(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "room.sqlite3")) as file:
        count: int = file.execute("SELECT COUNT(*) FROM valve_inbox").fetchone()[0]
        return count


def test_opens_one_room_alone(rooms: Path, tmp_path: Path) -> None:
    commons, caseroom, _ = _homes(rooms)

    with _up(rooms, tmp_path, "--room", "caseroom") as running:
        _wait(lambda: _answers(caseroom), log=running.log)
        assert _asked(commons) is None


def test_tells_a_room_nothing_but_its_own(rooms: Path, tmp_path: Path) -> None:
    home = Home.read(rooms / "commons")

    with _up(
        rooms,
        tmp_path,
        "--room",
        "commons",
        PGPASSWORD="canary",
        COMMONGROUND_OTHER="canary",
        SOME_TOKEN="canary",
    ) as running:
        _wait(lambda: _answers(home), log=running.log)
        held = Path(f"/proc/{running.server_of(Room.COMMONS)}/environ").read_text()

    assert "canary" not in held
    names = set(re.findall(r"^COMMONGROUND_\w+", held.replace("\0", "\n"), flags=re.MULTILINE))
    assert names == {
        "COMMONGROUND_HOME", "COMMONGROUND_LIFELINE", "COMMONGROUND_PART", "COMMONGROUND_ROOM",
    }  # fmt: skip


def test_logs_no_query_and_no_path(rooms: Path, tmp_path: Path) -> None:
    home = Home.read(rooms / "commons")

    with _up(rooms, tmp_path, "--room", "commons") as running:
        _wait(lambda: _answers(home), log=running.log)
        _asked(home, "/account/login/?next=/canary-query")
        _asked(home, "/canary-path/")
        with socket.create_connection(
            ("127.0.0.1", int(home.settings.listen.rpartition(":")[2]))
        ) as raw:
            raw.sendall(b"GET /canary-broken HTTP/9\r\n\r\n")
            raw.recv(100)

    assert "canary" not in running.log.read_text()


def test_does_not_open_a_room_that_is_not_sound(rooms: Path, tmp_path: Path) -> None:
    commons, caseroom, _ = _homes(rooms)
    caseroom.keyring.chmod(0o644)

    try:
        with _up(rooms, tmp_path) as running:
            _wait(lambda: "does not start" in running.log.read_text(), log=running.log)
            _wait(lambda: _answers(commons), log=running.log)
            refused = _asked(caseroom)
            running.process.terminate()
            running.process.wait(timeout=PATIENCE_S)
    finally:
        caseroom.keyring.chmod(0o600)

    assert refused is None
    assert "keys.json has the mode 644" in running.log.read_text()
    assert running.process.returncode == 1


def test_says_that_another_program_has_the_port(rooms: Path, tmp_path: Path) -> None:
    home = Home.read(rooms / "commons")

    with socket.socket() as holder:
        holder.bind(("127.0.0.1", int(home.settings.listen.rpartition(":")[2])))
        holder.listen()
        with _up(rooms, tmp_path, "--room", "commons") as running:
            running.process.wait(timeout=PATIENCE_S)

    assert running.process.returncode == 1
    assert "cannot be listened at" in running.log.read_text()


@pytest.mark.parametrize(("proxy", "believed"), [("127.0.0.1", True), ("127.0.0.9", False)])
def test_takes_the_proxys_word_alone_on_the_scheme(
    rooms: Path, tmp_path: Path, proxy: str, believed: bool
) -> None:
    toml = rooms / "commons" / "room.toml"
    before = toml.read_text()
    toml.write_text(before.replace('proxy = ""', f'proxy = "{proxy}"').replace("http:", "https:"))

    try:
        with _up(rooms, tmp_path, "--room", "commons") as running:
            home = Home.read(rooms / "commons")
            _wait(lambda: _asked(home) is not None, log=running.log)
            answer = _asked(home, X_Forwarded_Proto="https")
            chosen = _asked(home, "/language/", body="language=es", **FORM)
    finally:
        toml.write_text(before)

    assert answer is not None
    assert chosen is not None
    assert IS_OF_THIS_HOST.search(answer.headers["set-cookie"])[1] == "csrf"  # type: ignore[index]
    assert IS_OF_THIS_HOST.search(chosen.headers["set-cookie"])[1] == "language"  # type: ignore[index]
    told = answer.headers.get("strict-transport-security")
    assert told == ("max-age=31536000; includeSubDomains" if believed else None)
