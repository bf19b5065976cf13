"""What is done about a file: asked for, agreed to or declined, and taken once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.exports.models import MACHINE, ExportRequest, State

WAITS_FOR = timedelta(days=2)
"""How long a request is good for: longer, and nobody knows any more what was agreed to."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The rows that are asked for, and as what kind of file."""

    listing: str
    title: str
    kind: str
    query: str
    rows: int
    owner: uuid.UUID | None


@action("export", "ask")
def ask_export(*, wanted: Wanted, reason: str, by: Actor, at: datetime) -> ExportRequest:
    """Ask a second person for a file."""
    asked = ExportRequest(
        listing=wanted.listing,
        title=wanted.title,
        kind=wanted.kind,
        query=wanted.query,
        rows=wanted.rows,
        reason=reason,
        owner=wanted.owner,
        asked_by=uuid.UUID(by.id),
        asked_at=at,
        expires_at=at + WAITS_FOR,
    )
    asked.save(force_insert=True)
    open_access().did("export.asked", asked)
    return asked


@action("export", "answer")
def answer_export(*, asked: ExportRequest, agreed: bool, by: Actor, at: datetime) -> None:
    """Agree to a file that somebody else asked for, or decline it."""
    held = asked.held_now()
    if by.id == str(held.asked_by):
        raise Refused(_("Whoever asks for a file does not agree to it; ask a second person."))
    if held.expires_at <= at:
        raise Refused(_("This was asked for too long ago; it is asked for anew."))
    to = State.AGREED if agreed else State.DECLINED
    MACHINE.require(held.state, to)
    held.state, held.answered_by, held.answered_at = to, uuid.UUID(by.id), at
    held.save()
    open_access().did(f"export.{to}", held)


@action("export", "ask")
def take_export(*, asked: ExportRequest, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Note that a file is taken; a request gives one file."""
    held = asked.held_now()
    MACHINE.require(held.state, State.TAKEN)
    held.state, held.taken_at = State.TAKEN, at
    held.save()
    open_access().did("export.taken", held)
