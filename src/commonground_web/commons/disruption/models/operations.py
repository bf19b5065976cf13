"""An operation: days on which the supply of drugs at a site is going to be disrupted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.agencies.models import Kind as Agencies
from commonground_web.commons.disruption.states import State
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.rooms import Room

LAW = frozenset({Agencies.POLICE, Agencies.SHERIFF, Agencies.FEDERAL})
"""What an agency is that may lead an operation."""

SEEN_WHOLE_BY = frozenset({"coordinator", "director", "evaluator", "privacy_officer"})
"""Roles that see every operation of their sites; all others see those that their agency leads."""

WATCH_DAYS = 21
"""Overdoses nearby were found to rise for up to three weeks after drugs were seized."""


class Operation(Record):
    """What police plan at a site, by days alone: nobody it is aimed at is ever named here."""

    ROOM = Room.COMMONS
    KEPT = kept(
        internal="id site led_by kind starts_on ends_on state why planned_by planned_at ready_by "
        "ready_at"
    )
    ENTITY = "operation"
    FIXED = ("site", "led_by", "kind", "starts_on", "ends_on", "planned_by", "planned_at")

    class Kind(models.TextChoices):
        """What is done, in general."""

        ARRESTS = "arrests", _("arrests of the violent few")
        SEARCHES = "searches", _("searches")
        PRESENCE = "presence", _("a strong presence in the street")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="operations")
    led_by = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("led by")
    )
    kind = models.CharField(_("what is done"), max_length=12, choices=Kind)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PLANNED)
    why = models.CharField(_("why"), max_length=300, blank=True)
    planned_by = models.UUIDField()
    planned_at = models.DateTimeField()
    ready_by = models.UUIDField(null=True)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "operation"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="operation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="operation_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.READY, State.DONE])
                | Q(ready_by__isnull=False, ready_at__isnull=False) & ~Q(ready_by=F("planned_by")),
                name="operation_ready_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CALLED_OFF) | ~Q(why=""),
                name="operation_called_off_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the operations of the actor's sites: all, or those that their agency leads."""
        mine = of_sites(actor, "site")
        return mine if actor.roles & SEEN_WHOLE_BY else mine & Q(led_by=actor.agency)

    @property
    def watched_until(self) -> date:
        """The last day of the overdose watch."""
        return self.ends_on + timedelta(days=WATCH_DAYS)
