"""Events and their seals.

An event is opened before a row about a person is read or written, and names the tables that the
work may touch. When the work is done, its seal says which rows were touched, and links it into the
room's chain. An event refers to its seal by a deferred foreign key: a transaction that leaves one
without the other cannot commit. So an event without a seal is always one of the transaction that is
running, and that is how the database knows that access is open.
"""

from __future__ import annotations

from django.db import models

from commonground_web.kernel.compartments.records import Record, kept


class AuditSeal(Record):
    """What came of an event, and its link in the chain."""

    KEPT = kept(internal="event seq at outcome acts ids changes prev hash")
    APPEND_ONLY = True

    id = None  # type: ignore[assignment]
    event = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16)
    acts = models.JSONField(default=list)
    ids = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_seal"
        constraints = [models.UniqueConstraint(fields=["prev"], name="audit_seal_no_fork")]

    def __str__(self) -> str:
        return f"seal {self.seq}"


class AuditEvent(Record):
    """Who set out to do what, where, and why."""

    KEPT = kept(
        internal="seal at actor agency roles session address verb entity tables purpose route "
        "request"
    )
    APPEND_ONLY = True

    id = None  # type: ignore[assignment]
    seal = models.OneToOneField(
        AuditSeal,
        primary_key=True,
        db_column="id",
        on_delete=models.PROTECT,
        related_name="opened",
    )
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    agency = models.UUIDField(null=True)
    roles = models.CharField(max_length=200, blank=True)
    session = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=45, blank=True)
    verb = models.CharField(max_length=16)
    entity = models.CharField(max_length=40)
    tables = models.JSONField(default=list)
    purpose = models.CharField(max_length=40, blank=True)
    route = models.CharField(max_length=100, blank=True)
    request = models.CharField(max_length=36, blank=True)

    class Meta:
        db_table = "audit_event"
        indexes = [
            models.Index(fields=["at"], name="audit_event_at"),
            models.Index(fields=["actor", "at"], name="audit_event_actor"),
        ]

    def __str__(self) -> str:
        return f"event {self.pk}"


class AuditAnchor(Record):
    """The head of the chain at the end of a day: the date and the hash, and no counts."""

    KEPT = kept(internal="id on hash signature")
    APPEND_ONLY = True

    on = models.DateField(unique=True)
    hash = models.CharField(max_length=64)
    signature = models.TextField(blank=True)

    class Meta:
        db_table = "audit_anchor"

    def __str__(self) -> str:
        return f"anchor of {self.on}"
