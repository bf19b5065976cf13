"""What every template may show: the room and the actor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def room(request: HttpRequest) -> dict[str, Any]:
    """Return the room's name and who is looking."""
    return {
        "room": str(settings.ROOM),
        "is_demo": settings.ROOM_HOME.settings.is_demo,
        "actor": getattr(request, "actor", None),
    }
