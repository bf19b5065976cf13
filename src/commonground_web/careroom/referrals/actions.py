"""Send a client on, answer, and say what became of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonground_web.careroom.clients.models import Client
from commonground_web.careroom.consents.actions import disclose
from commonground_web.careroom.consents.models import Consent
from commonground_web.careroom.consents.revoking import when_revoked
from commonground_web.careroom.consents.words import Part
from commonground_web.careroom.referrals.directory import offered_one, receiver_of
from commonground_web.careroom.referrals.models import ANSWER_WITHIN, Referral
from commonground_web.careroom.referrals.states import (
    MACHINE,
    NEEDS_REASON,
    OF_THE_SENDER,
    OVER,
    State,
)
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.compartments.engines import wait_for_turn
from commonground_web.kernel.retention.days import purge_day
from commonground_web.valves.published.directory import OfferedService


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a referral goes next, and what must be said with it."""

    to: str
    reason: str = ""
    scheduled_for: datetime | None = None
    slot_held_until: date | None = None


@action("referral", "create", with_entities=("client",))
def draft_referral(
    *, client: Client, service: OfferedService, request: str, by: Actor, at: datetime
) -> Referral:
    """Draft a referral to a service; nobody but the sender sees it."""
    referral = Referral(
        client=client,
        provider=client.provider,
        receiver=receiver_of(service),
        service=service.id,
        service_name=service.name,
        organization_name=service.organization.name,
        request=request,
        created_by=uuid.UUID(by.id),
        created_at=at,
        purge_on=min(client.purge_on, purge_day(Referral, at=at)),
    )
    referral.save(force_insert=True)
    open_access().did("referral.drafted", referral)
    return referral


@action("referral", "send", with_entities=("client", "consent", "disclosure"))
def send_referral(*, referral: Referral, consent: Consent | None, by: Actor, at: datetime) -> None:
    """Send a draft: across providers only by a consent, and only what it covers."""
    if consent is not None:
        consent.lock()  # before the referral, as whoever takes it back does
    held = referral.held_now()
    MACHINE.require(held.state, State.SENT)
    service = offered_one(held.service)
    if service is None:
        raise Refused(_("This service is not offered any more; draft a referral to another."))
    if not held.is_own:
        _share(held, consent, service=service, by=by, at=at)
    held.state, held.sent_at, held.answer_due_at = State.SENT, at, at + ANSWER_WITHIN
    held.save()
    open_access().did("referral.sent", held)


@action("referral", "move", with_entities=("client",))
def move_referral(*, referral: Referral, step: Step, by: Actor, at: datetime) -> None:
    """Answer a referral, or say what became of it; each side moves what is its to move."""
    held = referral.held_now()
    if step.to == State.SENT:
        raise Refused(_("A draft is sent with the consent that it goes by."))
    MACHINE.require(held.state, step.to)
    _require_side(held, step.to, by=by)
    _require_said(step, day=day_of(at))
    if step.slot_held_until is not None:
        _require_room(held, on=day_of(at))
    held.state = step.to
    held.reason = step.reason if step.to in NEEDS_REASON else ""
    held.scheduled_for = step.scheduled_for if step.to == State.SCHEDULED else held.scheduled_for
    held.slot_held_until = None if step.to in OVER else step.slot_held_until or held.slot_held_until
    if step.to == State.STARTED:
        held.started_at = at
    if step.to in OVER:
        held.closed_at = at
    held.save()
    open_access().did(f"referral.{step.to}", held)


@when_revoked
def hide_from_receivers(consent: Consent, at: datetime) -> None:
    """Hide at once from its receiver what was sent by a consent that was taken back."""
    shown = Referral.objects.filter(consent=consent, shown_until__gt=day_of(at))
    for referral in shown.select_for_update():
        referral.shown_until = day_of(at)
        referral.shared_name = referral.shared_contact = referral.shared_language = ""
        referral.shared_scope = ""
        referral.save()
        open_access().did("referral.hidden", referral)


