"""Tests of a passkey in a real browser, under the room's own content security policy."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from commonground_web.kernel.home import Home
from commonground_web.kernel.making import room_environment
from commonground_web.kernel.rooms import Room
from tests.web.home import make_test_room

CHROMIUM = shutil.which("chromium")
PASSWORD = "plainly fictional, and long"  # noqa: S105 - of an account that lives for one test

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")

FOUND = """
import django; django.setup()
from commonground_web.kernel.accounts.founding import found_room
from commonground_web.kernel.clock import now
people = ("ada@example.org", "Ada Fictional"), ("bo@example.org", "Bo Fictional")
print(found_room(first=people[0], second=people[1], at=now())[0])
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
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, str]]:
    """Serve a room that was just founded; give it with the link of its first person."""
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
        yield home, made.stdout.strip()
    finally:
        server.terminate()
        server.wait()


def test_signs_in_with_a_passkey(room: tuple[Home, str]) -> None:
    from playwright.sync_api import sync_playwright

    home, link = room
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        _give_key(page)

        page.goto(link)
        page.get_by_label("Choose a password").fill(PASSWORD)
        page.get_by_label("The password again").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("link", name="Add a passkey").click()
        page.get_by_role("button", name="Make the passkey").click()
        page.get_by_role("heading", name="Recovery codes").wait_for()
        page.get_by_role("link", name="Go on to your account").click()
        page.get_by_role("button", name="Sign out").first.click()

        page.goto(f"{home.settings.address}/account/login/")
        page.get_by_label("Email").fill("ada@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Use a passkey").click()
        page.get_by_role("heading", name="Your account").wait_for()

        assert not [text for text in said if "Content Security Policy" in text]
        browser.close()


def _give_key(page: Any) -> None:
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
