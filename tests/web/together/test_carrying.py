"""Tests of messages between three real rooms, carried by the real carrier."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from commonground_web.kernel.clock import now
from commonground_web.kernel.home import Served
from commonground_web.kernel.rooms import Room
from commonground_web.valves.carrying.__main__ import news
from commonground_web.valves.carrying.carrier import Carriage, carry, carry_once
from commonground_web.valves.carrying.embedded import EmbeddedBoxes
from commonground_web.valves.carrying.parcels import OutOfReach
from commonground_web.valves.carrying.reaches import (
    File,
    Server,
    UnusableReaches,
    reaches_of,
    read_reaches,
    write_reaches,
)
from commonground_web.valves.carrying.served import ServedBoxes
from commonground_web.valves.ways import WAYS, Kind, NoSuchWay, Valve, Way
from tests.web.together import steps
from tests.web.together.calling import called
from tests.web.together.rooms import Rooms


def test_carries_a_message_from_room_to_room_once(rooms: Rooms) -> None:
    (hold,) = rooms.run(Room.COMMONS, steps.send_holds, count=1)

    first, second = rooms.carry(now()), rooms.carry(now())
    rooms.run(Room.CASEROOM, steps.receive_holds)
    again = rooms.run(Room.CASEROOM, steps.receive_holds)

    assert sum(carriage.carried for carriage in first) >= 1
    assert sum(carriage.carried for carriage in second) == 0
    assert again["holds"][hold] == 1
    assert rooms.run(Room.COMMONS, steps.acts_of, prefix="valve.")["valve.sent"] >= 1
    assert rooms.run(Room.CASEROOM, steps.acts_of, prefix="valve.")["valve.handled"] >= 1


def test_sends_nothing_where_the_work_fails(rooms: Rooms) -> None:
    assert rooms.run(Room.COMMONS, steps.send_and_fail) == 0


@pytest.mark.parametrize(
    ("fails", "outcome"), [("refused", "refused"), ("not yet", "waiting"), ("fault", "failed")]
)
def test_leaves_nothing_of_a_handler_that_raises(rooms: Rooms, fails: str, outcome: str) -> None:
    (hold,) = rooms.run(Room.COMMONS, steps.send_holds, count=1)
    rooms.carry(now())

    done = rooms.run(Room.CASEROOM, steps.receive_holds, fails=fails)
    then = rooms.run(Room.CASEROOM, steps.receive_holds)

    assert done[outcome] == 1
    assert hold not in done["holds"]
    assert then["holds"].get(hold, 0) == (0 if fails == "refused" else 1)


def test_tries_a_fault_three_times_and_then_every_hour(rooms: Rooms) -> None:
    (hold,) = rooms.run(Room.COMMONS, steps.send_holds, count=1)
    rooms.carry(now())
    rounds = [rooms.run(Room.CASEROOM, steps.receive_holds, fails="fault") for _ in range(4)]

    told = called("room", "check", rooms.homes[Room.CASEROOM].folder).stderr
    later = rooms.run(Room.CASEROOM, steps.receive_holds, minutes=61)

    assert [done["failed"] for done in rounds] == [1, 1, 1, 0]
    assert rounds[3]["stuck"] == 1
    assert "Of the messages from the commons, 1 of kind hold_set failed 3 times" in told
    assert later["holds"][hold] == 1


def test_goes_on_where_a_room_is_down(rooms: Rooms) -> None:
    (hold,) = rooms.run(Room.COMMONS, steps.send_holds, count=1)
    reaches = reaches_of(rooms.homes.values())
    down = reaches | {Room.CAREROOM: File(file=Path("not-there.sqlite3"))}

    carriages = carry_once(down, at=now())

    troubled = {carriage.way.valve for carriage in carriages if carriage.trouble}
    assert troubled == {Valve.PUBLIC, Valve.INTRODUCTIONS, Valve.COUNTS}
    assert rooms.run(Room.CASEROOM, steps.receive_holds)["holds"][hold] == 1


def test_fills_a_restored_room_again_and_handles_there_what_it_had_not(rooms: Rooms) -> None:
    (before,) = rooms.run(Room.COMMONS, steps.send_holds, count=1)
    rooms.carry(now())
    rooms.run(Room.CASEROOM, steps.receive_holds)
    rooms.keep(Room.CASEROOM)
    (after,) = rooms.run(Room.COMMONS, steps.send_holds, count=1)
    rooms.carry(now())
    rooms.run(Room.CASEROOM, steps.receive_holds)

    rooms.restore(Room.CASEROOM)
    rooms.carry(now())
    holds = rooms.run(Room.CASEROOM, steps.receive_holds)["holds"]

    assert holds[before] == holds[after] == 1


def test_takes_nothing_back_that_a_restored_sender_forgot(rooms: Rooms) -> None:
    rooms.keep(Room.COMMONS)
    (forgotten,) = rooms.run(Room.COMMONS, steps.send_holds, count=1)
    rooms.carry(now())

    rooms.restore(Room.COMMONS)
    rooms.carry(now())
    (later,) = rooms.run(Room.COMMONS, steps.send_holds, count=1)
    rooms.carry(now())
    holds = rooms.run(Room.CASEROOM, steps.receive_holds)["holds"]

    assert holds[forgotten] == holds[later] == 1


def test_does_not_carry_what_has_expired(rooms: Rooms) -> None:
    rooms.run(Room.COMMONS, steps.send_holds, count=1)

    carriages = rooms.carry(now() + timedelta(days=90))

    assert sum(carriage.carried for carriage in carriages) == 0


def test_purges_what_has_expired_and_brings_none_of_it_again(rooms: Rooms) -> None:
    (hold,) = rooms.run(Room.COMMONS, steps.send_holds, count=1)
    rooms.carry(now())
    rooms.run(Room.CASEROOM, steps.receive_holds)

    assert rooms.run(Room.CASEROOM, steps.purge, days=0) == 0
    assert rooms.run(Room.CASEROOM, steps.purge, days=31) >= 2
    rooms.carry(now())
    again = rooms.run(Room.CASEROOM, steps.receive_holds, minutes=31 * 24 * 60)

    assert again["handled"] == 0
    assert again["refused"] >= 1
    assert again["holds"][hold] == 1


def test_publishes_what_changed_and_replaces_it_whole(rooms: Rooms) -> None:
    first = rooms.run(Room.COMMONS, steps.publish_agencies, names=["Police", "Clinic"])
    same = rooms.run(Room.COMMONS, steps.publish_agencies, names=["Police", "Clinic"])
    rooms.carry(now())
    seen = rooms.run(Room.CAREROOM, steps.receive_snapshots)
    rooms.run(Room.COMMONS, steps.publish_agencies, names=["Clinic"])
    rooms.carry(now())

    assert first == ["caseroom", "careroom"]
    assert same == []
    assert seen == ["Clinic", "Police"]
    assert rooms.run(Room.CAREROOM, steps.receive_snapshots) == ["Clinic"]
    assert rooms.run(Room.CASEROOM, steps.receive_snapshots) == ["Clinic"]


def test_runs_as_a_process_that_is_no_room_and_knows_no_django(
    rooms: Rooms, tmp_path: Path
) -> None:
    settings = tmp_path / "valve.toml"
    settings.write_text(_valve_toml(rooms))
    (hold,) = rooms.run(Room.COMMONS, steps.send_holds, count=1)
    told = {name: value for name, value in os.environ.items() if "ROOM" not in name}
    watched = (
        "import sys; from commonground_web.valves.carrying.__main__ import main; "
        f"code = main([{str(settings)!r}]); assert 'django' not in sys.modules; sys.exit(code)"
    )

    done = subprocess.run(
        [sys.executable, "-c", watched], env=told, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "V2 commons -> caseroom: " in done.stdout
    assert rooms.run(Room.CASEROOM, steps.receive_holds)["holds"][hold] == 1


def test_refuses_to_carry_as_a_room(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "commonground_web.valves.carrying", str(tmp_path / "none.toml")],
        env=os.environ | {"COMMONGROUND_ROOM": "commons"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "no room" in done.stderr


@pytest.mark.parametrize(
    ("sender", "receiver"), [(Room.CAREROOM, Room.CASEROOM), (Room.CASEROOM, Room.CAREROOM)]
)
@pytest.mark.parametrize("valve", list(Valve))
def test_has_no_way_between_care_room_and_case_room(
    rooms: Rooms, sender: Room, receiver: Room, valve: Valve
) -> None:
    way = Way(valve, sender, receiver, tuple(Kind))

    with pytest.raises(NoSuchWay):
        carry(way, reaches_of(rooms.homes.values()), at=now())

    assert {sender, receiver} not in [{way.sender, way.receiver} for way in WAYS]


READS = ["valve_receipt", "account", "audit_event", "django_session", "published", "valve_inbox"]
WRITES = [
    "DELETE FROM valve_outbox",
    "UPDATE valve_outbox SET kind = 'x'",
    "INSERT INTO valve_outbox SELECT * FROM valve_outbox",
    "DELETE FROM valve_inbox",
    "UPDATE valve_inbox SET kind = 'x'",
    "SELECT body FROM valve_inbox",
    "SELECT signature FROM valve_inbox WHERE id IS NOT NULL",
    "DELETE FROM audit_seal",
    "CREATE TABLE mine (id integer)",
    "DROP TABLE valve_inbox",
]


@pytest.mark.parametrize("attempt", [f"SELECT * FROM {table}" for table in READS] + WRITES)
@pytest.mark.parametrize("room", list(Room))
def test_refuses_the_carrier_all_but_its_boxes(rooms: Rooms, room: Room, attempt: str) -> None:
    boxes = carriers_boxes(rooms, room)

    with (
        boxes,
        pytest.raises(
            (psycopg.errors.InsufficientPrivilege, sqlite3.DatabaseError),
            match=r"denied|prohibited|auth|must be owner",
        ),
    ):
        boxes._connection.execute(attempt)


@pytest.mark.parametrize("room", list(Room))
def test_lets_the_carrier_look_at_what_it_carries(rooms: Rooms, room: Room) -> None:
    with carriers_boxes(rooms, room) as boxes:
        boxes._connection.execute("SELECT * FROM valve_outbox")
        boxes._connection.execute("SELECT id FROM valve_inbox")


@pytest.mark.parametrize("room", list(Room))
def test_lets_the_carrier_of_one_room_into_no_other(rooms: Rooms, room: Room) -> None:
    if rooms.engine == "sqlite":
        pytest.skip("a file is kept from others by the file system")
    others = [rooms.homes[other] for other in Room if other is not room]
    own = reaches_of([rooms.homes[room]])[room]
    for other in others:
        assert isinstance(own, Server)
        assert isinstance(other.settings.database, Served)
        reach = own.model_copy(update={"name": other.settings.database.name})

        with pytest.raises(OutOfReach), ServedBoxes(reach):
            pass


def test_tells_of_trouble_once_and_of_its_end() -> None:
    well, down = Carriage(WAYS[0]), Carriage(WAYS[0], trouble="no route to host")
    said: dict[Way, str] = {}
    told = [list(news([each], said)) for each in (well, down, down, well, well, down)]

    assert told == [[], [down], [], [well], [], [down]]


def test_says_what_keeps_it_from_a_server(tmp_path: Path) -> None:
    secret = tmp_path / "valve.json"
    secret.write_text('{"password": "plainly made up"}')
    server = Server(host="127.0.0.1", port=9, name="n", user="u", secret=secret)

    with pytest.raises(OutOfReach, match="Connection refused") as raised, ServedBoxes(server):
        pass

    assert "made up" not in str(raised.value)


@pytest.mark.parametrize(
    ("host", "sslmode", "is_taken"),
    [
        ("db.example.org", "require", False),
        ("db.example.org", "verify-full", True),
        ("127.0.0.1", "prefer", True),
    ],
)
def test_reaches_no_server_that_anyone_on_the_way_could_be(
    tmp_path: Path, host: str, sslmode: str, is_taken: bool
) -> None:
    server = Server(host=host, name="n", user="u", secret=Path("s.json"), sslmode=sslmode)
    write_reaches({Room.COMMONS: server}, tmp_path / "valve.toml")

    with nullcontext() if is_taken else pytest.raises(UnusableReaches, match="verify-full"):
        read_reaches(tmp_path / "valve.toml")


def carriers_boxes(rooms: Rooms, room: Room) -> EmbeddedBoxes | ServedBoxes:
    """Return a room's boxes as the carrier connects to them."""
    reach = reaches_of([rooms.homes[room]])[room]
    return EmbeddedBoxes(reach) if isinstance(reach, File) else ServedBoxes(reach)


def _valve_toml(rooms: Rooms) -> str:
    lines = []
    for room, reach in reaches_of(rooms.homes.values()).items():
        lines += [f"[rooms.{room}]"]
        lines += [
            f"{name} = {json.dumps(value)}" for name, value in reach.model_dump(mode="json").items()
        ]
    return "\n".join(lines)