def sides_of(referral: Referral, by: Actor) -> frozenset[str]:
    """Return the sides of a referral that an actor speaks for.

    A receiver that does not work in this room is called; the sender writes down what it says. One
    from whom it is hidden has no say.
    """
    is_sender = by.agency == referral.provider
    is_called = is_sender and referral.receiver is None
    is_shown = is_sender or referral.is_shared
    is_receiver = is_called or (by.agency == referral.receiver and is_shown)
    return frozenset(
        side for side, speaks in (("sender", is_sender), ("receiver", is_receiver)) if speaks
    )


def next_states(referral: Referral, by: Actor) -> list[State]:
    """Return the states to which an actor may move a referral now."""
    sides = sides_of(referral, by)
    ways = [State(way) for way in sorted(MACHINE.transitions[referral.state])]
    return [way for way in ways if way != State.SENT and side_of(way) in sides]


def side_of(to: str) -> str:
    """Return the side that moves a referral to a state."""
    return "sender" if to in OF_THE_SENDER else "receiver"


def _share(
    held: Referral, consent: Consent | None, *, service: OfferedService, by: Actor, at: datetime
) -> None:
    """Copy into a referral what a consent covers, and write down that it was told."""
    day = day_of(at)
    if consent is None or consent.client_id != held.client_id or not consent.is_in_force(day):
        raise Refused(_("It goes to another provider: choose a consent that is in force."))
    outside = service.organization.id if held.receiver is None else None
    if (consent.recipient, consent.organization) != (held.receiver, outside):
        raise Refused(_("The consent names another recipient than the provider of this service."))
    covers = set(consent.covers)
    if not covers & {Part.NAME, Part.CONTACT}:
        raise Refused(_("The consent covers neither their name nor how to reach them."))
    if held.request and not covers & {Part.NEEDS, Part.SUBSTANCE_USE, Part.HEALTH}:
        raise Refused(
            _("The consent does not cover what they need; draft the referral without it.")
        )
    client = held.client
    held.shared_name = client.preferred_name if Part.NAME in covers else ""
    held.shared_contact = client.contact if Part.CONTACT in covers else ""
    held.shared_language = client.language if Part.LANGUAGE in covers else ""
    held.shared_scope = _scope(consent)
    held.consent, held.shown_until = consent, consent.expires_on
    what = _("Referral to %(service)s: %(parts)s.") % {
        "service": held.service_name,
        "parts": ", ".join(consent.parts),
    }
    disclose(consent=consent, what=what, by=by, at=at)


def _scope(consent: Consent) -> str:
    """Say what was consented to, as it goes with what is shared where the consent is not seen."""
    ends = date_format(consent.expires_on)
    if consent.expiry_event:
        ends = _("%(day)s, or earlier: %(event)s") % {"day": ends, "event": consent.expiry_event}
    said = {
        _("Parts of the record"): ", ".join(consent.parts),
        _("What for"): consent.purpose,
        _("Ends on"): ends,
        _("Right to revoke, and how"): consent.right_to_revoke,
    }
    return "\n".join(f"{what}: {text}" for what, text in said.items())


def _require_side(held: Referral, to: str, *, by: Actor) -> None:
    if side_of(to) not in sides_of(held, by):
        raise Refused(_("The other provider decides this; wait for its answer, or call."))


def _require_said(step: Step, *, day: date) -> None:
    if step.to in NEEDS_REASON and not step.reason:
        raise Refused(_("Say why, by one of the reasons."))
    if step.to == State.SCHEDULED and step.scheduled_for is None:
        raise Refused(_("Say when the appointment is."))
    if step.slot_held_until is not None and step.slot_held_until < day:
        raise Refused(_("A slot is held until today or a later day."))


def _require_room(held: Referral, *, on: date) -> None:
    """Refuse to hold more slots than the service said that it has."""
    service = offered_one(held.service)
    if service is None or service.free is None:
        return
    wait_for_turn(Referral._meta.db_table, held.service)
    holding = Referral.objects.filter(service=held.service, slot_held_until__gte=on)
    if holding.exclude(pk=held.pk).exclude(state__in=OVER).count() >= service.free:
        raise Refused(_("The service has no slot left to hold; put them on the waiting list."))
