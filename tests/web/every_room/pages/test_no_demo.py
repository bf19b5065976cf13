"""Tests that a room which the demo did not make knows nothing of the demo."""

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from commonground_web.kernel.access.roles import room_roles
from tests.web.signed_in import signed_in, visitor


def test_loads_no_door_of_the_demo() -> None:
    assert not apps.is_installed("commonground_web.demo.door")
    assert not [code for code, role in room_roles().items() if "demo" in role.permits]
    with pytest.raises(NoReverseMatch):
        reverse("demo-sign-in")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/demo/", "/demo/tour/", "/demo/sign-in/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_answers_there_as_where_nothing_is(path: str, method: str) -> None:
    for room in (visitor(), signed_in("administrator")):
        nothing = getattr(room, method)("/nothing-of-the-kind/")
        answer = getattr(room, method)(path)

        assert answer.status_code == nothing.status_code == 404
        assert answer.content == nothing.content


@pytest.mark.django_db
def test_shows_no_banner() -> None:
    assert settings.ROOM_BANNER == ""
    assert b'class="demo"' not in visitor().get("/account/login/").content
