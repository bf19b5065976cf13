"""What every template may show: the room and the actor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from commonground_web.kernel.access.actor import Actor


class May:
    """What the actor may do, as templates ask for it: `may.create_agency`."""

    def __init__(self, actor: Actor | None) -> None:
        self._actor = actor

    def __getitem__(self, question: str) -> bool:
        verb, _, entity = question.partition("_")
        return self._actor is not None and self._actor.may(verb, entity)


def room(request: HttpRequest) -> dict[str, Any]:
    """Return the room's name and who is looking."""
    actor = getattr(request, "actor", None)
    return {
        "may": May(actor),
        "room": str(settings.ROOM),
        "is_demo": settings.ROOM_HOME.settings.is_demo,
        "actor": actor,
    }
