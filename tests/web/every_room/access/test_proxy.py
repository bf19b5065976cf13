"""Tests of the client's address behind a proxy."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from commonground_web.kernel.access.proxy import ClientAddress

PROXY, CLIENT, SAID = "192.0.2.1", "203.0.113.7", "198.51.100.9"


def _address(settings: Settings, *, proxy: str, came_from: str, forwarded: str) -> str:
    settings.TRUSTED_PROXY = proxy
    request = RequestFactory().get(
        "/", REMOTE_ADDR=came_from, headers={"X-Forwarded-For": forwarded}
    )
    seen: list[HttpRequest] = []

    def view(passed: HttpRequest) -> HttpResponse:
        seen.append(passed)
        return HttpResponse()

    ClientAddress(view)(request)
    assert "HTTP_X_FORWARDED_FOR" not in seen[0].META
    return str(seen[0].META["REMOTE_ADDR"])


def test_takes_the_proxys_word(settings: Settings) -> None:
    assert _address(settings, proxy=PROXY, came_from=PROXY, forwarded=CLIENT) == CLIENT


def test_takes_the_last_address_which_the_proxy_saw(settings: Settings) -> None:
    forwarded = f"{SAID}, {CLIENT}"

    assert _address(settings, proxy=PROXY, came_from=PROXY, forwarded=forwarded) == CLIENT


@pytest.mark.parametrize("proxy", ["", PROXY])
def test_believes_nobody_else(settings: Settings, proxy: str) -> None:
    assert _address(settings, proxy=proxy, came_from=CLIENT, forwarded=SAID) == CLIENT


@pytest.mark.parametrize("forwarded", ["", "unknown", "203.0.113.7; drop", f"{CLIENT},"])
def test_keeps_the_proxys_address_where_it_says_none(settings: Settings, forwarded: str) -> None:
    assert _address(settings, proxy=PROXY, came_from=PROXY, forwarded=forwarded) == PROXY
