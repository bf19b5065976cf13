"""For how many a service has room, and for which site slots are held."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.services.models.directory import OwnedQuerySet, Service
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept, of_sites
from commonground_web.kernel.rooms import Room
from commonground_web.valves.published.room_left import RoomLeft, room_left

MOST_SLOTS = 100_000


class Unit(Record):
    """What capacity is counted in: beds, hours, places."""

    ROOM = Room.COMMONS
    KEPT = kept(public="id name scheme identifier uri")

    name = models.CharField(_("counted in"), max_length=100)
    scheme = models.CharField(max_length=100, blank=True)
    identifier = models.CharField(max_length=100, blank=True)
    uri = models.URLField(blank=True)

    class Meta:
        db_table = "service_unit"

    def __str__(self) -> str:
        return self.name


class CapacityQuerySet(OwnedQuerySet):
    """Capacities."""

    ORGANIZATION = "service__organization"


class Capacity(Record):
    """How many of a unit a service has left, and how many of those are held for sites."""

    ROOM = Room.COMMONS
    KEPT = kept(
        public="id service unit available maximum reserved status description updated",
        internal="updated_by",
    )
    ENTITY = "capacity"
    FIXED = ("service",)

    class Status(models.TextChoices):
        """Whether somebody can be referred now; the codes are those of FHIR SDOH Clinical Care."""

        CAPACITY = "capacity", _("has room")
        NO_CAPACITY = "no-capacity", _("has no room")
        WAITLIST = "waitlist", _("keeps a waiting list")
        ASSESSMENT = "additional-assessment-required", _("looks at each person first")

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="capacities")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("counted in")
    )
    available = models.PositiveIntegerField(_("free now"))
    maximum = models.PositiveIntegerField(_("in all"), null=True, blank=True)
    reserved = models.PositiveIntegerField(_("held for sites"), default=0)
    status = models.CharField(_("state"), max_length=32, choices=Status, default=Status.CAPACITY)
    description = models.CharField(_("what is counted"), max_length=300, blank=True)
    updated = models.DateTimeField(_("counted"))
    updated_by = models.UUIDField(null=True)

    objects = CapacityQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "service_capacity"
        constraints = [
            models.CheckConstraint(
                condition=Q(reserved__lte=F("available")),
                name="service_capacity_holds_no_more_than_there_is",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=(
                        "capacity",
                        "no-capacity",
                        "waitlist",
                        "additional-assessment-required",
                    )
                ),
                name="service_capacity_status_known",
            ),
        ]

    def __str__(self) -> str:
        return self.description or self.unit.name

    @property
    def free(self) -> int:
        """How many are left that nobody holds."""
        return self.available - self.reserved

    @property
    def room(self) -> RoomLeft | None:
        """How much is left, for those who are told no number."""
        return room_left(self.free)


class ReservationQuerySet(RecordQuerySet):
    """Reservations."""

    def holding(self, on: date) -> Self:
        """Return those that hold slots on a day."""
        return self.filter(ended_at__isnull=True, until__gte=on)


class Reservation(Record):
    """Slots that a service holds for a site until a day: what a call-in can promise."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id capacity site slots until reserved_by reserved_at ended_by ended_at")
    ENTITY = "reservation"
    FIXED = ("capacity", "site", "slots", "until", "reserved_by", "reserved_at")

    capacity = models.ForeignKey(Capacity, on_delete=models.PROTECT, related_name="reservations")
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="reservations", verbose_name=_("site")
    )
    slots = models.PositiveIntegerField(_("slots"))
    until = models.DateField(_("until"))
    reserved_by = models.UUIDField()
    reserved_at = models.DateTimeField()
    ended_by = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = ReservationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "service_reservation"
        constraints = [
            models.CheckConstraint(condition=Q(slots__gte=1), name="service_reservation_of_some"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | Q(ended_at__isnull=False) & ~Q(ended_by=""),
                name="service_reservation_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slots} for {self.site}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the reservations of the actor's sites."""
        return of_sites(actor, "site")
