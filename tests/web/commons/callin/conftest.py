"""A site ready for its call-in, neighbours to write to, and service slots that are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.gates import facts
from tests.web.commons.callin.evenings import ready_site
from tests.web.every_room.valves.neighbours import meet_neighbours

SLOTS = 3


@pytest.fixture(autouse=True)
def neighbours(tmp_path: Path) -> None:
    """Introduce the room to its neighbours, so that messages can be sealed for them."""
    meet_neighbours(tmp_path)


@pytest.fixture(autouse=True)
def slots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have service slots counted."""
    monkeypatch.setitem(facts._tellers, "service_slots", lambda _site: SLOTS)


@pytest.fixture
def site(db: None) -> Site:  # noqa: ARG001 - the database is what it is kept in
    """Open a site that is ready."""
    return ready_site()
