"""What a client said they need, and the goals that they set out for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.assessments.instruments import INSTRUMENTS, Domain
from commonground_web.careroom.clients.models import Client, seen_by
from commonground_web.kernel.access.states import machine
from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room


def versions() -> list[tuple[str, str]]:
    """Return the versions of the instrument that an assessment may follow."""
    return [(version, version) for version in INSTRUMENTS]


class Assessment(Record):
    """What a client answered at one time; it is never changed, and asked anew instead."""

    ROOM = Room.CAREROOM
    KEPT = kept(
        internal="id asked_by asked_at", part2="client provider version", secret="answers remarks"
    )
    ENTITY = "assessment"
    OF_PERSON = True
    OWNED_BY = "provider"
    APPEND_ONLY = True

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="assessments")
    provider = models.UUIDField()
    version = models.CharField(_("version"), max_length=12, choices=versions)
    answers = SealedText(_("answers"))
    """The answer of each area as JSON; sealed, since no one area may be searched for."""
    remarks = SealedText(_("in their own words"), max_length=4000, blank=True)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "assessment"

    def __str__(self) -> str:
        return f"assessment {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the assessments of clients whom the actor sees."""
        return seen_by(actor, "client__")

    @property
    def answered(self) -> Mapping[str, str]:
        """The answer of each area."""
        answered: Mapping[str, str] = json.loads(self.answers)
        return answered


class GoalState(models.TextChoices):
    """Where a goal stands."""

    OPEN = "open", _("under way")
    REACHED = "reached", _("reached")
    DROPPED = "dropped", _("let go")


GOALS = machine(
    open=("case_manager", "reached dropped"),
    reached=("nobody", "open"),
    dropped=("case_manager", "open"),
)


class Goal(Record):
    """Something that a client set out to do, in their words."""

    ROOM = Room.CAREROOM
    KEPT = kept(
        internal="id state due_on created_by created_at changed_at",
        part2="client provider domain",
        secret="text",
    )
    ENTITY = "goal"
    OF_PERSON = True
    OWNED_BY = "provider"
    FIXED = ("client", "provider", "domain", "created_by", "created_at")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="goals")
    provider = models.UUIDField()
    domain = models.CharField(_("area"), max_length=16, choices=Domain)
    text = SealedText(_("goal"), max_length=500)
    state = models.CharField(max_length=8, choices=GoalState, default=GoalState.OPEN)
    due_on = models.DateField(_("until"), null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "goal"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=GoalState.values, domain__in=Domain.values),
                name="goal_known",
            ),
        ]

    def __str__(self) -> str:
        return f"goal {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the goals of clients whom the actor sees."""
        return seen_by(actor, "client__")


class GoalStep(Record):
    """One step towards a goal."""

    ROOM = Room.CAREROOM
    KEPT = kept(internal="id done_on created_at", part2="goal provider", secret="text")
    ENTITY = "goal"
    OF_PERSON = True
    OWNED_BY = "provider"
    FIXED = ("goal", "provider", "created_at")

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    provider = models.UUIDField()
    text = SealedText(_("step"), max_length=300)
    done_on = models.DateField(_("done on"), null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "goal_step"

    def __str__(self) -> str:
        return f"step {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the steps of goals of clients whom the actor sees."""
        return seen_by(actor, "goal__client__")
