"""The one place in the workspace that reads the clock; actions are told the time."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the date where the room stands, by Django's time zone."""
    from django.utils import timezone

    return timezone.localdate(now())


def day_of(at: datetime) -> date:
    """Return the date of a moment where the room stands."""
    from django.utils import timezone

    return timezone.localdate(at)


def where_the_room_stands(at: datetime) -> datetime:
    """Return a moment in the time of the room."""
    from django.utils import timezone

    return timezone.localtime(at)
