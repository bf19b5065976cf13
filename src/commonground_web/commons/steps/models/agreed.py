"""What partners agreed to leave or to do otherwise: waivers and adaptations."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.steps.models.plan import Plan
from commonground_web.commons.steps.models.shown import Subject
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept, of_sites
from commonground_web.kernel.rooms import Room


class WaiverQuerySet(RecordQuerySet):
    """Waivers."""

    def in_force(self, on: date) -> Self:
        """Return those that two persons signed and that hold on a day."""
        return self.standing(on).filter(agreed_by__isnull=False)

    def standing(self, on: date) -> Self:
        """Return those that hold, or wait for their second signature, on a day."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
            ended_by__isnull=True,
        )


class Waiver(Record):
    """A gate, phase or item that is let go for a time, with a reason, by two persons."""

    ROOM = Room.COMMONS
    KEPT = kept(
        internal="id plan about code reason ends_on asked_by asked_as asked_at agreed_by agreed_as "
        "ended_by ended_on"
    )
    ENTITY = "waiver"
    FIXED = ("plan", "about", "code", "reason", "ends_on", "asked_by", "asked_as", "asked_at")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="waivers")
    about = models.CharField(max_length=8, choices=Subject)
    code = models.CharField(max_length=24)
    reason = models.CharField(_("reason"), max_length=500)
    ends_on = models.DateField(_("last day"), null=True)
    asked_by = models.UUIDField()
    asked_as = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    agreed_by = models.UUIDField(null=True)
    agreed_as = models.CharField(max_length=40, blank=True)
    ended_by = models.UUIDField(null=True)
    ended_on = models.DateField(null=True)

    objects = WaiverQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "plan_waiver"
        constraints = [
            models.CheckConstraint(condition=Q(about__in=Subject.values), name="plan_waiver_about"),
            models.CheckConstraint(condition=~Q(reason=""), name="plan_waiver_has_reason"),
            models.CheckConstraint(
                condition=~Q(about=Subject.GATE) | Q(ends_on__isnull=False),
                name="plan_waiver_of_gate_ends",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True)
                | ~Q(agreed_by=F("asked_by")) & ~Q(agreed_as="") & ~Q(agreed_as=F("asked_as")),
                name="plan_waiver_two_persons_two_roles",
            ),
        ]

    def __str__(self) -> str:
        return f"waiver of {self.code}"

    def stands(self, on: date) -> bool:
        """Whether it holds, or waits for its second signature, on a day."""
        return self.ended_by is None and (self.ends_on is None or self.ends_on >= on)

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the waivers of the actor's sites."""
        return of_sites(actor, "plan__site")


class Adaptation(Record):
    """Something that the site does otherwise than the model, and why."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id plan what why agreed_on recorded_by recorded_at")
    ENTITY = "adaptation"
    APPEND_ONLY = True

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="adaptations")
    what = models.TextField(_("what is done otherwise"), max_length=2000)
    why = models.TextField(_("why"), max_length=2000)
    agreed_on = models.DateField(_("agreed on"))
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "plan_adaptation"

    def __str__(self) -> str:
        return f"adaptation {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the adaptations of the actor's sites."""
        return of_sites(actor, "plan__site")


class AdaptationPartner(Record):
    """An agency that agreed to an adaptation."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id adaptation agency")
    APPEND_ONLY = True

    adaptation = models.ForeignKey(Adaptation, on_delete=models.PROTECT, related_name="partners")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "plan_adaptation_partner"
        constraints = [
            models.UniqueConstraint(
                fields=["adaptation", "agency"], name="plan_adaptation_partner_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} agreed"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "adaptation__plan__site")
