"""A site's plan: its phases, its items, what shows that they were done, and what was waived."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.model.shape import Item, Model, Phase, Words
from commonground_web.commons.model.versions import MODELS
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.states import State
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.rooms import Room


def versions() -> list[tuple[str, str]]:
    """Return the versions of the model that a plan can follow."""
    return [(version, version) for version in MODELS]


def codes() -> list[tuple[str, Words]]:
    """Return the codes of the items of all versions."""
    return [(item.code, item.text) for model in MODELS.values() for item in model.items]


class Score(models.IntegerChoices):
    """How far an item was done."""

    NOT_DONE = 0, _("not done")
    PARTLY = 1, _("partly")
    AS_PLANNED = 2, _("as planned")


class Plan(Record):
    """What one site set out to do, by one version of the model."""

    ROOM = Room.COMMONS
    KEPT = kept(public="id site version callin_on", internal="opened_by opened_at")
    ENTITY = "plan"
    FIXED = ("site", "version", "opened_by", "opened_at")

    site = models.OneToOneField(
        Site, on_delete=models.PROTECT, related_name="plan", verbose_name=_("site")
    )
    version = models.CharField(_("version of the model"), max_length=12, choices=versions)
    callin_on = models.DateField(_("day of the call-in"))
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "plan"

    def __str__(self) -> str:
        return f"plan of {self.site}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the plans of the actor's sites."""
        return of_sites(actor, "site")

    @property
    def model(self) -> Model:
        """The version of the model that the plan follows."""
        return MODELS[self.version]


class PlanPhase(Record):
    """One phase of a plan."""

    ROOM = Room.COMMONS
    KEPT = kept(
        public="id plan phase state started_on ended_on",
        internal="submitted_by completed_by waived_by second_waiver",
    )
    ENTITY = "phase"
    FIXED = ("plan", "phase")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="phases")
    phase = models.CharField(_("phase"), max_length=12, choices=Phase)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NOT_STARTED)
    started_on = models.DateField(_("started on"), null=True)
    ended_on = models.DateField(_("ended on"), null=True)
    submitted_by = models.UUIDField(null=True)
    completed_by = models.UUIDField(null=True)
    waived_by = models.UUIDField(null=True)
    second_waiver = models.UUIDField(null=True)

    class Meta:
        db_table = "plan_phase"
        constraints = [
            models.UniqueConstraint(fields=["plan", "phase"], name="plan_phase_once"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="plan_phase_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="plan_phase_state"),
            models.CheckConstraint(
                condition=~Q(state=State.COMPLETE)
                | Q(submitted_by__isnull=False, completed_by__isnull=False),
                name="plan_phase_completed_by_two",
            ),
            models.CheckConstraint(
                condition=Q(completed_by__isnull=True) | ~Q(completed_by=F("submitted_by")),
                name="plan_phase_completed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAIVED, waived_by__isnull=False)
                & Q(second_waiver__isnull=False)
                & ~Q(waived_by=F("second_waiver"))
                | ~Q(state=State.WAIVED) & Q(waived_by__isnull=True, second_waiver__isnull=True),
                name="plan_phase_waived_by_two",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_phase_display())

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the phases of the actor's sites."""
        return of_sites(actor, "plan__site")


class PlanItem(Record):
    """One line of a plan's checklist: how far it is, whose it is, and when it is due."""

    ROOM = Room.COMMONS
    KEPT = kept(
        public="id plan code score amount due is_due_moved agency",
        internal="owner rests_on scored_by scored_on confirmed_by waived_by second_waiver "
        "row_version",
    )
    ENTITY = "item"
    FIXED = ("plan", "code")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(_("item"), max_length=24, choices=codes)
    score = models.PositiveSmallIntegerField(_("done"), choices=Score, default=Score.NOT_DONE)
    amount = models.PositiveIntegerField(_("number"), null=True)
    due = models.DateField(_("due"))
    is_due_moved = models.BooleanField(default=False)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("agency")
    )
    owner = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("owner")
    )
    rests_on = models.ForeignKey(
        "steps.Evidence", on_delete=models.PROTECT, null=True, related_name="+"
    )
    scored_by = models.UUIDField(null=True)
    scored_on = models.DateField(null=True)
    confirmed_by = models.UUIDField(null=True)
    waived_by = models.UUIDField(null=True)
    second_waiver = models.UUIDField(null=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "plan_item"
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="plan_item_once"),
            models.CheckConstraint(condition=Q(score__in=Score.values), name="plan_item_score"),
            models.CheckConstraint(
                condition=~Q(score=Score.AS_PLANNED)
                | Q(rests_on__isnull=False, scored_by__isnull=False),
                name="plan_item_as_planned_is_shown",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(score=Score.AS_PLANNED) & ~Q(confirmed_by=F("scored_by")),
                name="plan_item_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(waived_by__isnull=True, second_waiver__isnull=True)
                | Q(waived_by__isnull=False, second_waiver__isnull=False)
                & ~Q(waived_by=F("second_waiver")),
                name="plan_item_waived_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the items of the actor's sites."""
        return of_sites(actor, "plan__site")

    @property
    def asked(self) -> Item:
        """What the plan's version of the model asks with this item."""
        return self.plan.model.by_code[self.code]

    @property
    def is_waived(self) -> bool:
        """Whether two persons waived it."""
        return self.second_waiver is not None
