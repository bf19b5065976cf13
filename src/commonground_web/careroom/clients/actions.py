"""What is done to the records of clients."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from commonground_web.careroom.clients.finding import name_index
from commonground_web.careroom.clients.models import SEES_ALL, Client, Note, Origin
from commonground_web.careroom.introductions.actions import take_introduction
from commonground_web.careroom.introductions.models import Introduction
from commonground_web.kernel.access.actions import Refused, action, agency_of
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.accounts.models import Account, Membership
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.retention.days import purge_day

HELPERS = SEES_ALL - {"provider_manager"} | {"navigator"}
"""Roles that somebody holds who goes on with a client."""


@dataclass(frozen=True, slots=True)
class Came:
    """How somebody came: of themselves if nothing is said."""

    origin: str = Origin.SELF
    site: uuid.UUID | None = None
    language: str = ""
    reference: str = ""


@action("client", "create")
def create_client(
    *, preferred_name: str, contact: str, came: Came | None = None, by: Actor, at: datetime
) -> Client:
    """Begin a record of a person for the provider that whoever writes works for."""
    provider, came = agency_of(by), came or Came()
    client = Client(
        provider=provider,
        preferred_name=preferred_name,
        name_index=name_index(preferred_name, provider=provider),
        contact=contact,
        language=came.language,
        origin=came.origin,
        commons_reference=came.reference,
        site=came.site,
        assigned_to=uuid.UUID(by.id),
        assigned_at=at,
        created_by=uuid.UUID(by.id),
        created_at=at,
        purge_on=purge_day(Client, at=at),
    )
    client.save(force_insert=True)
    open_access().did("client.created", client)
    return client


@action("introduction", "take", with_entities=("client",))
def pick_up(*, introduction: Introduction, by: Actor, at: datetime) -> Client:
    """Begin the record of somebody who was introduced; the introduction is emptied."""
    taken = take_introduction(introduction=introduction, by=by, at=at)
    came = Came(Origin.INVITATION, taken.site, taken.language, taken.reference)
    return create_client(
        preferred_name=taken.preferred_name, contact=taken.contact, came=came, by=by, at=at
    )


@action("client", "change")
def change_client(
    *,
    client: Client,
    preferred_name: str,
    contact: str,
    language: str,
    by: Actor,  # noqa: ARG001 - actions are told
    at: datetime,  # noqa: ARG001
) -> None:
    """Write down anew how somebody wants to be called and reached."""
    client.lock()
    client.preferred_name, client.contact, client.language = preferred_name, contact, language
    client.name_index = name_index(preferred_name, provider=client.provider)
    client.save()
    open_access().did("client.changed", client)


@action("client", "assign")
def assign_client(*, client: Client, to: uuid.UUID, by: Actor, at: datetime) -> None:
    """Give a client to somebody of the same provider who helps people."""
    client.lock()
    if not helpers_of(agency_of(by), at=at).filter(pk=to).exists():
        raise Refused(_("They do not work with clients in your organisation; choose another."))
    client.assigned_to, client.assigned_at = to, at
    client.save()
    open_access().did("client.assigned", client)


@action("note", "create", with_entities=("client",))
def add_note(*, client: Client, text: str, by: Actor, at: datetime) -> Note:
    """Add a note; what was written before stays as it is."""
    note = Note(
        client=client,
        provider=client.provider,
        text=text,
        created_by=uuid.UUID(by.id),
        created_at=at,
    )
    note.save(force_insert=True)
    open_access().did("note.created", note)
    return note


def helpers_of(provider: uuid.UUID | None, *, at: datetime) -> models.QuerySet[Account]:
    """Return the accounts of a provider that may go on with a client, by name."""
    holding = Membership.objects.in_force(day_of(at)).filter(role__in=HELPERS)
    accounts = Account.objects.filter(agency=provider, is_active=True)
    return accounts.filter(pk__in=holding.values("account")).order_by("name")
