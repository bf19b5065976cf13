"""Purges, their lists and certificates, and the legal holds that put off a purge for a while."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.records import OfRecord, Record, kept
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.purge.states import Fate, State
from commonground_web.kernel.retention.reach import of_kinds_seen_whole, of_records_seen


class LegalHold(OfRecord):
    """An order to keep a record: placed by two persons, with an end, opening access to nothing."""

    KEPT = kept(
        internal="id record_type record owner placed_by placed_at confirmed_by confirmed_at"
        " expires_on release_asked_by release_asked_at released_by released_at",
        secret="authority",
    )
    ENTITY = "legal_hold"
    OWNED_BY = "owner"
    FIXED = ("record_type", "record", "owner", "expires_on", "placed_by", "placed_at")

    owner = models.UUIDField(null=True)
    authority = SealedText(_("who ordered it, and how"), max_length=500)
    expires_on = models.DateField(_("ends on"))
    placed_by = models.UUIDField()
    placed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    release_asked_by = models.UUIDField(null=True)
    release_asked_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "legal_hold"
        indexes = [models.Index(fields=["record_type", "record"], name="legal_hold_of")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(placed_by=models.F("confirmed_by")),
                name="legal_hold_two_persons",
            ),
            models.CheckConstraint(
                condition=models.Q(released_by__isnull=True)
                | (
                    models.Q(release_asked_by__isnull=False)
                    & ~models.Q(released_by=models.F("release_asked_by"))
                ),
                name="legal_hold_released_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show those of the actor's agency, on records at the actor's sites."""
        return super().limits(actor) & of_records_seen(actor)


class PurgeListing(Record):
    """A day on which what is due was listed; once is enough, for what is due is hidden anyway."""

    KEPT = kept(internal="id on at")

    on = models.DateField(unique=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "purge_listing"

    def __str__(self) -> str:
        return f"listing of {self.on}"


class Purge(Record):
    """Records of one kind, and of one owner where records have owners, that are purged together."""

    KEPT = kept(
        internal="id record_type owner state rule kinds listed_at witnessed_by witnessed_at"
        " executed_at"
    )
    ENTITY = "purge"
    OWNED_BY = "owner"

    record_type = models.CharField(max_length=80)
    owner = models.UUIDField(null=True)
    state = models.CharField(max_length=12, choices=State, default=State.DUE)
    rule = models.JSONField()
    """The rule as it stood: days, most days and basis."""
    kinds = models.JSONField(default=dict)
    """How many rows of which kinds were listed."""
    listed_at = models.DateTimeField()
    witnessed_by = models.CharField(max_length=64, blank=True)
    witnessed_at = models.DateTimeField(null=True)
    executed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "purge"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="purge_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.DUE, State.LISTED])
                | ~models.Q(witnessed_by=""),
                name="purge_witnessed",
            ),
        ]

    def __str__(self) -> str:
        return f"purge {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show those of the actor's agency, of kinds that the actor sees at all sites."""
        return super().limits(actor) & of_kinds_seen_whole(actor)


class PurgeItem(Record):
    """One row on the list of a purge, by its key and nothing else."""

    KEPT = kept(internal="id purge record_type record is_root fate")

    purge = models.ForeignKey(Purge, on_delete=models.CASCADE, related_name="items")
    record_type = models.CharField(max_length=80)
    record = models.UUIDField()
    is_root = models.BooleanField()
    """Whether its own day has come; the others hang on one whose day has."""
    fate = models.CharField(max_length=8, choices=Fate, default=Fate.WAITING)

    class Meta:
        db_table = "purge_item"
        constraints = [
            models.UniqueConstraint(
                fields=["purge", "record_type", "record"], name="purge_item_once"
            ),
            models.CheckConstraint(
                condition=models.Q(fate__in=Fate.values), name="purge_item_fate_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record}"


class PurgeCertificate(Record):
    """That a purge was done: how many rows, a digest of their keys, by which rule, who saw it."""

    KEPT = kept(internal="id purge record_type owner n kinds digest rule by witnessed_by at")
    ENTITY = "purge"
    OWNED_BY = "owner"
    APPEND_ONLY = True

    purge = models.OneToOneField(Purge, on_delete=models.PROTECT, related_name="certificate")
    record_type = models.CharField(max_length=80)
    owner = models.UUIDField(null=True)
    n = models.PositiveIntegerField()
    kinds = models.JSONField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the sorted lines `record type:key` of all rows that went."""
    rule = models.JSONField()
    by = models.CharField(max_length=64)
    witnessed_by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "purge_certificate"

    def __str__(self) -> str:
        return f"certificate {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show those of the actor's agency, of kinds that the actor sees at all sites."""
        return super().limits(actor) & of_kinds_seen_whole(actor)
