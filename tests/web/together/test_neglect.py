"""Tests of what somebody must see to in a room that is sound."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commonground_web.kernel.home import Home, Mail, RoomSettings
from commonground_web.kernel.neglect import what_is_neglected
from commonground_web.kernel.rooms import Room

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MAIL = Mail(host="mail.example.org", use_tls=True)


def room_of(
    folder: Path,
    *,
    made: timedelta,
    mail: Mail = MAIL,
    address: str = "https://caseroom.example.org",
) -> Home:
    """Return a room that was made so long ago."""
    for name in ("secrets", "backups"):
        (folder / name).mkdir()
    _write(folder / "secrets" / "web.json", ago=made)
    settings = RoomSettings(room=Room.CASEROOM, address=address, listen="127.0.0.1:8442", mail=mail)
    return Home(folder, settings)


def _write(path: Path, *, ago: timedelta, text: str = "") -> None:
    path.write_text(text)
    os.utime(path, times=((NOW - ago).timestamp(),) * 2)


def _found(home: Home) -> str:
    return " ".join(what_is_neglected(home, at=NOW))


def test_misses_nothing_in_a_new_room(tmp_path: Path) -> None:
    assert _found(room_of(tmp_path, made=timedelta(minutes=1))) == ""


def test_misses_nothing_in_a_room_that_is_looked_after(tmp_path: Path) -> None:
    home = room_of(tmp_path, made=timedelta(days=90))
    _write(home.backups / "caseroom.backup", ago=timedelta(hours=10))
    _write(home.clocks_ran, ago=timedelta(minutes=1))

    assert _found(home) == ""


@pytest.mark.parametrize("days", [None, 3])
def test_misses_a_backup_of_last_night(tmp_path: Path, days: int | None) -> None:
    home = room_of(tmp_path, made=timedelta(days=90))
    if days:
        _write(home.backups / "caseroom.backup", ago=timedelta(days=days))

    assert ("is of 2026-11-19 12:00 UTC" if days else "It has no backup") in _found(home)


@pytest.mark.parametrize("hours", [None, 2])
def test_misses_clocks_that_do_not_run(tmp_path: Path, hours: int | None) -> None:
    home = room_of(tmp_path, made=timedelta(days=90))
    if hours:
        _write(home.clocks_ran, ago=timedelta(hours=hours))

    assert ("last ran on 2026-11-22 10:00 UTC" if hours else "never ran") in _found(home)


def test_names_clocks_that_failed(tmp_path: Path) -> None:
    home = room_of(tmp_path, made=timedelta(minutes=1))
    _write(home.clocks_ran, ago=timedelta(minutes=1), text="audit.anchor\nbackups.prune\n")

    assert "audit.anchor, backups.prune failed" in _found(home)


@pytest.mark.parametrize(
    ("mail", "address", "found"),
    [
        (Mail(), "https://caseroom.example.org", "reaches nobody"),
        (Mail(), "http://caseroom.localhost:8442", ""),
        (Mail(host="mail.example.org"), "https://caseroom.example.org", "in the clear"),
        (Mail(host="127.0.0.1"), "https://caseroom.example.org", ""),
        (MAIL.model_copy(update={"user": "room"}), "https://caseroom.example.org", "no password"),
    ],
    ids=["nowhere", "a trial", "open", "a relay of this host", "no password"],
)
def test_misses_mail_that_reaches_people_alone(
    tmp_path: Path, mail: Mail, address: str, found: str
) -> None:
    told = _found(room_of(tmp_path, made=timedelta(minutes=1), mail=mail, address=address))

    assert found in told
    assert bool(found) == bool(told)
