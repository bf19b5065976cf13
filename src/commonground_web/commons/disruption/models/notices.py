"""A notice that supply is about to be disrupted, and each agency that has to have read it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.disruption.models.operations import SEEN_WHOLE_BY, Operation
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.rooms import Room


class DisruptionNotice(Record):
    """What those who do outreach are told, so that they can stand ready: days, and how to ask."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id site operation starts_on ends_on contact given_by given_at")
    ENTITY = "notice"
    APPEND_ONLY = True

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="notices")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="notices")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    contact = models.CharField(_("whom to ask"), max_length=200)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()

    class Meta:
        db_table = "disruption_notice"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="disruption_notice_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"notice of {self.starts_on}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the notices of the actor's sites: all, or those that tell or come of their agency.

        The agency that leads the operation sees who has read the notice of it.
        """
        mine = of_sites(actor, "site")
        if actor.roles & SEEN_WHOLE_BY:
            return mine
        told = NoticeTo.objects.filter(agency=actor.agency).values("notice")
        return mine & (Q(pk__in=told) | Q(operation__led_by=actor.agency))


class NoticeTo(Record):
    """An agency that a notice tells, and whoever of it has read it."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id notice agency acknowledged_by acknowledged_at")
    ENTITY = "acknowledgement"
    FIXED = ("notice", "agency")

    notice = models.ForeignKey(DisruptionNotice, on_delete=models.PROTECT, related_name="told")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("agency")
    )
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        db_table = "disruption_notice_to"
        constraints = [
            models.UniqueConstraint(fields=["notice", "agency"], name="disruption_notice_to_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_by__isnull=True, acknowledged_at__isnull=True)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="disruption_notice_to_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"notice to {self.agency_id}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show what the actor's own agency is told."""
        return of_sites(actor, "notice__site") & Q(agency=actor.agency)
