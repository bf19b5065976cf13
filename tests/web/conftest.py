"""Which of these tests a process can run: those of the room that it is, or those of no room."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOM = os.environ.get("COMMONGROUND_ROOM", "")
OF_ROOMS = {"every_room", "commons", "caseroom", "careroom"}
MINE = {"every_room", ROOM} if ROOM else set()


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what belongs to another room's process."""
    parts = set(collection_path.relative_to(Path(__file__).parent).parts[:1])
    return True if parts & (OF_ROOMS - MINE) else None


if ROOM:

    @pytest.fixture(scope="session")
    def django_db_setup(
        django_db_blocker: "pytest_django.DjangoDbBlocker",  # noqa: F821 - only a name
        tmp_path_factory: pytest.TempPathFactory,
    ) -> Iterator[None]:
        """Give this process a copy of the room's database, as the web connects to it."""
        from django.db import connection

        from tests.web.copies import copied_database

        with django_db_blocker.unblock():
            yield from copied_database(connection, folder=tmp_path_factory.mktemp("room"))
