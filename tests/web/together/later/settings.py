"""The settings of a room, with a clock that goes as much ahead as a file beside the room says."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Self

from django.utils import timezone

from commonground_web.config.settings import *  # noqa: F403 - a room as it is
from commonground_web.config.settings import ROOM_HOME
from commonground_web.kernel import clock
from tests.web.together.later.clock import ahead

FOLDER = ROOM_HOME.folder.parent


class Told(datetime):
    """The time as the room's clock tells it."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Return this moment, and so much more."""
        return super().now(tz) + timedelta(seconds=ahead(FOLDER))


vars(clock)["datetime"] = Told
timezone.now = clock.now
