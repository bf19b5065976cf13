"""An outreach plan: who goes out when and where, and what stands ready, while supply is short."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.agencies.models import Kind as Agencies
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept, of_sites
from commonground_web.kernel.rooms import Room

HEALTH = frozenset({Agencies.HARM_REDUCTION, Agencies.PUBLIC_HEALTH})
"""What one of the two agencies that agree to an outreach plan has to be."""


class OutreachPlanQuerySet(RecordQuerySet):
    """Outreach plans."""

    def agreed(self) -> Self:
        """Return those to which two agencies have agreed."""
        return self.filter(second_by__isnull=False)

    def covering(self, starts_on: date, until: date) -> Self:
        """Return those that hold on all days between two."""
        return self.filter(starts_on__lte=starts_on, ends_on__gte=until)


class OutreachPlan(Record):
    """What outreach stands ready at a site on which days; two persons of two agencies agree.

    It counts supplies and agencies. Whom outreach meets is never written here.
    """

    ROOM = Room.COMMONS
    KEPT = kept(
        internal="id site starts_on ends_on naloxone_kits test_strips staged_at contact drafted_by "
        "drafted_at agreed_by agreed_for agreed_at second_by second_for second_at"
    )
    ENTITY = "outreach_plan"
    FIXED = (
        "site",
        "starts_on",
        "ends_on",
        "naloxone_kits",
        "test_strips",
        "staged_at",
        "contact",
        "drafted_by",
        "drafted_at",
    )

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="outreach_plans")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    naloxone_kits = models.PositiveIntegerField(_("naloxone kits"))
    test_strips = models.PositiveIntegerField(_("test strips"))
    staged_at = models.CharField(_("where they lie"), max_length=200)
    contact = models.CharField(_("whom to call"), max_length=200)
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    agreed_by = models.UUIDField(null=True)
    agreed_for = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    second_by = models.UUIDField(null=True)
    second_for = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)

    objects = OutreachPlanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "outreach_plan"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="outreach_plan_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_for__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_for__isnull=False, agreed_at__isnull=False),
                name="outreach_plan_agreed_whole",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True, second_for__isnull=True, second_at__isnull=True)
                | Q(second_by__isnull=False, second_for__isnull=False, second_at__isnull=False)
                & Q(agreed_by__isnull=False)
                & ~Q(second_by=F("agreed_by"))
                & ~Q(second_for=F("agreed_for")),
                name="outreach_plan_two_persons_two_agencies",
            ),
        ]

    def __str__(self) -> str:
        return f"outreach plan from {self.starts_on}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the outreach plans of the actor's sites."""
        return of_sites(actor, "site")

    @property
    def is_agreed(self) -> bool:
        """Whether two agencies have agreed."""
        return self.second_by is not None


class Round(Record):
    """One time at which an agency goes out to one zone."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id plan agency on part zone people")
    ENTITY = "outreach_round"
    FIXED = ("plan",)

    class Part(models.TextChoices):
        """The part of a day."""

        MORNING = "morning", _("morning")
        AFTERNOON = "afternoon", _("afternoon")
        EVENING = "evening", _("evening")
        NIGHT = "night", _("night")

    plan = models.ForeignKey(OutreachPlan, on_delete=models.PROTECT, related_name="rounds")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("who goes out")
    )
    on = models.DateField(_("day"))
    part = models.CharField(_("when"), max_length=10, choices=Part)
    zone = models.CharField(_("where"), max_length=120)
    people = models.PositiveSmallIntegerField(_("how many go"))

    class Meta:
        db_table = "outreach_round"
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=["morning", "afternoon", "evening", "night"]),
                name="outreach_round_part_known",
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="outreach_round_of_somebody"),
            models.UniqueConstraint(
                fields=["plan", "agency", "on", "part", "zone"], name="outreach_round_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.part}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the rounds of the actor's sites."""
        return of_sites(actor, "plan__site")
