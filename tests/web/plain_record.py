"""The one plain record of each room, made, looked at and found in the same way in every room."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.exposures import tables_for
from commonground_web.kernel.audit.opening import Access, Setting, access
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.rooms import Room, this_room

AGENCY = uuid.uuid4()
WRITERS = {Room.COMMONS: "coordinator", Room.CASEROOM: "officer", Room.CAREROOM: "case_manager"}
KEEPERS = {Room.COMMONS: "director", Room.CASEROOM: "supervisor", Room.CAREROOM: "provider_manager"}
HOLDERS = {Room.COMMONS: "director", Room.CASEROOM: "prosecutor", Room.CAREROOM: "provider_manager"}


def person(role: str, *, agency: uuid.UUID = AGENCY) -> Actor:
    """Return a new person with one role."""
    return Actor(str(uuid.uuid4()), frozenset({role, "member"}), agency)


def writer(*, agency: uuid.UUID = AGENCY) -> Actor:
    """Return somebody who writes plain records."""
    return person(WRITERS[this_room()], agency=agency)


def keeper(*, agency: uuid.UUID = AGENCY) -> Actor:
    """Return somebody who decides how long records are kept."""
    return person(KEEPERS[this_room()], agency=agency)


def holder(*, agency: uuid.UUID = AGENCY) -> Actor:
    """Return somebody who places legal holds."""
    return person(HOLDERS[this_room()], agency=agency)


def plain_model() -> type[Record]:
    """Return the room's plain record."""
    if this_room() is Room.COMMONS:
        from commonground_web.commons.complaints.models import Complaint

        return Complaint
    if this_room() is Room.CASEROOM:
        from commonground_web.caseroom.entries.models import Entry

        return Entry
    from commonground_web.careroom.clients.models import Client

    return Client


SEALED = {Room.COMMONS: "text", Room.CASEROOM: "facts", Room.CAREROOM: "contact"}


def make_record(
    *, at: datetime, text: str = "Plainly made up.", by: Actor | None = None
) -> uuid.UUID:
    """Make a plain record of the room, and return its key."""
    by = by or writer()
    if this_room() is Room.COMMONS:
        from commonground_web.commons.complaints.actions.making import make_complaint

        with looking("complaint", verb="create", at=at, by=by) as opened:
            make_complaint(about="conduct", text=text, by=by, at=at)
        return uuid.UUID(next(iter(opened.ids["complaints.complaint"])))
    if this_room() is Room.CASEROOM:
        from tests.web.caseroom.entering import draft

        return draft(facts=text, by=by, at=at).pk
    from commonground_web.careroom.clients.actions import create_client

    return create_client(preferred_name="Zed Fictional", contact=text, by=by, at=at).pk


@contextmanager
def looking(
    *entities: str, at: datetime, verb: str = "view", by: Actor | None = None
) -> Iterator[Access]:
    """Open an event in which records of these kinds, or plain ones, may be touched."""
    by = by or writer()
    entities = entities or (plain_model().ENTITY,)
    setting = Setting(
        actor=by.id,
        verb=verb,
        entity=entities[0],
        agency=by.agency,
        tables=tables_for(verb, *entities),
    )
    with access(setting, at=at) as opened:
        yield opened


def found(key: uuid.UUID, *, at: datetime, by: Actor | None = None) -> Any:
    """Return the plain record of a key, whether it is due or not, or None."""
    with looking(at=at, by=by):
        return plain_model().objects.filter(pk=key).first()
