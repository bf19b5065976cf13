"""A clock that tests set."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo

import pytest


class SetClock:
    """The time as our clock, Django's and allauth's tell it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = datetime.now(UTC)
        clock = self

        class Told(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return clock.at.astimezone(tz)

        monkeypatch.setattr("commonground_web.kernel.clock.datetime", Told)
        monkeypatch.setattr("django.utils.timezone.datetime", Told)
        monkeypatch.setattr(time, "time", self._seconds)

    def _seconds(self) -> float:
        return self.at.timestamp()

    def pass_by(self, **span: float) -> None:
        """Let time pass: `minutes=30`."""
        self.at += timedelta(**span)
