"""Rooms as processes: what any of these tests may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from tests.web.home import SERVER, TEMPLATES, make_test_room
from tests.web.together.browser import CHROMIUM, chromium
from tests.web.together.rooms import Rooms, make_rooms

QUICK = {
    "test_demo_story",
    "test_envelope",
    "test_lifeline",
    "test_messages",
    "test_peers",
    "test_translations",
    "test_ways",
}
"""Modules that start no process; all others of this folder are slow."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what starts processes."""
    folder = Path(__file__).parent
    for item in items:
        if item.path.parent == folder and item.path.stem not in QUICK:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Give each engine; without a server skip the test, or fail it where CI is set."""
    named: str = request.param
    if named == "postgresql" and not os.environ.get(SERVER):
        reason = f"needs a PostgreSQL server; scripts/with-postgres sets {SERVER}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return named


@pytest.fixture(scope="session")
def rooms(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    """Three rooms that stay for all tests: each test looks only at the messages that it sent."""
    return make_rooms(tmp_path_factory.mktemp(engine), engine=engine)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Give the folder that all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session", autouse=True)
def _templates(shared_folder: Path) -> None:
    """Have each room made once in this run; the others are copies of it."""
    os.environ[TEMPLATES] = str(shared_folder / "templates")


@pytest.fixture(scope="session")
def one_demo(shared_folder: Path) -> Path:
    """Say where the one demo of this run lies that tests copy and nobody opens."""
    return shared_folder / "one-demo"


@pytest.fixture(scope="module")
def caseroom(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Give a case room that the tests of a module share, and do not change."""
    folder = tmp_path_factory.mktemp(engine) / "caseroom"
    return make_test_room(Room.CASEROOM, engine=engine, folder=folder)


@pytest.fixture
def new_caseroom(engine: str, tmp_path: Path) -> Home:
    """Give a case room for one test."""
    return make_test_room(Room.CASEROOM, engine=engine, folder=tmp_path / "caseroom")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open Chromium; without it skip the test, or fail it where CI is set."""
    if not Path(CHROMIUM).exists():
        reason = f"needs {CHROMIUM}; on Debian: apt-get install chromium fonts-dejavu-core"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with chromium() as opened:
        yield opened
