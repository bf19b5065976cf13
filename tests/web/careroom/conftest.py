"""What tests of the care room may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from tests.web.every_room.valves.neighbours import meet_neighbours


@pytest.fixture
def commons(tmp_path: Path) -> Home:
    """Make the Commons, whose card the room holds."""
    return meet_neighbours(tmp_path)[Room.COMMONS]
