"""A neighbour, a message from it, and a handler that writes down what it was told."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonground_web.kernel.clock import now
from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from commonground_web.valves.boxes import handlers
from commonground_web.valves.boxes.models import InMessage
from commonground_web.valves.ways import Kind
from tests.web.every_room.valves.neighbours import (
    meet_neighbours,
    sealed_by,
    sender_of,
    some_message,
)


@pytest.fixture
def neighbours(tmp_path: Path) -> dict[Room, Home]:
    """Make the room's neighbours, whose cards it holds."""
    return meet_neighbours(tmp_path)


@pytest.fixture
def row(neighbours: dict[Room, Home]) -> InMessage:
    """Make a message from a neighbour as it comes in."""
    message = some_message(now())
    return sealed_by(neighbours[sender_of(message)], message, at=now())


class Heard(list[object]):
    """What a handler was told; `raises` is what it does then."""

    raises: BaseException | None = None


@pytest.fixture
def heard(row: InMessage, monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Have the message's kind handled by a list of what was heard."""
    told = Heard()

    def hear(message: object, **_given: object) -> None:
        told.append(message)
        if told.raises:
            raise told.raises

    monkeypatch.setitem(handlers._handlers, Kind(row.kind), handlers.Handler(hear, ()))
    return told
