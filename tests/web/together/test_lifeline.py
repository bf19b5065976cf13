"""Tests of what ends a process whose parent is gone."""

import os
import signal
import socket

import pytest

from commonground_web.running import lifeline


@pytest.mark.parametrize("is_read", [True, False])
def test_ends_once_the_parent_is_gone(monkeypatch: pytest.MonkeyPatch, is_read: bool) -> None:
    ended: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda pid, kind: ended.append((pid, kind)))
    parent, child = socket.socketpair()
    child.send(lifeline.READY)
    if is_read:
        parent.recv(1)
    parent.close()

    with child:
        lifeline._wait(child)

    assert ended == [(os.getpid(), signal.SIGTERM)]
