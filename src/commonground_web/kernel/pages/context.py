"""What every template may show: the room, the actor, their doors, and today's date."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info

from commonground_web.kernel.access.actor import VISITOR, Actor
from commonground_web.kernel.clock import today
from commonground_web.kernel.pages.navigation import doors_for

VERSION = version("commonground")


class May:
    """What the actor may do, as templates ask for it: `may.call_off_operation`.

    Verbs and entities may both be of several words, so that each place to part them is tried.
    """

    def __init__(self, actor: Actor | None) -> None:
        self._actor = actor

    def __getitem__(self, question: str) -> bool:
        if self._actor is None:
            return False
        words = question.split("_")
        return any(
            self._actor.may("_".join(words[:place]), "_".join(words[place:]))
            for place in range(1, len(words))
        )


def room(request: HttpRequest) -> dict[str, Any]:
    """Return the room's name, who is looking, and where they may go."""
    actor: Actor = getattr(request, "actor", VISITOR)
    return {
        "may": May(actor),
        "room": str(settings.ROOM),
        "room_title": settings.FACE.title,
        "room_whose": settings.FACE.whose,
        "banner": settings.ROOM_BANNER,
        "actor": actor,
        "navigation": doors_for(actor, here=request.path),
        "languages": LANGUAGES,
        "today": today(),
        "time_zone": settings.TIME_ZONE.replace("_", " "),
        "version": VERSION,
    }


LANGUAGES = [
    (code, get_language_info(code)["name_local"].capitalize()) for code, _ in settings.LANGUAGES
]
"""Each language by the name that its speakers give it."""
