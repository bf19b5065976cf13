"""Tests of the commands that make rooms and let them meet."""

from pathlib import Path

import pytest

from commonground_web.kernel.fields.keyring import read_keyring
from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from tests.web.home import make_test_room
from tests.web.together.calling import called, in_room


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[Room, Home]:
    """Give three rooms that do not know each other."""
    folder = tmp_path_factory.mktemp("strangers")
    return {room: make_test_room(room, engine="sqlite", folder=folder / room) for room in Room}


def test_makes_a_room_that_is_sound(tmp_path: Path) -> None:
    done = called(
        "room", "make", "careroom", tmp_path / "room", "--address", "https://care.example.org",
        "--listen", "127.0.0.1:9443", "--proxy", "127.0.0.1", "--time-zone", "America/Chicago",
    )  # fmt: skip

    settings = Home.read(tmp_path / "room").settings
    assert done.returncode == 0, done.stderr
    assert settings.room is Room.CAREROOM
    assert settings.address == "https://care.example.org"
    assert str(settings.proxy) == "127.0.0.1"
    assert settings.time_zone == "America/Chicago"
    assert called("room", "check", tmp_path / "room").returncode == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ("--listen", "anywhere"),
        ("--address", "caseroom.example.org"),
        ("--proxy", "the proxy"),
        ("--postgres", "no connection string"),
    ],
)
def test_makes_nothing_of_what_it_cannot_use(tmp_path: Path, wrong: tuple[str, str]) -> None:
    done = called("room", "make", "caseroom", tmp_path / "room", *wrong)

    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "room").exists()


def test_accepts_the_card_of_a_neighbour(homes: dict[Room, Home], tmp_path: Path) -> None:
    card = tmp_path / "card.toml"
    card.write_text(called("room", "card", homes[Room.COMMONS].folder).stdout)

    done = called("room", "accept", homes[Room.CAREROOM].folder, card)

    assert done.returncode == 0, done.stderr
    assert "The careroom knows the commons now." in done.stdout


@pytest.mark.parametrize(
    ("one", "other"), [(Room.CAREROOM, Room.CASEROOM), (Room.CASEROOM, Room.CAREROOM)]
)
def test_refuses_a_card_that_no_valve_leads_to(
    homes: dict[Room, Home], tmp_path: Path, one: Room, other: Room
) -> None:
    card = tmp_path / "card.toml"
    card.write_text(called("room", "card", homes[one].folder).stdout)

    done = called("room", "accept", homes[other].folder, card)

    assert done.returncode == 1
    assert "by no valve" in done.stderr


def test_turns_keys_and_opens_what_was_sealed(new_caseroom: Home) -> None:
    in_room(
        new_caseroom,
        """
import uuid
from commonground_web.caseroom.entries.actions import create_entry
from commonground_web.kernel.access.actor import Actor
officer = Actor(str(uuid.uuid4()), frozenset({"officer"}), uuid.uuid4())
create_entry(name="Zed Fictional", facts="Seen.", by=officer, at=now())
""",
    )

    done = called("room", "turn-keys", new_caseroom.folder)

    assert done.returncode == 0, done.stderr
    assert set(read_keyring(new_caseroom.keyring).keys) == {2}
    names = in_room(
        new_caseroom,
        """
from commonground_web.caseroom.entries.models import Entry
with access(Setting(actor="a", verb="list", entity="entry", tables=["entry"]), at=now()):
    print([entry.name for entry in Entry.objects.all()])
""",
    )
    assert names == "['Zed Fictional']\n"


def test_founds_a_room_once(homes: dict[Room, Home]) -> None:
    words = (
        "room", "found", homes[Room.COMMONS].folder,
        "--first", "Ada Example <ada@example.org>", "--second", "Ben Example <ben@example.org>",
    )  # fmt: skip

    first, second = called(*words), called(*words)

    assert first.returncode == 0, first.stderr
    assert "ada@example.org: http" in first.stdout
    assert "ben@example.org: http" in first.stdout
    assert second.returncode == 1
    assert "Traceback" not in second.stderr
