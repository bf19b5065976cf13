"""Which of these tests a process can run: those of the room that it is, or those of no room."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

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
        django_db_blocker: "DjangoDbBlocker",
        tmp_path_factory: pytest.TempPathFactory,
    ) -> Iterator[None]:
        """Give this process a copy of the room, so that processes side by side do not meet."""
        from django.db import connection

        from tests.web.copies import copied_database, move_into_copied_home

        folder = tmp_path_factory.mktemp("room")
        move_into_copied_home(folder / "home")
        with django_db_blocker.unblock():
            yield from copied_database(connection, folder=folder)

    @pytest.fixture
    def own_database(
        django_db_setup: None,  # noqa: ARG001 - it is the copy that is copied
        django_db_blocker: "DjangoDbBlocker",
        tmp_path: Path,
    ) -> Iterator[None]:
        """Give one test a database of its own, in which it may commit what cannot be undone."""
        from django.db import connection

        from tests.web.copies import copied_database

        with django_db_blocker.unblock():
            yield from copied_database(connection, folder=tmp_path)
