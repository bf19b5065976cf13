"""What is done to consents, and by them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from commonground_web.careroom.clients.models import Client
from commonground_web.careroom.consents.models import Consent, Disclosure
from commonground_web.careroom.consents.recipients import is_of_police, organizations, same_name
from commonground_web.careroom.consents.revoking import end_what_stands_on
from commonground_web.careroom.consents.words import LONGEST_DAYS, NOTICE, Part, SignedBy
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.valves.published import agencies


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """What a written consent says (42 CFR 2.31)."""

    patient_name: str
    disclosing: str
    recipient_name: str
    recipient_kind: str
    recipient: uuid.UUID | None
    organization: uuid.UUID | None = None
    information: str
    covers: tuple[str, ...]
    purpose: str
    right_to_revoke: str
    expires_on: date
    expiry_event: str
    signature: str
    signed_by: str = SignedBy.PATIENT
    authorized: str = ""
    signed: str
    signed_on: date


@action("consent", "create", with_entities=("client",))
def record_consent(*, client: Client, said: Elements, by: Actor, at: datetime) -> Consent:
    """Write down what a client signed; nothing is told by that alone."""
    _require_elements(said)
    _require_days(said, today=day_of(at))
    _require_recipient(said, of=client)
    consent = Consent(
        client=client,
        provider=client.provider,
        patient_name=said.patient_name,
        disclosing=said.disclosing,
        recipient_name=said.recipient_name,
        recipient_kind=said.recipient_kind,
        recipient=said.recipient,
        organization=said.organization,
        information=said.information,
        covers=sorted(said.covers),
        purpose=said.purpose,
        right_to_revoke=said.right_to_revoke,
        expires_on=said.expires_on,
        expiry_event=said.expiry_event,
        signature=said.signature,
        signed_by=said.signed_by,
        authorized=said.authorized,
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
    held = consent.held_now()
    if held.revoked_at is not None:
        raise Refused(_("This consent was taken back already."))
    held.revoked_by, held.revoked_at = uuid.UUID(by.id), at
    held.save()
    end_what_stands_on(held, at=at)
    open_access().did("consent.revoked", held)


@action("disclosure", "create", with_entities=("client", "consent"))
def disclose(*, consent: Consent, what: str, by: Actor, at: datetime) -> Disclosure:
    """Write down that something was told by a consent, with the notice and a copy of it."""
    held = consent.held_now()
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


def _require_elements(said: Elements) -> None:
    """Refuse a consent that says nothing where the rule asks for something (42 CFR 2.31(a))."""
    elements = {
        _("whose record it is"): said.patient_name,
        _("who discloses"): said.disclosing,
        _("to whom"): said.recipient_name,
        _("what is told"): said.information,
        _("what for"): said.purpose,
        _("right to revoke, and how"): said.right_to_revoke,
        _("signature"): said.signature,
    }
    missing = [element for element, text in elements.items() if not text.strip()]
    if missing:
        raise Refused(_("The consent does not say: %(what)s.") % {"what": "; ".join(missing)})
    if not said.covers or not set(said.covers) <= set(Part.values):
        raise Refused(_("Say which parts of the record the consent covers."))
    is_for_them = said.signed_by != SignedBy.PATIENT
    if is_for_them != bool(said.authorized.strip()):
        raise Refused(
            _("Name the authorised person if one signed, and by what right; and only then.")
        )


def _require_days(said: Elements, *, today: date) -> None:
    if said.signed_on > today:
        raise Refused(_("The date of the signature is yet to come."))
    if said.expires_on <= today:
        raise Refused(_("This consent is over already; ask for a new one."))
    if said.expires_on > said.signed_on + timedelta(days=LONGEST_DAYS):
        raise Refused(
            _("A consent lasts %(days)s days at most; ask anew after that.")
            % {"days": LONGEST_DAYS}
        )


def _require_recipient(said: Elements, *, of: Client) -> None:
    """Refuse a recipient who may be none, and a name that is not that of who was chosen."""
    if said.recipient == of.provider:
        raise Refused(_("Your own organisation needs no consent to know what it knows."))
    if said.recipient in agencies.elsewhere():
        raise Refused(
            _("This recipient does not work in this room; write its name, and choose none of them.")
        )
    if is_of_police(said.recipient_name):
        raise Refused(_("No consent opens a way to police, prosecution or probation."))
    outside = organizations()
    if said.organization is not None and said.organization not in outside:
        raise Refused(_("This organisation cannot be chosen; look who offers the service now."))
    if said.recipient is not None and said.organization is not None:
        raise Refused(_("A consent names one recipient."))
    chosen = outside.get(said.organization) if said.organization else None
    chosen = chosen or (agencies.names().get(said.recipient) if said.recipient else None)
    if chosen is not None and same_name(chosen) != same_name(said.recipient_name):
        raise Refused(
            _("You chose %(name)s and wrote another name; a consent names one recipient.")
            % {"name": chosen}
        )
