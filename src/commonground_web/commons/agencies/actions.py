"""What is done to agencies and their agreements."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from commonground_web.commons.agencies.models import Agency, Agreement
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.files.keeping import keep_file
from commonground_web.kernel.files.models import StoredFile


@action("agency", "create")
def add_agency(*, name: str, kind: str, reached_at: str = "", by: Actor, at: datetime) -> Agency:
    """Add an agency; what it is never changes, for it decides which room its people enter."""
    if Agency.objects.filter(name__iexact=name).exists():
        raise Refused(_("An agency of this name is there already."))
    agency = Agency(
        name=name, kind=kind, reached_at=reached_at, created_by=uuid.UUID(by.id), created_at=at
    )
    agency.save(force_insert=True)
    open_access().did("agency.added", agency)
    return agency


@action("agency", "update")
def correct_agency(*, agency: Agency, name: str, reached_at: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Give an agency its right name, and say how people reach it."""
    agency.lock()
    if Agency.objects.filter(name__iexact=name).exclude(pk=agency.pk).exists():
        raise Refused(_("An agency of this name is there already."))
    agency.name, agency.reached_at = name, reached_at
    agency.save()
    open_access().did("agency.corrected", agency)


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed, when, until when, and where the paper lies."""

    kind: str
    reference: str
    signed_on: date
    expires_on: date
    paper: UploadedFile[bytes] | None = None


@action("agreement", "create", with_entities=(StoredFile.ENTITY,))
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
    if signed.paper is not None:
        keep_file(record=agreement, upload=signed.paper, by=by, at=at)
    open_access().did("agreement.recorded", agreement)
    return agreement


@action("agreement", "confirm")
def confirm_agreement(*, agreement: Agreement, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Confirm, as a second person, that the signed paper says what was recorded."""
    agreement.lock()
    if agreement.confirmed_by is not None:
        raise Refused(_("It is confirmed already."))
    if str(agreement.recorded_by) == by.id:
        raise Refused(_("Whoever recorded an agreement does not confirm it; ask a second person."))
    agreement.confirmed_by = uuid.UUID(by.id)
    agreement.save(update_fields=["confirmed_by"])
    open_access().did("agreement.confirmed", agreement)


@action("agreement", "end")
def end_agreement(*, agreement: Agreement, why: str, on: date, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """End an agreement before it runs out; from that day on it lets nobody in."""
    agreement.lock()
    if agreement.ended_on is not None:
        raise Refused(_("It was ended already."))
    if not why.strip():
        raise Refused(_("Say why it is ended."))
    agreement.ended_on, agreement.ended_why, agreement.ended_by = on, why, uuid.UUID(by.id)
    agreement.save(update_fields=["ended_on", "ended_why", "ended_by"])
    open_access().did("agreement.ended", agreement)
