"""Made-up people of the care room's providers, and what they do in tests."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from commonground_web.careroom.clients.actions import create_client
from commonground_web.careroom.clients.models import Client
from commonground_web.careroom.consents.actions import Elements, record_consent
from commonground_web.careroom.consents.models import Consent
from commonground_web.careroom.introductions.models import Introduction
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import day_of, now, today
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from commonground_web.valves.boxes.models import Outcome
from commonground_web.valves.boxes.receiving import receive_one
from commonground_web.valves.messages.invitations import Introduced
from commonground_web.valves.published.models import Published
from commonground_web.valves.published.room_left import room_left
from tests.web.every_room.valves.neighbours import sealed_by
from tests.web.plain_record import looking
from tests.web.snapshots import service_fields

OURS, THEIRS = uuid.UUID(int=21, version=4), uuid.UUID(int=22, version=4)
"""Two providers."""


def someone(role: str = "case_manager", *, agency: uuid.UUID = OURS) -> Actor:
    """Return a new person of a provider."""
    return Actor(str(uuid.uuid4()), frozenset({role, "member"}), agency)


def client_of(by: Actor, *, name: str = "Ash Example", at: datetime | None = None) -> Client:
    """Begin the record of a made-up person."""
    return create_client(preferred_name=name, contact="+1 555 0100", by=by, at=at or now())


def consent_of(
    client: Client,
    by: Actor,
    *,
    recipient: uuid.UUID | None = THEIRS,
    covers: Iterable[str] = ("name", "contact"),
    at: datetime | None = None,
    **changed: Any,
) -> Consent:
    """Write down a consent with every element."""
    at = at or now()
    said: dict[str, Any] = {
        "patient_name": "Ash Example",
        "disclosing": "Plainly Fictional Help",
        "recipient_name": "Made-up House",
        "recipient_kind": "housing",
        "recipient": recipient,
        "information": "My name and where to find me.",
        "covers": tuple(covers),
        "purpose": "To get a room.",
        "right_to_revoke": "By telling anybody here.",
        "expires_on": day_of(at) + timedelta(days=90),
        "expiry_event": "",
        "signature": "Ash Example",
        "signed": "paper",
        "signed_on": day_of(at),
    } | changed
    return record_consent(client=client, said=Elements(**said), by=by, at=at)


def introduce(
    commons: Home, *, provider: uuid.UUID = OURS, at: datetime | None = None, **changed: Any
) -> Outcome | None:
    """Have the Commons introduce a made-up person, and return what came of the message."""
    at = at or now()
    said: dict[str, Any] = {
        "introduction": uuid.uuid4(),
        "site": uuid.uuid4(),
        "provider": provider,
        "preferred_name": "Zed Fictional",
        "contact": "+1 555 0199",
        "language": "en",
        "expires_on": day_of(at) + timedelta(days=10),
    } | changed
    assert commons.settings.room is Room.COMMONS
    return receive_one(sealed_by(commons, Introduced(**said), at=at), at=at)


def introduced(by: Actor, *, at: datetime | None = None) -> list[Introduction]:
    """Return the introductions that somebody sees."""
    with looking("introduction", at=at or now(), by=by):
        return list(Introduction.objects.restrict(by).order_by("received_at"))


def seen(model: type[Record], by: Actor, *, at: datetime | None = None) -> list[Any]:
    """Return the rows of a record that somebody sees."""
    with looking(model.ENTITY, "client", at=at or now(), by=by):
        return list(model.objects.restrict(by))


def publish(table: str, *, pk: uuid.UUID | None = None, **fields: Any) -> uuid.UUID:
    """Put a row into the room's copy of the public tables."""
    row = Published(table=table, row=pk or uuid.uuid4(), fields=fields)
    with access(Setting(actor="system:valve", verb="receive", entity="published"), at=now()):
        row.save(force_insert=True)
    return row.row


def publish_service(
    agency: uuid.UUID | None,
    *,
    name: str = "Rooms",
    offered_by: str = "Made-up House",
    available: int | None = None,
) -> uuid.UUID:
    """Put a service of an agency into the directory, with room for so many."""
    organization = publish("organization", name=offered_by, agency=str(agency) if agency else None)
    service = publish("service", **service_fields(organization, name=name))
    if available is not None:
        unit = publish("unit", name="beds")
        publish(
            "capacity",
            service=str(service),
            unit=str(unit),
            available=available,
            reserved=0,
            maximum=None,
            description="",
            status="capacity" if available else "no-capacity",
            room=room_left(available),
            counted_on=today().isoformat(),
        )
    return service
