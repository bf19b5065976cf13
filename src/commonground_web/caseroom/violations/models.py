"""A reported violation, and what two reviewers say of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.policies.models import Clause
from commonground_web.caseroom.sides import Side
from commonground_web.caseroom.violations.states import State
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room
from commonground_web.valves.messages.rules import Consequence


class Source(models.TextChoices):
    """What shows a violation; there is no word here for whoever gives help or health care."""

    SEEN = "seen", _("an officer saw it")
    BUY = "buy", _("a controlled buy")
    VIDEO = "video", _("video")
    ARREST = "arrest", _("an arrest with a charge")
    RESIDENT = "resident", _("a resident reported it, and an officer confirmed it")
    AGENCY = "agency", _("a report of another police agency")


class Violation(Record):
    """That somebody is said to have done what a clause names; nothing follows of itself."""

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id case clause state occurred_on source agency reported_by reported_at review_by"
        " checked_by checked_at settled_at decided_by decided_at",
        secret="what why_dropped why_decided",
    )
    ENTITY = "violation"
    OF_PERSON = True
    FIXED = (
        "case",
        "clause",
        "occurred_on",
        "source",
        "agency",
        "reported_by",
        "reported_at",
        "review_by",
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="violations")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.REPORTED)
    occurred_on = models.DateField(_("day"))
    source = models.CharField(_("shown by"), max_length=8, choices=Source)
    what = SealedText(_("what happened, where, and which record shows it"), max_length=2000)
    agency = models.UUIDField(_("reporting agency"))
    reported_by = models.UUIDField()
    reported_at = models.DateTimeField()
    review_by = models.DateField(_("to be reviewed by"))
    checked_by = models.UUIDField(null=True)
    checked_at = models.DateTimeField(null=True)
    why_dropped = SealedText(_("why the evidence does not carry it"), max_length=1000, null=True)
    settled_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    why_decided = SealedText(_("why it was decided so"), max_length=1000, null=True)

    class Meta:
        db_table = "violation"
        indexes = [models.Index(fields=["state", "review_by"], name="violation_to_review")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values, source__in=Source.values),
                name="violation_known",
            ),
            models.CheckConstraint(
                condition=~Q(checked_by=F("reported_by")), name="violation_checked_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("reported_by")), name="violation_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state=State.REPORTED) | Q(checked_by__isnull=False),
                name="violation_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ACTIVATED, State.DECLINED])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="violation_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"violation {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the violations of the actor's sites, to officers those that they reported."""
        return seen_by(actor)


def seen_by(actor: Any, path: str = "") -> Q:
    """Return the condition that a violation is an actor's to see.

    Whoever reports violations and weighs none sees those that they reported.
    """
    to = f"{path}__" if path else ""
    mine = of_sites(actor, f"{to}case__entry__site")
    if actor.may("report", "violation") and not actor.may("review", "violation"):
        return mine & Q(**{f"{to}reported_by": actor.id})
    return mine


class ViolationReview(Record):
    """What one side says of a violation; the other sees it once both have said it."""

    ROOM = Room.CASEROOM
    KEPT = kept(internal="id violation side agency reviewer said at", secret="reason")
    ENTITY = "violation"
    OF_PERSON = True
    APPEND_ONLY = True

    violation = models.ForeignKey(Violation, on_delete=models.CASCADE, related_name="reviews")
    side = models.CharField(max_length=12, choices=Side)
    agency = models.UUIDField()
    reviewer = models.UUIDField()
    said = models.CharField(_("what should follow"), max_length=12, choices=Consequence)
    reason = SealedText(_("why, by the words of the clause"), max_length=1000)
    at = models.DateTimeField()

    class Meta:
        db_table = "violation_review"
        constraints = [
            models.UniqueConstraint(fields=["violation", "side"], name="violation_review_a_side"),
            models.UniqueConstraint(
                fields=["violation", "agency"], name="violation_review_an_agency"
            ),
            models.UniqueConstraint(
                fields=["violation", "reviewer"], name="violation_review_a_person"
            ),
            models.CheckConstraint(
                condition=Q(side__in=Side.values, said__in=Consequence.values),
                name="violation_review_known",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show one's own, and all of a violation once both sides have said what they say."""
        seen = Q(reviewer=actor.id) | ~cls.blind()
        return seen & seen_by(actor, "violation")

    @classmethod
    def blind(cls) -> Q:
        """Hide what one side says until the other has said it too."""
        return Q(violation__state__in=[State.REPORTED, State.CHECKED])
