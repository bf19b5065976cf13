"""Who offers what, and where: the core of HSDS 3, whose names of fields these are."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.agencies.models import Agency
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept
from commonground_web.kernel.rooms import Room

EDITING_ALL = frozenset({"coordinator"})
"""Roles that keep the entries of every organisation; others who edit keep their own agency's."""

OLDEST = 120


class OwnedQuerySet(RecordQuerySet):
    """Rows of the directory, each of one organisation."""

    ORGANIZATION = "organization"
    """Path to the organisation whose row it is."""

    def editable_by(self, actor: Any) -> Self:
        """Return the rows that an actor may change, as far as their role lets them at all."""
        if actor.roles & EDITING_ALL:
            return self
        if actor.agency is None:
            return self.none()
        return self.filter(**{f"{self.ORGANIZATION}__agency": actor.agency})


class OrganizationQuerySet(OwnedQuerySet):
    """Organisations."""

    def editable_by(self, actor: Any) -> Self:
        """Return the organisations that an actor may change."""
        if actor.roles & EDITING_ALL:
            return self
        return self.filter(agency__isnull=False, agency=actor.agency)


class Organization(Record):
    """An organisation that offers services; it may be one of the partners."""

    ROOM = Room.COMMONS
    KEPT = kept(public="id name alternate_name description email website agency")
    ENTITY = "organization"

    name = models.CharField(_("name"), max_length=200)
    alternate_name = models.CharField(_("also called"), max_length=200, blank=True)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    email = models.EmailField(_("email"), blank=True)
    website = models.URLField(_("website"), blank=True)
    agency = models.OneToOneField(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organization",
        verbose_name=_("agency"),
    )
    """The partner that it is: its people keep the organisation's entries."""

    objects = OrganizationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "organization"

    def __str__(self) -> str:
        return self.name


class Service(Record):
    """Something that an organisation offers to people."""

    ROOM = Room.COMMONS
    KEPT = kept(
        public="id organization name alternate_name description url email status "
        "interpretation_services application_process fees_description eligibility_description "
        "minimum_age maximum_age alert"
    )
    ENTITY = "service"

    class Status(models.TextChoices):
        """Whether a service is offered."""

        ACTIVE = "active", _("offered")
        INACTIVE = "inactive", _("not offered now")
        DEFUNCT = "defunct", _("given up")
        CLOSED = "temporarily closed", _("closed for a time")

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="services",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("name"), max_length=200)
    alternate_name = models.CharField(_("also called"), max_length=200, blank=True)
    description = models.TextField(_("what it offers"), max_length=4000, blank=True)
    url = models.URLField(_("web page"), blank=True)
    email = models.EmailField(_("email"), blank=True)
    status = models.CharField(_("state"), max_length=20, choices=Status, default=Status.ACTIVE)
    interpretation_services = models.CharField(_("interpreters"), max_length=500, blank=True)
    application_process = models.TextField(_("how to get in"), max_length=2000, blank=True)
    fees_description = models.CharField(_("what it costs"), max_length=500, blank=True)
    eligibility_description = models.TextField(_("who may use it"), max_length=2000, blank=True)
    minimum_age = models.PositiveSmallIntegerField(
        _("youngest age"), null=True, blank=True, validators=[MaxValueValidator(OLDEST)]
    )
    maximum_age = models.PositiveSmallIntegerField(
        _("oldest age"), null=True, blank=True, validators=[MaxValueValidator(OLDEST)]
    )
    alert = models.CharField(_("notice for now"), max_length=500, blank=True)

    objects = OwnedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "service"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("active", "inactive", "defunct", "temporarily closed")),
                name="service_status_known",
            ),
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(minimum_age__lte=F("maximum_age")),
                name="service_ages_in_order",
                violation_error_message=_("The youngest age is above the oldest."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LocationQuerySet(OwnedQuerySet):
    """Places."""

    def open(self) -> Self:
        """Return the places that everyone may know of; only these leave the room."""
        return self.filter(is_confidential=False)


class Location(Record):
    """A place where services are offered; a confidential one leaves the room by no way."""

    ROOM = Room.COMMONS
    KEPT = kept(
        public="id organization location_type name alternate_name description transportation url "
        "latitude longitude",
        internal="is_confidential",
    )
    ENTITY = "location"

    class Type(models.TextChoices):
        """What kind of place it is."""

        PHYSICAL = "physical", _("a place to go to")
        POSTAL = "postal", _("an address for letters")
        VIRTUAL = "virtual", _("on the telephone or the internet")

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        related_name="locations",
        verbose_name=_("organisation"),
    )
    location_type = models.CharField(
        _("kind of place"), max_length=8, choices=Type, default=Type.PHYSICAL
    )
    name = models.CharField(_("name of the place"), max_length=200, blank=True)
    alternate_name = models.CharField(_("also called"), max_length=200, blank=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    transportation = models.CharField(_("how to get there"), max_length=500, blank=True)
    url = models.URLField(_("web page"), blank=True)
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    is_confidential = models.BooleanField(_("its address is kept secret"), default=False)

    objects = LocationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "location"
        constraints = [
            models.CheckConstraint(
                condition=Q(location_type__in=("physical", "postal", "virtual")),
                name="location_type_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_location_type_display())


class PlacedQuerySet(OwnedQuerySet):
    """Services at places."""

    ORGANIZATION = "service__organization"

    def open(self) -> Self:
        """Return those at places that everyone may know of."""
        return self.filter(location__is_confidential=False)


class ServiceAtLocation(Record):
    """That a service is offered at a place."""

    ROOM = Room.COMMONS
    KEPT = kept(public="id service location description")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="places")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="services")
    description = models.TextField(max_length=2000, blank=True)

    objects = PlacedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "service_at_location"

    def __str__(self) -> str:
        return f"{self.service} at {self.location}"
