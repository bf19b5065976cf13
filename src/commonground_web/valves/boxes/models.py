"""Messages that wait to be carried, messages that were carried here, and what came of those.

A message is ciphertext with a header that names no person, so the carrier may handle it without an
audit event. What is put into the outbox is put there in an event; what comes of a message in the
inbox is written in one. The database takes only what a way of this very room may carry: the inbox
of the case room has no word for a message of the care room, nor the other way about.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.guard import ANY_WRITING, Carried
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept
from commonground_web.kernel.rooms import Room, this_room
from commonground_web.valves.envelope import LARGEST_BYTES, Envelope, Header, Reason
from commonground_web.valves.ways import Way, ways_from, ways_to

SIGNATURE_BYTES = 64
TRIES = 3
"""How often a message is tried whose handling fails; then it waits for somebody to look."""


def _carried_by(ways: Iterable[Way]) -> models.Q:
    conditions = (
        models.Q(
            valve=str(way.valve),
            sender=str(way.sender),
            receiver=str(way.receiver),
            kind__in=[str(kind) for kind in way.kinds],
        )
        for way in ways
    )
    return reduce(or_, conditions)


def _well_formed(table: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=LessThanOrEqual(Length("body"), max(LARGEST_BYTES.values())),
            name=f"{table}_not_too_large",
        ),
        models.CheckConstraint(
            condition=LessThanOrEqual(Length("signature"), SIGNATURE_BYTES),
            name=f"{table}_signature",
        ),
        models.CheckConstraint(
            condition=models.Q(expires_at__gt=models.F("created_at")), name=f"{table}_expires"
        ),
    ]


class Boxed(Record):
    """A message as it lies in a box: header, sealed body, signature."""

    KEPT = kept(
        internal="id valve kind version sender receiver created_at expires_at body signature"
    )
    ENTITY = "valve_message"
    APPEND_ONLY = True
    EXPIRES = "expires_at"

    valve = models.CharField(max_length=2)
    kind = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField()
    sender = models.CharField(max_length=8)
    receiver = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    body = models.BinaryField()
    signature = models.BinaryField(max_length=SIGNATURE_BYTES)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @classmethod
    def of(cls, envelope: Envelope) -> Self:
        """Return an envelope as a row, which is not written yet."""
        header = envelope.header
        return cls(
            id=header.id,
            valve=header.valve,
            kind=header.kind,
            version=header.version,
            sender=header.sender,
            receiver=header.receiver,
            created_at=header.created_at,
            expires_at=header.expires_at,
            body=envelope.body,
            signature=envelope.signature,
        )

    def as_envelope(self) -> Envelope:
        """Return the row as an envelope."""
        header = Header(
            id=self.pk,
            valve=self.valve,
            kind=self.kind,
            version=self.version,
            sender=Room(self.sender),
            receiver=Room(self.receiver),
            created_at=self.created_at,
            expires_at=self.expires_at,
        )
        return Envelope(header, bytes(self.body), bytes(self.signature))


class OutMessage(Boxed):
    """A message of this room, for the carrier to read."""

    CARRIED = Carried.OUT
    WRITTEN_IN = (ANY_WRITING,)

    class Meta:
        db_table = "valve_outbox"
        constraints = [
            models.CheckConstraint(
                condition=_carried_by(ways_from(this_room())), name="valve_outbox_way"
            ),
            *_well_formed("valve_outbox"),
        ]
        indexes = [models.Index(fields=["receiver", "valve", "expires_at"], name="valve_outbox_to")]


class InMessage(Boxed):
    """A message for this room, which the carrier inserted."""

    failures: int
    """How often its handling failed, where `waiting` counted it."""

    failed_at: datetime | None
    """When it last failed, likewise."""

    CARRIED = Carried.IN

    class Meta:
        db_table = "valve_inbox"
        constraints = [
            models.CheckConstraint(
                condition=_carried_by(ways_to(this_room())), name="valve_inbox_way"
            ),
            *_well_formed("valve_inbox"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="valve_inbox_by_expiry")]


class Outcome(models.TextChoices):
    """What came of a message."""

    HANDLED = "handled", _("handled")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")


class ReceiptQuerySet(RecordQuerySet):
    """Receipts."""

    def final(self) -> ReceiptQuerySet:
        """Return the receipts after which a message is never looked at again."""
        return self.exclude(outcome=Outcome.FAILED)


class Receipt(Record):
    """What came of a message: handled or refused, once and for good; or failed, to be tried."""

    KEPT = kept(internal="id message kind sender outcome reason at expires_at")
    ENTITY = "valve_message"
    APPEND_ONLY = True
    WRITTEN_IN = ("receive",)
    EXPIRES = "expires_at"

    message = models.UUIDField()
    kind = models.CharField(max_length=24)
    sender = models.CharField(max_length=8)
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = ReceiptQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "valve_receipt"
        constraints = [
            models.UniqueConstraint(
                fields=["message"],
                condition=~models.Q(outcome=Outcome.FAILED),
                name="valve_receipt_once",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="valve_receipt_outcome_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.REFUSED, reason__in=[str(r) for r in Reason])
                | (~models.Q(outcome=Outcome.REFUSED) & models.Q(reason="")),
                name="valve_receipt_refused_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["message"], name="valve_receipt_message")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.message}"


def waiting(*, at: datetime) -> models.QuerySet[InMessage]:
    """Return the messages that nothing final came of, oldest first; the bodies are left behind."""
    done = Receipt.objects.final().filter(message=models.OuterRef("pk"))
    failed = (
        Receipt.objects.filter(message=models.OuterRef("pk"), outcome=Outcome.FAILED)
        .order_by()
        .values("message")
        .annotate(n=models.Count("pk"), last=models.Max("at"))
    )
    rows: models.QuerySet[InMessage] = (
        InMessage.objects.filter(~models.Exists(done), created_at__lte=at)
        .annotate(
            failures=models.functions.Coalesce(models.Subquery(failed.values("n")), 0),
            failed_at=models.Subquery(failed.values("last")),
        )
        .defer("body", "signature")
        .order_by("created_at", "pk")
    )
    return rows
