"""Consents with every element that 42 CFR 2.31 asks for, disclosures by them, legal process."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.clients.models import Client, seen_by
from commonground_web.careroom.consents.words import (
    Part,
    Process,
    Recipient,
    Response,
    Signed,
    SignedBy,
)
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room


class ConsentQuerySet(RecordQuerySet):
    """Consents."""

    def in_force(self, on: date) -> Self:
        """Return those that are signed, not taken back and not over on a day."""
        return self.filter(signed_on__lte=on, expires_on__gt=on, revoked_at__isnull=True)


class Consent(Record):
    """What a client allows to be told to one recipient, for what, and until when."""

    ROOM = Room.CAREROOM
    KEPT = kept(
        internal="id created_by created_at revoked_by revoked_at",
        part2="client provider recipient_kind recipient organization covers expires_on signed"
        " signed_by signed_on",
        secret="patient_name disclosing recipient_name information purpose right_to_revoke"
        " expiry_event signature authorized",
    )
    ENTITY = "consent"
    OF_PERSON = True
    OWNED_BY = "provider"
    FIXED = (
        "client",
        "provider",
        "recipient_kind",
        "recipient",
        "organization",
        "covers",
        "expires_on",
        "signed",
        "signed_by",
        "signed_on",
        "created_by",
        "created_at",
    )

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="consents")
    provider = models.UUIDField()
    patient_name = SealedText(_("whose record it is"), max_length=120, null=True)
    """The name in the consent as it was signed; None in one of before it was asked."""
    disclosing = SealedText(_("who discloses"), max_length=300)
    recipient_name = SealedText(_("to whom"), max_length=300)
    recipient_kind = models.CharField(_("kind of recipient"), max_length=16, choices=Recipient)
    recipient = models.UUIDField(_("recipient"), null=True)
    """The provider that receives, where it is one that works in this room."""
    organization = models.UUIDField(_("organisation"), null=True)
    """The organisation of the directory that receives, where it does not work in this room."""
    information = SealedText(_("what is told"), max_length=1000)
    covers = models.JSONField(_("parts of the record"))
    purpose = SealedText(_("what for"), max_length=500)
    right_to_revoke = SealedText(_("right to revoke, and how"), max_length=1000)
    expires_on = models.DateField(_("ends on"))
    expiry_event = SealedText(_("or earlier, when"), max_length=300, blank=True)
    signature = SealedText(_("signature"), max_length=120)
    signed_by = models.CharField(
        _("signed by"), max_length=12, choices=SignedBy, default=SignedBy.PATIENT
    )
    authorized = SealedText(
        _("authorised person, and by what right"), max_length=300, blank=True, null=True
    )
    signed = models.CharField(_("signed"), max_length=12, choices=Signed)
    signed_on = models.DateField(_("date of signature"))
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    revoked_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    objects = ConsentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "consent"
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient_kind__in=Recipient.values), name="consent_recipient_allowed"
            ),
            models.CheckConstraint(condition=Q(signed__in=Signed.values), name="consent_signed"),
            models.CheckConstraint(
                condition=Q(signed_by__in=SignedBy.values), name="consent_signed_by_known"
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=True) | Q(organization__isnull=True),
                name="consent_to_one",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("signed_on")), name="consent_ends_after_it_is_signed"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_by__isnull=False),
                name="consent_revoked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=True) | ~Q(recipient=F("provider")),
                name="consent_to_another",
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the consents of clients whom the actor sees."""
        return seen_by(actor, "client__")

    def is_in_force(self, on: date) -> bool:
        """Whether it is signed, not taken back and not over on a day."""
        return self.revoked_at is None and self.signed_on <= on < self.expires_on

    @property
    def parts(self) -> list[str]:
        """The parts of the record that it covers, in words."""
        return [str(Part(part).label) for part in self.covers]


class Disclosure(Record):
    """That something was told by a consent: what, to whom, when, with notice and copy."""

    ROOM = Room.CAREROOM
    KEPT = kept(
        internal="id made_by made_at",
        part2="client provider consent recipient_kind recipient notice with_copy",
        secret="recipient_name what",
    )
    ENTITY = "disclosure"
    OF_PERSON = True
    OWNED_BY = "provider"
    APPEND_ONLY = True

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="disclosures")
    provider = models.UUIDField()
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="disclosures")
    recipient_name = SealedText(_("to whom"), max_length=300)
    recipient_kind = models.CharField(max_length=16, choices=Recipient)
    recipient = models.UUIDField(null=True)
    what = SealedText(_("what was told"), max_length=2000)
    notice = models.CharField(_("notice"), max_length=200)
    with_copy = models.BooleanField(_("a copy of the consent went with it"))
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "disclosure"
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient_kind__in=Recipient.values),
                name="disclosure_recipient_allowed",
            ),
            models.CheckConstraint(
                condition=Q(with_copy=True) & ~Q(notice=""), name="disclosure_with_notice_and_copy"
            ),
        ]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the disclosures about clients whom the actor sees."""
        return seen_by(actor, "client__")


class LegalProcess(Record):
    """A subpoena, order, warrant or request that a provider received; of whom is not written."""

    ROOM = Room.CAREROOM
    KEPT = kept(
        internal="id created_by created_at purge_on answered_by answered_at",
        part2="provider kind received_on answer",
        secret="from_whom counsel note",
    )
    ENTITY = "legal_process"
    OF_PERSON = True
    OWNED_BY = "provider"
    FIXED = ("provider", "kind", "received_on", "created_by", "created_at")

    provider = models.UUIDField()
    kind = models.CharField(_("kind"), max_length=12, choices=Process)
    received_on = models.DateField(_("received on"))
    from_whom = SealedText(_("from whom"), max_length=300)
    counsel = SealedText(_("counsel who was told"), max_length=300, blank=True)
    answer = models.CharField(
        _("answer"), max_length=20, choices=Response, default=Response.NO_ACKNOWLEDGEMENT
    )
    note = SealedText(_("note"), max_length=2000, blank=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    purge_on = models.DateField(_("to be purged on"))

    class Meta:
        db_table = "legal_process"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Process.values, answer__in=Response.values),
                name="legal_process_known",
            ),
            models.CheckConstraint(
                condition=Q(answer=Response.NO_ACKNOWLEDGEMENT) | Q(answered_by__isnull=False),
                name="legal_process_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"legal process {self.pk}"
