"""A client sent on to a service: shared by the two providers, as far as a consent goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.clients.models import Client, seen_by, sees_a_sample
from commonground_web.careroom.consents.models import Consent
from commonground_web.careroom.referrals.states import MACHINE, NEEDS_REASON, OVER, Reason, State
from commonground_web.kernel.compartments import touched
from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room

ANSWER_WITHIN = timedelta(hours=72)
"""How long a receiver has to answer before a referral is overdue."""


class Referral(Record):
    """A client sent on to a service of the directory.

    The sender owns it. A receiver that works in this room shares the row from the moment it is
    sent, and until the consent ends: `shown_until`. It sees what the consent covers, and what
    was consented to, both copied into the row when it is sent; the client's record it never sees.
    """

    ROOM = Room.CAREROOM
    KEPT = kept(
        internal="id created_by created_at sent_at answer_due_at started_at closed_at purge_on",
        part2="client provider receiver service consent state reason scheduled_for slot_held_until"
        " shown_until",
        secret="service_name organization_name shared_name shared_contact shared_language"
        " shared_scope request",
    )
    ENTITY = "referral"
    OF_PERSON = True
    OWNED_BY = "provider"
    SHARED_WITH = "receiver"
    FIXED = ("client", "provider", "receiver", "service", "created_by", "created_at")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="referrals")
    provider = models.UUIDField()
    receiver = models.UUIDField(_("receiving provider"), null=True)
    """The provider that offers the service, where it works in this room."""
    service = models.UUIDField(_("service"))
    service_name = SealedText(_("service"), max_length=200)
    organization_name = SealedText(_("offered by"), max_length=200)
    consent = models.ForeignKey(
        Consent, on_delete=models.CASCADE, null=True, related_name="referrals"
    )
    shared_name = SealedText(max_length=120, blank=True)
    shared_contact = SealedText(max_length=500, blank=True)
    shared_language = SealedText(max_length=11, blank=True)
    shared_scope = SealedText(_("what they consented to"), max_length=4000, null=True)
    """What the consent allows, in words that go with what it shares (42 CFR 2.32(b))."""
    request = SealedText(_("what is asked"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason, blank=True)
    scheduled_for = models.DateTimeField(_("appointment"), null=True)
    slot_held_until = models.DateField(_("slot held until"), null=True)
    shown_until = models.DateField(_("shown to the receiver until"), null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("sent"), null=True)
    answer_due_at = models.DateTimeField(_("answer due"), null=True)
    started_at = models.DateTimeField(_("help started"), null=True)
    closed_at = models.DateTimeField(null=True)
    purge_on = models.DateField(_("to be purged on"))

    class Meta:
        db_table = "referral"
        indexes = [
            models.Index(fields=["provider", "state"], name="referral_sent"),
            models.Index(fields=["receiver", "state"], name="referral_received"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="referral_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.CANCELLED])
                | Q(receiver__isnull=False, receiver=F("provider"))
                | Q(consent__isnull=False),
                name="referral_across_by_consent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.CANCELLED])
                | Q(sent_at__isnull=False, answer_due_at__isnull=False),
                name="referral_sent_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(NEEDS_REASON)) & ~Q(reason="")
                | ~Q(state__in=sorted(NEEDS_REASON)) & Q(reason=""),
                name="referral_ends_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SCHEDULED) | Q(scheduled_for__isnull=False),
                name="referral_scheduled_for_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OVER), closed_at__isnull=False)
                | ~Q(state__in=sorted(OVER)) & Q(closed_at__isnull=True),
                name="referral_over_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of clients whom the actor sees, and those that are shared with the actor."""
        if actor.agency is None:
            return Q(pk__in=[])
        own = Q(provider=actor.agency, client__in=Client.objects.filter(seen_by(actor)))
        if sees_a_sample(actor):
            return own
        shared = Q(receiver=actor.agency, shown_until__gt=touched.day(), sent_at__isnull=False)
        return own | shared

    @property
    def is_shared(self) -> bool:
        """Whether its receiver may see it today."""
        return self.shown_until is not None and bool(self.shown_until > touched.day())

    @property
    def is_own(self) -> bool:
        """Whether it goes to a service of the sender's own."""
        return self.receiver == self.provider

    @property
    def owner(self) -> str:
        """The side whose turn it is."""
        return MACHINE.owners[self.state]

    def is_overdue(self, at: datetime) -> bool:
        """Whether no answer came in time."""
        return self.state == State.SENT and (self.answer_due_at or at) < at

    def holds_slot(self, on: Any) -> bool:
        """Whether a slot is held for it on a day."""
        return self.slot_held_until is not None and self.slot_held_until >= on
