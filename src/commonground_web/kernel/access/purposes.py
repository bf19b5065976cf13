"""Why a person's page is opened: asked once for a while, and kept in the event."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from commonground_web.kernel.clock import now
from commonground_web.kernel.compartments.records import Record

HOLDS_FOR = timedelta(minutes=30)
"""How long a purpose holds for one person: the longest that a session may lie idle."""

READING = ("GET", "HEAD")


def room_purposes() -> dict[str, str]:
    """Return the room's purposes: code to sentence."""
    purposes: dict[str, str] = import_string(settings.ROOM_PURPOSES)
    return purposes


def stated_purpose(request: HttpRequest, pk: str) -> str:
    """Return the purpose that was stated for this person and still holds, or nothing.

    A form that was opened while it held may be sent for as long again, so that nobody loses what
    they wrote.
    """
    stated = request.session.get("purposes", {}).get(pk)
    grace = timedelta() if request.method in READING else HOLDS_FOR
    if not stated or _end(stated) + grace < now():
        return ""
    return str(stated[0])


def state_purpose(request: HttpRequest, *, pk: str, code: str) -> None:
    """Keep a purpose for one person in the session."""
    at = now()
    kept = {
        person: stated
        for person, stated in request.session.get("purposes", {}).items()
        if _end(stated) + HOLDS_FOR >= at
    }
    kept[pk] = [code, (at + HOLDS_FOR).isoformat()]
    request.session["purposes"] = kept


def hold_also_for(request: HttpRequest, *records: Record, of: uuid.UUID) -> None:
    """Have the purpose that was stated for a person hold for records of the same person.

    Parameters
    ----------
    request
        The request for a page of the person.
    records
        What has pages of its own, and is about nobody else.
    of
        The record for which the purpose was stated.
    """
    purposes = request.session.get("purposes", {})
    stated = purposes.get(str(of))
    new = {str(record.pk): stated for record in records if purposes.get(str(record.pk)) != stated}
    if stated and new:
        request.session["purposes"] = {**purposes, **new}


def _end(stated: list[str]) -> datetime:
    return datetime.fromisoformat(stated[1])
