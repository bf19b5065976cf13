"""Tests of a passkey in a real browser, under the room's own content security policy.

Two people found a room; every page on their way is looked at, for no other walk has their links.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from commonground_web.kernel.home import Home
from commonground_web.kernel.making import room_environment
from commonground_web.kernel.rooms import Room
from tests.web.home import make_test_room
from tests.web.together.browser import CHROMIUM, NARROW, WIDE, chromium, faults, visitor

EMAILS = ("ada@example.org", "bo@example.org")
PASSWORD = "plainly fictional, and long"  # noqa: S105 - of an account that lives for one test

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="there is no chromium here")

FOUND = """
import django; django.setup()
from commonground_web.kernel.accounts.founding import found_room
from commonground_web.kernel.clock import now
people = ("ada@example.org", "Ada Fictional"), ("bo@example.org", "Bo Fictional")
print("\\n".join(found_room(first=people[0], second=people[1], at=now())))
"""
SERVE = """
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server
from commonground_web.config.wsgi import application
class Server(ThreadingMixIn, WSGIServer): daemon_threads = True
make_server("127.0.0.1", int(sys.argv[1]), application, server_class=Server).serve_forever()
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, list[str]]]:
    """Serve a room that was just founded; give it with the links of its two first people."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("passkey") / "room"
    home = make_test_room(Room.COMMONS, engine="sqlite", folder=folder, port=port)
    environment = {**room_environment(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    made = subprocess.run(
        [sys.executable, "-c", FOUND], env=environment, check=True, capture_output=True, text=True
    )
    server = subprocess.Popen([sys.executable, "-c", SERVE, str(port)], env=environment)
    try:
        _wait_for(port)
        yield home, made.stdout.split()
    finally:
        server.terminate()
        server.wait()


def test_signs_in_with_a_passkey(room: tuple[Home, list[str]]) -> None:
    home, links = room
    with chromium() as browser:
        for email, link in zip(EMAILS, links, strict=True):
            with visitor(browser) as page:
                _give_key(page)
                _come_in(page, link)
                page.get_by_role("button", name="Sign out").first.click()
                _sign_in(page, f"{home.settings.address}/account/login/", email)
                if email == EMAILS[-1]:
                    _look_at_what_is_left(page, home.settings.address)
                    _confirm_the_other(page, home.settings.address)


def _come_in(page: Page, link: str) -> None:
    """Take up a one-time link: a password, a passkey, the recovery codes."""
    page.goto(link)
    _holds(page)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_label("The password again").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Make the passkey").wait_for()
    _holds(page)
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    _holds(page)
    page.get_by_role("link", name="Go on to your account").click()


def _sign_in(page: Page, address: str, email: str) -> None:
    page.goto(address)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Use a passkey").wait_for()
    _holds(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Your account").wait_for()


def _look_at_what_is_left(page: Page, address: str) -> None:
    """Look at the pages of second factors that only somebody who has one is shown."""
    for path in ("webauthn/", "recovery-codes/", "recovery-codes/generate/", "totp/activate/"):
        page.goto(f"{address}/account/2fa/{path}")
        _holds(page)
    page.goto(f"{address}/account/2fa/webauthn/")
    for way in ("Rename", "Remove"):
        page.get_by_role("link", name=way).first.click()
        _holds(page)
        page.go_back()


def _confirm_the_other(page: Page, address: str) -> None:
    page.goto(f"{address}/people/me/")
    page.get_by_role("link", name="Confirm the other").click()
    page.get_by_role("heading", name="Confirm the other person").wait_for()
    _holds(page)
    page.get_by_role("main").get_by_role("checkbox").check()
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("Their role takes effect now").wait_for()


def _holds(page: Page) -> None:
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        assert not (wrong := faults(page)), "\n".join([page.url, *wrong])


def _give_key(page: Page) -> None:
    """Give the browser a key that is always there and always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers at port {port}")
