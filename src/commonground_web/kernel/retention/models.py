"""What a site keeps shorter, and reviews by which two persons retain, correct or purge."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.records import OfRecord, Record, kept
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.retention.reach import of_records_seen


class Decision(models.TextChoices):
    """What a review decides (28 CFR 23.20(h))."""

    CORRECT = "correct", _("have it corrected")
    RETAIN = "retain", _("retain it longer")
    PURGE = "purge", _("purge it now")


class Reason(models.TextChoices):
    """Why, as a code that may stand where the explanation may not."""

    STILL_VALID = "still_valid", _("the basis was checked and still holds")
    OPEN_MATTER = "open_matter", _("a matter that rests on it is still open")
    PERSON_ASKED = "person_asked", _("the person asked for it")
    INACCURATE = "inaccurate", _("it is not accurate")
    NO_BASIS = "no_basis", _("there is no basis for it, or none any more")


class Answer(models.TextChoices):
    """What became of a proposal."""

    WAITING = "waiting", _("waits for a second person")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")


class SiteRule(Record):
    """Days for which the site keeps one kind of record, fewer than the room's rule would."""

    KEPT = kept(internal="id record_type days proposed_by proposed_at confirmed_by confirmed_at")
    ENTITY = "retention_rule"
    FIXED = ("record_type", "days", "proposed_by", "proposed_at")

    record_type = models.CharField(_("records"), max_length=80)
    days = models.PositiveIntegerField(_("days"))
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "site_rule"
        constraints = [
            models.CheckConstraint(condition=models.Q(days__gte=1), name="site_rule_some_days"),
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("confirmed_by")),
                name="site_rule_two_persons",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False),
                name="site_rule_confirmed_whole",
            ),
            models.UniqueConstraint(
                fields=["record_type"],
                condition=models.Q(confirmed_by__isnull=True),
                name="site_rule_one_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_type}: {self.days} days"


class _Reviewed(OfRecord):
    """What a proposal and the review that comes of it both say."""

    ENTITY = "retention"
    OF_PERSON = True
    OWNED_BY = "owner"

    owner = models.UUIDField(null=True)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision)
    from_day = models.DateField(_("day of purge until now"))
    to_day = models.DateField(_("day of purge from now on"))
    reason = models.CharField(_("reason"), max_length=16, choices=Reason)
    explanation = SealedText(_("explanation"), max_length=2000)

    class Meta:
        abstract = True

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show those of the actor's agency, on records at the actor's sites."""
        return super().limits(actor) & of_records_seen(actor)


class RetentionProposal(_Reviewed):
    """What one person proposes to decide on a record, for another to confirm."""

    KEPT = kept(
        internal="id record_type record owner decision from_day to_day reason proposed_by"
        " proposed_at answer answered_by answered_at",
        secret="explanation",
    )

    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.WAITING)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "retention_proposal"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer__in=Answer.values), name="retention_answer_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(answer=Answer.CONFIRMED)
                | (
                    models.Q(answered_by__isnull=False)
                    & ~models.Q(answered_by=models.F("proposed_by"))
                ),
                name="retention_proposal_two_persons",
            ),
            models.UniqueConstraint(
                fields=["record_type", "record"],
                condition=models.Q(answer=Answer.WAITING),
                name="retention_one_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class RetentionReview(_Reviewed):
    """What two persons decided on a record; a day of purge moves on for nothing else."""

    KEPT = kept(
        internal="id record_type record owner decision from_day to_day reason decided_by"
        " confirmed_by on at event",
        secret="explanation",
    )
    APPEND_ONLY = True

    decided_by = models.UUIDField()
    confirmed_by = models.UUIDField()
    on = models.DateField()
    at = models.DateTimeField()
    event = models.UUIDField(unique=True)
    """The audit event in which it was confirmed; it licenses a later day in that event alone."""

    class Meta:
        db_table = "retention_review"
        indexes = [models.Index(fields=["record_type", "record"], name="retention_review_of")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision__in=Decision.values, reason__in=Reason.values),
                name="retention_review_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("confirmed_by")),
                name="retention_review_two_persons",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision=Decision.RETAIN)
                | models.Q(from_day__gt=models.F("on"), to_day__gt=models.F("from_day")),
                name="retention_review_in_time",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"
