"""Why a person's page is opened: asked once for a while, and kept in the event."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from commonground_web.kernel.clock import now

HOLDS_FOR = timedelta(minutes=30)
"""How long a purpose holds for one person: the longest that a session may lie idle."""


def room_purposes() -> dict[str, str]:
    """Return the room's purposes: code to sentence."""
    purposes: dict[str, str] = import_string(settings.ROOM_PURPOSES)
    return purposes


def stated_purpose(request: HttpRequest, pk: str) -> str:
    """Return the purpose that was stated for this person and still holds, or nothing."""
    stated = request.session.get("purposes", {}).get(pk)
    if not stated or datetime.fromisoformat(stated[1]) < now():
        return ""
    return str(stated[0])


def state_purpose(request: HttpRequest, *, pk: str, code: str) -> None:
    """Keep a purpose for one person in the session."""
    at = now()
    kept = {
        person: stated
        for person, stated in request.session.get("purposes", {}).items()
        if datetime.fromisoformat(stated[1]) >= at
    }
    kept[pk] = [code, (at + HOLDS_FOR).isoformat()]
    request.session["purposes"] = kept
