"""Tests of what every page has: the room's name, the doors that are open to whoever looks, help."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.pages import navigation
from commonground_web.kernel.pages.navigation import WAITING, room_doors
from tests.web.signed_in import signed_in

MOST_BYTES_OF_CSS = 30_000
STATIC = Path(navigation.__file__).parent / "static" / "commonground"

pytestmark = pytest.mark.django_db


def test_names_the_room_and_whose_it_is() -> None:
    page = signed_in().get("/help/").content.decode()

    assert f'<body class="room-{settings.ROOM}">' in page
    assert f">{settings.FACE.title}</a>" in page
    assert str(settings.FACE.whose) in page


def test_shows_no_door_to_whoever_holds_no_role_but_that_of_what_waits() -> None:
    page = signed_in().get("/").content.decode()

    assert [door for door in room_doors() if f">{door.label}</a>" in page] == [WAITING]


@pytest.mark.parametrize(
    "role", [role for role in room_roles() if role not in {"anyone", "member"}]
)
def test_shows_the_doors_that_a_role_opens_and_no_others(role: str) -> None:
    permits = room_roles()[role].permits

    page = signed_in(role).get("/").content.decode()

    opened = {door.view for door in room_doors() if door.verb in permits.get(door.entity, ())}
    opened |= set() if room_roles()[role].waits_at else {WAITING.view}
    assert {door.view for door in room_doors() if f">{door.label}</a>" in page} == opened


def test_marks_the_door_behind_which_one_stands() -> None:
    door = room_doors()[-1]
    role = next(
        name
        for name, role in room_roles().items()
        if door.verb in role.permits.get(door.entity, ())
    )
    from django.urls import reverse

    page = signed_in(role).get(reverse(door.view))

    assert re.findall(r'<a href="([^"]+)" aria-current="page">', page.content.decode()) == [
        reverse(door.view)
    ]


def test_helps_whoever_has_no_account() -> None:
    answer = signed_in("anyone").get("/help/")

    assert answer.status_code == 200
    assert "Sign out</button>" not in answer.content.decode()


def test_keeps_no_page_in_the_browsers_storage() -> None:
    page = signed_in("anyone").get("/help/").content.decode()

    told = re.search(r"name=\"htmx-config\" content='([^']+)'", page)
    assert told
    config = json.loads(told[1])
    assert config["historyCacheSize"] == 0
    assert config["allowEval"] is False
    assert config["includeIndicatorStyles"] is False


def test_holds_no_inline_style_or_script() -> None:
    page = signed_in().get("/help/").content.decode()

    assert not re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)


def test_keeps_its_style_sheet_small() -> None:
    assert (STATIC / "page.css").stat().st_size < MOST_BYTES_OF_CSS
