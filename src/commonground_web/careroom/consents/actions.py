"""What is done to consents, and by them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from commonground_web.careroom.clients.models import Client
from commonground_web.careroom.consents.models import Consent, Disclosure
from commonground_web.careroom.consents.revoking import end_what_stands_on
from commonground_web.careroom.consents.words import LONGEST_DAYS, NOTICE
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.valves.published import agencies


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """What a written consent says (42 CFR 2.31)."""

    disclosing: str
    recipient_name: str
    recipient_kind: str
    recipient: uuid.UUID | None
    information: str
    covers: tuple[str, ...]
    purpose: str
    right_to_revoke: str
    expires_on: date
    expiry_event: str
    signature: str
    signed: str
    signed_on: date


@action("consent", "create", with_entities=("client",))
def record_consent(*, client: Client, said: Elements, by: Actor, at: datetime) -> Consent:
    """Write down what a client signed; nothing is told by that alone."""
    today = day_of(at)
    if said.signed_on > today:
        raise Refused(_("The date of the signature is yet to come."))
    if said.expires_on <= today:
        raise Refused(_("This consent is over already; ask for a new one."))
    if said.expires_on > said.signed_on + timedelta(days=LONGEST_DAYS):
        raise Refused(
            _("A consent lasts %(days)s days at most; ask anew after that.")
            % {"days": LONGEST_DAYS}
        )
    if said.recipient == client.provider:
        raise Refused(_("Your own organisation needs no consent to know what it knows."))
    if said.recipient in agencies.elsewhere():
        raise Refused(
            _("This recipient does not work in this room; write its name, and choose none of them.")
        )
    consent = Consent(
        client=client,
        provider=client.provider,
        disclosing=said.disclosing,
        recipient_name=said.recipient_name,
        recipient_kind=said.recipient_kind,
        recipient=said.recipient,
        information=said.information,
        covers=sorted(said.covers),
        purpose=said.purpose,
        right_to_revoke=said.right_to_revoke,
        expires_on=said.expires_on,
        expiry_event=said.expiry_event,
        signature=said.signature,
        signed=said.signed,
        signed_on=said.signed_on,
        created_by=uuid.UUID(by.id),
        created_at=at,
    )
    consent.save(force_insert=True)
    open_access().did("consent.recorded", consent)
    return consent


@action("consent", "revoke", with_entities=("client", "referral"))
def revoke_consent(*, consent: Consent, by: Actor, at: datetime) -> None:
    """Take a consent back, at once; whoever had read by it reads no more."""
    held = _locked(consent)
    if held.revoked_at is not None:
        raise Refused(_("This consent was taken back already."))
    held.revoked_by, held.revoked_at = uuid.UUID(by.id), at
    held.save()
    end_what_stands_on(held, at=at)
    open_access().did("consent.revoked", held)


@action("disclosure", "create", with_entities=("client", "consent"))
def disclose(*, consent: Consent, what: str, by: Actor, at: datetime) -> Disclosure:
    """Write down that something was told by a consent, with the notice and a copy of it."""
    held = _locked(consent)
    if not held.is_in_force(day_of(at)):
        raise Refused(_("This consent is over or was taken back; nothing is told by it."))
    disclosure = Disclosure(
        client=held.client,
        provider=held.provider,
        consent=held,
        recipient_name=held.recipient_name,
        recipient_kind=held.recipient_kind,
        recipient=held.recipient,
        what=what,
        notice=NOTICE,
        with_copy=True,
        made_by=uuid.UUID(by.id),
        made_at=at,
    )
    disclosure.save(force_insert=True)
    open_access().did("disclosure.made", disclosure)
    return disclosure


def _locked(consent: Consent) -> Consent:
    found: Consent = Consent.objects.select_for_update().get(pk=consent.pk)
    return found
