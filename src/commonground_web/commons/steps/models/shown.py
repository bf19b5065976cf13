"""What shows that an item was done, and the history of a plan; neither is ever changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.model.shape import Phase
from commonground_web.commons.steps.models.plan import Plan, PlanItem, Score
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.rooms import Room

SHORT = 60
"""Letters of a note where it stands in a line."""


class Link(models.TextChoices):
    """What evidence points to, beside its note."""

    NOTHING = "", _("nothing")
    MEETING = "meeting", _("a meeting")
    AGREEMENT = "agreement", _("an agreement")
    DOCUMENT = "document", _("a document")
    SURVEY = "survey", _("a survey")


class Evidence(Record):
    """Something that shows how far an item was done; a mistake is replaced by a new one."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id item note happened_on link link_id replaces added_by agency added_at")
    ENTITY = "evidence"
    APPEND_ONLY = True

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="evidence")
    note = models.TextField(_("what it shows"), max_length=2000)
    happened_on = models.DateField(_("date of what it shows"))
    link = models.CharField(_("points to"), max_length=12, choices=Link, blank=True)
    link_id = models.UUIDField(_("its id"), null=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    added_by = models.UUIDField()
    agency = models.UUIDField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "plan_evidence"
        constraints = [
            models.CheckConstraint(condition=Q(link__in=Link.values), name="plan_evidence_link"),
            models.CheckConstraint(
                condition=Q(link="", link_id__isnull=True) | ~Q(link="") & Q(link_id__isnull=False),
                name="plan_evidence_link_has_id",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                name="plan_evidence_replaces_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on:%Y-%m-%d}: {self.note[:SHORT]}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the evidence of the actor's sites."""
        return of_sites(actor, "item__plan__site")


class Subject(models.TextChoices):
    """What of a plan a change or a waiver is about."""

    ITEM = "item", _("item")
    PHASE = "phase", _("phase")
    GATE = "gate", _("gate")


class Act(models.TextChoices):
    """What was done to a part of a plan."""

    SCORED = "scored", _("scored")
    CONFIRMED = "confirmed", _("confirmed")
    ASSIGNED = "assigned", _("assigned")
    SHOWN = "shown", _("evidence added")
    CORRECTED = "corrected", _("evidence replaced")
    STARTED = "started", _("started")
    SUBMITTED = "submitted", _("put to its gates")
    RETURNED = "returned", _("returned")
    COMPLETED = "completed", _("completed")
    WAIVER_ASKED = "waiver_asked", _("waiver asked for")
    WAIVED = "waived", _("waived")
    WAIVER_ENDED = "waiver_ended", _("waiver ended")


class Change(Record):
    """One change of a plan: who did what, when, and why."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id plan about code act score amount why by agency at")
    APPEND_ONLY = True

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="changes")
    about = models.CharField(max_length=8, choices=Subject)
    code = models.CharField(max_length=24)
    act = models.CharField(max_length=16, choices=Act)
    score = models.PositiveSmallIntegerField(choices=Score, null=True)
    amount = models.PositiveIntegerField(null=True)
    why = models.CharField(max_length=500, blank=True)
    by = models.UUIDField()
    agency = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "plan_change"
        indexes = [models.Index(fields=["plan", "about", "code"], name="plan_change_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(about__in=Subject.values), name="plan_change_about_known"
            ),
            models.CheckConstraint(condition=Q(act__in=Act.values), name="plan_change_act_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.act}"

    @property
    def phase_label(self) -> str:
        """The name of the phase that it is about."""
        return str(Phase(self.code).label)

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the changes of the actor's sites."""
        return of_sites(actor, "plan__site")
