"""Tests of what the service manager is told."""

import socket
from pathlib import Path

import pytest

from commonground_web.running.manager import VARIABLE, say_open


@pytest.mark.parametrize("mark", ["", "@"], ids=["a file", "no file"])
def test_says_that_the_rooms_are_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    address = f"{tmp_path}/manager"
    monkeypatch.setenv(VARIABLE, f"{mark}{address}")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.settimeout(5)
        manager.bind(f"\0{address}" if mark else address)

        say_open()

        assert manager.recv(100) == b"READY=1"


def test_says_nothing_where_nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)

    say_open()
