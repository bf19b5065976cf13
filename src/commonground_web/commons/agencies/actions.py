"""What is done to agencies and their agreements."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.commons.agencies.models import Agency, Agreement
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access


@action("agency", "create")
def add_agency(*, name: str, kind: str, by: Actor, at: datetime) -> Agency:
    """Add an agency; what it is never changes, for it decides which room its people enter."""
    if Agency.objects.filter(name__iexact=name).exists():
        raise Refused(_("An agency of this name is there already."))
    agency = Agency(name=name, kind=kind, created_by=uuid.UUID(by.id), created_at=at)
    agency.save(force_insert=True)
    open_access().did("agency.added", agency)
    return agency


@action("agency", "update")
def rename_agency(*, agency: Agency, name: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Give an agency its right name."""
    if Agency.objects.filter(name__iexact=name).exclude(pk=agency.pk).exists():
        raise Refused(_("An agency of this name is there already."))
    agency.name = name
    agency.save()
    open_access().did("agency.renamed", agency)


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed, when, until when, and where the paper lies."""

    kind: str
    reference: str
    signed_on: date
    expires_on: date


@action("agreement", "create")
def record_agreement(*, agency: Agency, signed: Signed, by: Actor, at: datetime) -> Agreement:
    """Record what an agency has signed; it binds once a second person has seen the paper."""
    if signed.expires_on < signed.signed_on:
        raise Refused(_("It runs out before it was signed; put one of the two days right."))
    agreement = Agreement(
        agency=agency,
        kind=signed.kind,
        reference=signed.reference,
        signed_on=signed.signed_on,
        expires_on=signed.expires_on,
        recorded_by=uuid.UUID(by.id),
        recorded_at=at,
    )
    agreement.save(force_insert=True)
    open_access().did("agreement.recorded", agreement)
    return agreement


@action("agreement", "confirm")
def confirm_agreement(*, agreement: Agreement, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Confirm, as a second person, that the signed paper says what was recorded."""
    if agreement.confirmed_by is not None:
        raise Refused(_("It is confirmed already."))
    if str(agreement.recorded_by) == by.id:
        raise Refused(_("Whoever recorded an agreement does not confirm it; ask a second person."))
    agreement.confirmed_by = uuid.UUID(by.id)
    agreement.save()
    open_access().did("agreement.confirmed", agreement)


@action("agreement", "end")
def end_agreement(*, agreement: Agreement, why: str, on: date, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """End an agreement before it runs out; from that day on it lets nobody in."""
    if agreement.ended_on is not None:
        raise Refused(_("It was ended already."))
    if not why.strip():
        raise Refused(_("Say why it is ended."))
    agreement.ended_on, agreement.ended_why, agreement.ended_by = on, why, uuid.UUID(by.id)
    agreement.save()
    open_access().did("agreement.ended", agreement)
