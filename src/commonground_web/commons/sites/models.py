"""A site, the versions of its boundary, and the history of where it stands."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.rooms import Room


class State(models.TextChoices):
    """Where a site stands."""

    CANDIDATE = "candidate", _("candidate")
    ASSESSED = "assessed", _("assessed")
    SELECTED = "selected", _("selected")
    PREPARING = "preparing", _("preparing")
    CALLED_IN = "called_in", _("called in")
    INTENSIVE = "intensive", _("intensive")
    MAINTENANCE = "maintenance", _("maintenance")
    CLOSED_VERIFIED = "closed_verified", _("closed, and verified")
    REOPENED = "reopened", _("re-opened")
    ABANDONED = "abandoned", _("abandoned")


MACHINE = machine(
    candidate=("coordinator", "assessed abandoned"),
    assessed=("director", "selected abandoned"),
    selected=("coordinator", "preparing abandoned"),
    preparing=("coordinator", "called_in abandoned"),
    called_in=("coordinator", "intensive abandoned"),
    intensive=("coordinator", "maintenance reopened"),
    maintenance=("coordinator", "closed_verified reopened"),
    closed_verified=("director", "reopened"),
    reopened=("director", "intensive preparing abandoned"),
    abandoned=("nobody", ""),
)


class Site(Record):
    """The place of one intervention."""

    ROOM = Room.COMMONS
    KEPT = kept(
        public="id name jurisdiction market state",
        internal="lead created_by created_at",
    )
    ENTITY = "site"
    FIXED = ("created_by", "created_at")

    class Market(models.TextChoices):
        """How drugs are sold there."""

        OPEN_AIR = "open_air", _("open-air: in the street, to strangers")
        HOUSE = "house", _("from houses")
        COVERT = "covert", _("covert: by appointment")

    name = models.CharField(_("name"), max_length=80, unique=True)
    jurisdiction = models.CharField(_("city or county"), max_length=80)
    market = models.CharField(_("market"), max_length=8, choices=Market, default=Market.OPEN_AIR)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.CANDIDATE)
    lead = models.UUIDField(_("lead"), null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "site"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="site_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show the sites that the actor's roles are held for."""
        return of_sites(actor, "pk")


class SiteMove(Record):
    """One step in where a site stands."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id site before after why moved_by moved_at")
    ENTITY = "site_move"
    APPEND_ONLY = True

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=16, choices=State)
    after = models.CharField(max_length=16, choices=State)
    why = models.CharField(_("why"), max_length=300)
    moved_by = models.UUIDField()
    moved_at = models.DateTimeField()

    class Meta:
        db_table = "site_move"

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


class Boundary(Record):
    """A version of a site's boundary: proposed by one person, in force once another approved it."""

    ROOM = Room.COMMONS
    KEPT = kept(
        public="id site shape area_ha valid_from",
        internal="source provenance why proposed_by proposed_at approved_by approved_at",
    )
    ENTITY = "boundary"
    FIXED = (
        "site",
        "shape",
        "area_ha",
        "source",
        "provenance",
        "valid_from",
        "why",
        "proposed_by",
        "proposed_at",
    )

    class Source(models.TextChoices):
        """Where a boundary comes from."""

        FOUND = "found", _("found from the city's records")
        DRAWN = "drawn", _("drawn by hand")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="boundaries")
    shape = models.JSONField(_("shape"))
    area_ha = models.FloatField(_("hectares"))
    source = models.CharField(_("where it comes from"), max_length=8, choices=Source)
    provenance = models.JSONField(default=dict)
    valid_from = models.DateField(_("valid from"))
    why = models.CharField(_("why"), max_length=300)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "boundary"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | ~models.Q(approved_by=models.F("proposed_by")),
                name="boundary_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"boundary of {self.site} from {self.valid_from}"
