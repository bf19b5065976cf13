"""Tests of the commands that make rooms and let them meet."""

from pathlib import Path

import pytest

from commonground_web.kernel.fields.keyring import read_keyring
from commonground_web.kernel.home import Home
from commonground_web.kernel.private import write_private
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
    checked = called("room", "check", tmp_path / "room")
    assert "The careroom is sound, but" in checked.stderr
    assert "mail reaches nobody" in checked.stderr
    assert checked.returncode == 3


@pytest.mark.parametrize(
    "wrong",
    [
        ("--listen", "anywhere"),
        ("--address", "caseroom.example.org"),
        ("--proxy", "the proxy"),
        ("--postgres", "no connection string"),
        ("--postgres", "host=db.example.org user=setup sslmode=require"),
    ],
)
def test_makes_nothing_of_what_it_cannot_use(tmp_path: Path, wrong: tuple[str, str]) -> None:
    done = called("room", "make", "caseroom", tmp_path / "room", *wrong)

    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "room").exists()


@pytest.mark.parametrize(("is_demo", "code"), [("false", 0), ("true", 1)])
def test_opens_a_room_of_an_earlier_version_unless_it_is_a_demo(
    new_caseroom: Home, is_demo: str, code: int
) -> None:
    toml = new_caseroom.folder / "room.toml"
    toml.write_text(f"is_demo = {is_demo}\n{toml.read_text()}")

    done = called("room", "migrate", new_caseroom.folder)

    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_signs_in_for_mail_and_opens_without_the_password(homes: dict[Room, Home]) -> None:
    home = homes[Room.CAREROOM]
    toml = home.folder / "room.toml"
    toml.write_text(toml.read_text().replace('user = ""', 'user = "careroom"'))
    told = "from django.conf import settings as s; print(s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD)"

    without = in_room(home, told)
    write_private(home.folder / "secrets" / "mail.json", '{"password": "made-up"}')

    assert without.split() == ["careroom"]
    assert in_room(home, told).split() == ["careroom", "made-up"]


def test_accepts_the_card_of_a_neighbour(homes: dict[Room, Home], tmp_path: Path) -> None:
    card = tmp_path / "card.toml"
    card.write_text(called("room", "card", homes[Room.COMMONS].folder).stdout)

    done = called("room", "accept", homes[Room.CAREROOM].folder, card)

    assert done.returncode == 0, done.stderr
    assert "The careroom knows the commons now." in done.stdout


def test_prints_another_card_once_the_keys_of_the_valve_are_turned(
    homes: dict[Room, Home], tmp_path: Path
) -> None:
    folder = homes[Room.COMMONS].folder
    before = called("room", "card", folder).stdout
    card = tmp_path / "card.toml"

    card.write_text(called("room", "turn-valve-keys", folder).stdout)

    assert card.read_text() == called("room", "card", folder).stdout != before
    assert called("room", "accept", homes[Room.CAREROOM].folder, card).returncode == 0


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
from tests.web.caseroom.entering import draft
from commonground_web.kernel.access.actor import Actor
officer = Actor(str(uuid.uuid4()), frozenset({"officer"}), uuid.uuid4())
draft(name="Zed Fictional", facts="Seen.", by=officer, at=now())
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


def test_renews_the_links_of_the_first_two_until_they_have_come_in(new_caseroom: Home) -> None:
    renew = ("room", "renew-links", new_caseroom.folder)
    refused = called(*renew)
    founded = called(
        "room", "found", new_caseroom.folder,
        "--first", "Ada Example <ada@example.org>", "--second", "Ben Example <ben@example.org>",
    )  # fmt: skip

    renewed = called(*renew)

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert renewed.stdout.count("/people/welcome/") == 2
    assert not _links(founded.stdout) & _links(renewed.stdout)


def _links(said: str) -> set[str]:
    return {word for word in said.split() if "/people/welcome/" in word}
