"""A contest of being listed, in codes alone, and what two persons answered."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.contests.states import GROUNDS, REQUESTS, Outcome, State
from commonground_web.caseroom.entries.models import OfEntry
from commonground_web.caseroom.sides import Side
from commonground_web.kernel.compartments.records import kept
from commonground_web.kernel.fields.sealed import SealedText


class Contest(OfEntry):
    """That somebody contests being listed; their words stay with oversight."""

    KEPT = kept(
        internal="id entry contest state received_on came_at outcome proposed_by proposed_side"
        " proposed_at answered_by answered_side answered_at",
        caseroom="grounds asks",
        secret="done",
    )
    ENTITY = "contest"
    FIXED = ("entry", "contest", "grounds", "asks", "received_on", "came_at")

    contest = models.UUIDField(unique=True)
    """What oversight calls it."""
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    grounds = models.JSONField(_("grounds"))
    asks = models.CharField(_("asks"), max_length=8)
    received_on = models.DateField(_("received by oversight on"))
    came_at = models.DateTimeField(_("passed on"))
    outcome = models.CharField(_("answer"), max_length=10, choices=Outcome, blank=True)
    done = SealedText(_("what was checked, and what was done"), max_length=2000, null=True)
    proposed_by = models.UUIDField(null=True)
    proposed_side = models.CharField(max_length=12, choices=Side, blank=True)
    proposed_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_side = models.CharField(max_length=12, choices=Side, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contest"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values)
                & (models.Q(outcome="") | models.Q(outcome__in=Outcome.values)),
                name="contest_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.PROPOSED, State.ANSWERED])
                | (models.Q(proposed_by__isnull=False) & ~models.Q(outcome="")),
                name="contest_proposed_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.ANSWERED)
                | (
                    models.Q(answered_by__isnull=False, proposed_side__in=Side.values)
                    & models.Q(answered_side__in=Side.values)
                    & ~models.Q(answered_by=models.F("proposed_by"))
                    & ~models.Q(answered_side=models.F("proposed_side"))
                ),
                name="contest_answered_by_two_sides",
            ),
        ]

    def __str__(self) -> str:
        return f"contest {self.pk}"

    @property
    def grounds_in_words(self) -> list[str]:
        """The grounds as people say them."""
        return [str(words) for code, words in GROUNDS.items() if code in self.grounds]

    @property
    def asks_in_words(self) -> str:
        """What is asked for, as people say it."""
        return str(next((words for code, words in REQUESTS.items() if code == self.asks), ""))
