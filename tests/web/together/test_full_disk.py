"""Tests of a room whose disk is full: it says so, does nothing by halves, and goes on after."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from commonground_web.kernel.rooms import Room
from tests.web.together.calling import called, in_room
from tests.web.together.serving import RunningRoom, running

DISK = "64m"
"""Size of a disk that a room fits on, and that a file soon fills."""

CONTACT = "At the shelter, in the evening. " * 15
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
MOST_WRITES = 400
COUNTED = """
from commonground_web.careroom.clients.models import Client
from itertools import pairwise
with access(Setting(actor="a", verb="list", entity="client", tables=["client"]), at=now()):
    clients = sorted(str(pk) for pk in Client.objects.values_list("pk", flat=True))
acts = AuditSeal.objects.values_list("acts", "ids")
made = sorted(pk for done, ids in acts if "client.created" in done for pk in ids["clients.client"])
print(clients == made, AuditEvent.objects.count() == AuditSeal.objects.count(), len(clients))
"""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Give a small disk of its own; where none may be mounted skip the test, or fail it in CI."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=700", "none", str(place)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        if os.environ.get("CI"):
            pytest.fail(done.stderr)
        pytest.skip("needs the right to mount a disk of its own")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def room(disk: Path) -> Iterator[RunningRoom]:
    """Give a room that is served, and lies on the small disk."""
    with running(Room.CAREROOM, disk) as served:
        yield served


def test_answers_503_keeps_all_or_nothing_and_goes_on(room: RunningRoom, disk: Path) -> None:
    navigator = Visitor(room)
    assert navigator.write() == 302

    filler = _fill(disk)
    statuses = [navigator.write() for _ in range(3)] + [navigator.read() for _ in range(3)]
    filler.unlink()
    after = [navigator.read(), navigator.write()]

    assert set(statuses) == {503}
    assert after == [200, 302]
    assert in_room(room.home, COUNTED).split() == ["True", "True", "2"]
    assert called("audit", "verify", room.home.folder).returncode == 0


def test_keeps_all_or_nothing_wherever_the_disk_becomes_full(room: RunningRoom, disk: Path) -> None:
    """The last free bytes run out in the middle of some request or other."""
    navigator = Visitor(room)
    filler = _fill(disk, leave=1_000_000)

    statuses = [navigator.write() for _ in range(MOST_WRITES)]
    filler.unlink()

    assert set(statuses) == {302, 503}
    assert navigator.write() == 302
    whole, sealed, kept = in_room(room.home, COUNTED).split()
    assert (whole, sealed) == ("True", "True")
    assert int(kept) == statuses.count(302) + 1


class Visitor:
    """A navigator with a session in a room that is served."""

    def __init__(self, room: RunningRoom) -> None:
        cookie = room.cookie("navigator")
        self._host = room.address.removeprefix("http://")
        self._listen = room.home.settings.listen
        self._session = f"{cookie['name']}={cookie['value']}"
        page, cookies = self._asked("GET", "/clients/new/")
        found = CSRF.search(page)
        assert found, page
        self._token, self._cookies = found[1].decode(), cookies

    def read(self) -> int:
        """Ask for the list, and return the status."""
        return self._status("GET", "/clients/")

    def write(self) -> int:
        """Send the form of a new client, and return the status."""
        fields = {"preferred_name": "Ash Example", "contact": CONTACT, "origin": "self"}
        fields["csrfmiddlewaretoken"] = self._token
        return self._status("POST", "/clients/new/", urlencode(fields))

    def _status(self, method: str, path: str, body: str = "") -> int:
        answer = self._answer(method, path, body)
        answer.read()
        return answer.status

    def _asked(self, method: str, path: str) -> tuple[bytes, str]:
        self._cookies = ""
        answer = self._answer(method, path, "")
        cookies = answer.headers.get_all("Set-Cookie") or []
        return answer.read(), "; ".join(cookie.partition(";")[0] for cookie in cookies)

    def _answer(self, method: str, path: str, body: str) -> http.client.HTTPResponse:
        host, _, port = self._listen.partition(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=60)
        headers = {
            "Host": self._host,
            "Cookie": "; ".join(filter(None, [self._session, self._cookies])),
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }
        connection.request(method, path, body, headers)
        return connection.getresponse()


def _fill(disk: Path, *, leave: int = 0) -> Path:
    """Fill a disk with one file, to the last byte or nearly."""
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free - leave
    with filler.open("wb", buffering=0) as file:
        try:
            for _ in range(free // 4096 + (0 if leave else 8)):
                file.write(b"\0" * 4096)
        except OSError:
            assert not leave
    return filler
