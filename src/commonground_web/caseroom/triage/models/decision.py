"""Where the weighing of one case stands, and every step that it took."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.triage.states import AGREED, SETTLED, State
from commonground_web.kernel.compartments.hanging import NONE
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room

HAS_VERDICT = (*SETTLED, State.LOCKED)

TAKING_PART = ("create", "find")
"""What whoever has a part in the weighing may do: put a case on a list, or answer its criteria."""


def seen_by(actor: Any, path: str = "") -> Q:
    """Return the condition that a decision is an actor's to see.

    Whoever has no part in the weighing, as an auditor, sees it once a verdict stands.
    """
    to = f"{path}__" if path else ""
    mine = of_sites(actor, f"{to}candidate_list__site")
    if any(actor.may(verb, "triage") for verb in TAKING_PART):
        return mine
    return mine & Q(**{f"{to}state__in": HAS_VERDICT})


def said_to(actor: Any) -> Q:
    """Return the condition that a vote is an actor's to see; answering criteria shows none."""
    return seen_by(actor, "decision") if actor.may("view", "vote") else NONE


class TriageDecision(Record):
    """The weighing of one entry on one list.

    A first vote leaves no mark on this row: whoever looks at it cannot tell whether one is in.
    """

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id candidate_list entry state round opened_by opened_at decided_at",
        caseroom="verdict",
    )
    ENTITY = "triage"
    OF_PERSON = True
    FIXED = ("candidate_list", "entry", "opened_by", "opened_at")

    candidate_list = models.ForeignKey(
        CandidateList, on_delete=models.PROTECT, related_name="decisions"
    )
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="decisions")
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPEN)
    round = models.PositiveSmallIntegerField(default=1)
    """Which time it is weighed: going back for information or for a change begins another."""
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict, null=True)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "triage_decision"
        constraints = [
            models.UniqueConstraint(
                fields=["candidate_list", "entry"], name="triage_once_on_a_list"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="triage_state_known"),
            models.CheckConstraint(
                condition=Q(
                    state__in=HAS_VERDICT, verdict__isnull=False, verdict__in=Verdict.values
                )
                | ~Q(state__in=HAS_VERDICT) & Q(verdict__isnull=True),
                name="triage_verdict_once_decided",
            ),
            *(
                models.CheckConstraint(
                    condition=~Q(state=state) | Q(verdict=verdict), name=f"triage_{state}"
                )
                for verdict, state in AGREED.items()
            ),
        ]

    def __str__(self) -> str:
        return f"triage {self.pk}"

    @property
    def is_settled(self) -> bool:
        """Whether a verdict stands."""
        return self.state in HAS_VERDICT

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show what is weighed for the actor's sites."""
        return seen_by(actor)


class TriageMove(Record):
    """One step in the weighing of a case; a vote is none, so that no step tells of a first one."""

    ROOM = Room.CASEROOM
    KEPT = kept(internal="id decision round before after moved_by moved_at", secret="why")
    ENTITY = "triage"
    OF_PERSON = True
    APPEND_ONLY = True

    decision = models.ForeignKey(TriageDecision, on_delete=models.CASCADE, related_name="moves")
    round = models.PositiveSmallIntegerField()
    before = models.CharField(max_length=20, choices=State)
    after = models.CharField(max_length=20, choices=State)
    why = SealedText(_("why"), max_length=1000, blank=True)
    moved_by = models.UUIDField()
    moved_at = models.DateTimeField()

    class Meta:
        db_table = "triage_move"

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the steps of what is weighed for the actor's sites."""
        return seen_by(actor, "decision")
