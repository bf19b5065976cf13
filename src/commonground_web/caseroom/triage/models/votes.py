"""What the two reviewers said, each without knowing what the other did, and what a panel said."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.sides import Side
from commonground_web.caseroom.triage.models.decision import TriageDecision, said_to
from commonground_web.caseroom.triage.states import Says, State
from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room


class ReviewerVote(Record):
    """What one reviewer said in one round; nobody but them sees it before the other's is in."""

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id decision round side agency reviewer voted_at",
        caseroom="verdict",
        secret="reason",
    )
    ENTITY = "triage"
    OF_PERSON = True
    APPEND_ONLY = True

    decision = models.ForeignKey(TriageDecision, on_delete=models.CASCADE, related_name="votes")
    round = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=12, choices=Side)
    agency = models.UUIDField()
    reviewer = models.UUIDField()
    verdict = models.CharField(_("verdict"), max_length=12, choices=Says)
    reason = SealedText(_("reason"), max_length=2000)
    voted_at = models.DateTimeField()

    class Meta:
        db_table = "reviewer_vote"
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "round", "side"], name="reviewer_vote_one_per_side"
            ),
            models.UniqueConstraint(
                fields=["decision", "round", "agency"], name="reviewer_vote_two_agencies"
            ),
            models.UniqueConstraint(
                fields=["decision", "round", "reviewer"], name="reviewer_vote_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(side__in=Side.values, verdict__in=Says.values),
                name="reviewer_vote_known",
            ),
        ]

    def __str__(self) -> str:
        return f"vote {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the actor's own votes, and those of others where both of a round are in.

        While a round is under way those of an earlier one are hidden too.
        """
        return said_to(actor) & (Q(reviewer=actor.id) | ~cls.blind())

    @classmethod
    def blind(cls) -> Q:
        """Hide votes while a round is under way, and for good a single one that was voided."""
        of_round = cls.objects.filter(decision=OuterRef("decision"), round=OuterRef("round"))
        both = Exists(of_round.exclude(side=OuterRef("side")))
        return Q(decision__state=State.INDEPENDENT_REVIEW) | ~Q(both)


class PanelVote(Record):
    """What one member of a panel said; who is outvoted is kept as dissent."""

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id decision round agency member voted_at", caseroom="verdict", secret="reason"
    )
    ENTITY = "triage"
    OF_PERSON = True
    APPEND_ONLY = True

    decision = models.ForeignKey(
        TriageDecision, on_delete=models.CASCADE, related_name="panel_votes"
    )
    round = models.PositiveSmallIntegerField()
    agency = models.UUIDField()
    member = models.UUIDField()
    verdict = models.CharField(_("verdict"), max_length=12, choices=Says)
    reason = SealedText(_("reason"), max_length=2000)
    voted_at = models.DateTimeField()

    class Meta:
        db_table = "panel_vote"
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "round", "member"], name="panel_vote_one_per_member"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Says.values), name="panel_vote_verdict_known"
            ),
        ]

    def __str__(self) -> str:
        return f"panel vote {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the votes of panels of the actor's sites."""
        return said_to(actor)
