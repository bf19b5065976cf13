"""What was found for a criterion, and on what evidence."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.criteria.models import Criterion
from commonground_web.caseroom.triage.models.decision import TriageDecision, seen_by
from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room


class CriterionFinding(Record):
    """An answer to one criterion; a later one takes its place, and the earlier one stays.

    That something is not known is an answer, with the reason in place of the evidence.
    """

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id decision criterion round is_known found_by found_at",
        caseroom="value",
        secret="evidence note",
    )
    ENTITY = "triage"
    OF_PERSON = True
    APPEND_ONLY = True

    decision = models.ForeignKey(TriageDecision, on_delete=models.CASCADE, related_name="findings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    is_known = models.BooleanField()
    value = models.CharField(_("answer"), max_length=120, blank=True)
    evidence = SealedText(_("evidence"), max_length=300, blank=True)
    note = SealedText(_("note"), max_length=1000, blank=True)
    found_by = models.UUIDField()
    found_at = models.DateTimeField()

    class Meta:
        db_table = "criterion_finding"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_known=True) & ~Q(value="") | Q(is_known=False, value=""),
                name="criterion_finding_known_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"finding {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the findings of the actor's sites."""
        return seen_by(actor, "decision")
