"""How a service or a place is reached, and when it is open, by HSDS 3."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.services.models.directory import (
    EDITING_ALL,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept
from commonground_web.kernel.rooms import Room

TIME_OF_DAY = RegexValidator(
    r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d\d:\d\d)?$", _("Write a time as 09:30.")
)

NUMBER = RegexValidator(
    r"^(\+?\d|\()[\w\s().\-/#*]*$", _("Write a number with digits: +1 555 0100.")
)


class DetailQuerySet(RecordQuerySet):
    """Details that belong to a service, a place, both together, or an organisation."""

    def open(self) -> Self:
        """Return those that do not belong to a confidential place."""
        return self.exclude(location__is_confidential=True).exclude(
            service_at_location__location__is_confidential=True
        )

    def editable_by(self, actor: Any) -> Self:
        """Return those of services that an actor may change."""
        if actor.roles & EDITING_ALL:
            return self
        if actor.agency is None:
            return self.none()
        return self.filter(service__organization__agency=actor.agency)


def _owner(related: type[Record], name: str) -> Any:
    return models.ForeignKey(related, on_delete=models.CASCADE, null=True, related_name=name)


class Phone(Record):
    """A telephone number."""

    ROOM = Room.COMMONS
    KEPT = kept(
        public="id organization service location service_at_location number extension type "
        "description"
    )
    ENTITY = "phone"

    class Type(models.TextChoices):
        """What the number is for."""

        VOICE = "voice", _("calls")
        TEXT = "text", _("text messages")
        FAX = "fax", _("fax")
        CELL = "cell", _("mobile")
        VIDEO = "video", _("video")
        PAGER = "pager", _("pager")
        TEXTPHONE = "textphone", _("textphone")

    organization = _owner(Organization, "phones")
    service = _owner(Service, "phones")
    location = _owner(Location, "phones")
    service_at_location = _owner(ServiceAtLocation, "phones")
    number = models.CharField(_("number"), max_length=40, validators=[NUMBER])
    extension = models.CharField(_("extension"), max_length=10, blank=True)
    type = models.CharField(_("for"), max_length=12, choices=Type, blank=True)
    description = models.CharField(_("note"), max_length=500, blank=True)

    objects = DetailQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "service_phone"
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False)
                | Q(service__isnull=False)
                | Q(location__isnull=False)
                | Q(service_at_location__isnull=False),
                name="service_phone_of_something",
                violation_error_message=_("It belongs to nothing."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AddressQuerySet(RecordQuerySet):
    """Addresses."""

    def open(self) -> Self:
        """Return those of places that everyone may know of."""
        return self.filter(location__is_confidential=False)


class Address(Record):
    """The address of a place; whose attention to seek there is left out, for it names people."""

    ROOM = Room.COMMONS
    KEPT = kept(
        public="id location address_1 address_2 city region state_province postal_code country "
        "address_type"
    )

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="addresses")
    address_1 = models.CharField(_("street and number"), max_length=200)
    address_2 = models.CharField(_("second line"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100)
    region = models.CharField(_("region"), max_length=100, blank=True)
    state_province = models.CharField(_("state"), max_length=100)
    postal_code = models.CharField(_("postal code"), max_length=20)
    country = models.CharField(
        _("country"),
        max_length=2,
        default="US",
        validators=[RegexValidator("^[A-Z]{2}$", _("Write a country as two capital letters: US."))],
    )
    address_type = models.CharField(
        _("kind of address"),
        max_length=8,
        choices=Location.Type,
        default=Location.Type.PHYSICAL,
    )

    objects = AddressQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "service_address"
        constraints = [
            models.CheckConstraint(
                condition=Q(address_type__in=Location.Type.values), name="service_address_type"
            ),
        ]

    def __str__(self) -> str:
        lines = (self.address_1, self.address_2, self.city, self.state_province, self.postal_code)
        return ", ".join(filter(None, lines))


class Schedule(Record):
    """When a service or a place is open: a rule of RFC 5545, or words."""

    ROOM = Room.COMMONS
    KEPT = kept(
        public="id service location service_at_location valid_from valid_to dtstart timezone until "
        "count wkst freq interval byday byweekno bymonthday byyearday description opens_at "
        "closes_at schedule_link attending_type notes"
    )
    ENTITY = "schedule"

    class Frequency(models.TextChoices):
        """How often it is open."""

        WEEKLY = "WEEKLY", _("every week")
        MONTHLY = "MONTHLY", _("every month")

    class Day(models.TextChoices):
        """A day of the week, as RFC 5545 writes it."""

        MONDAY = "MO", _("Monday")
        TUESDAY = "TU", _("Tuesday")
        WEDNESDAY = "WE", _("Wednesday")
        THURSDAY = "TH", _("Thursday")
        FRIDAY = "FR", _("Friday")
        SATURDAY = "SA", _("Saturday")
        SUNDAY = "SU", _("Sunday")

    service = _owner(Service, "schedules")
    location = _owner(Location, "schedules")
    service_at_location = _owner(ServiceAtLocation, "schedules")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    dtstart = models.DateField(null=True, blank=True)
    timezone = models.FloatField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    wkst = models.CharField(max_length=2, choices=Day, blank=True)
    freq = models.CharField(_("how often"), max_length=8, choices=Frequency, blank=True)
    interval = models.PositiveIntegerField(null=True, blank=True)
    byday = models.CharField(_("days"), max_length=80, blank=True)
    byweekno = models.CharField(max_length=80, blank=True)
    bymonthday = models.CharField(max_length=120, blank=True)
    byyearday = models.CharField(max_length=120, blank=True)
    description = models.CharField(_("in words"), max_length=500, blank=True)
    opens_at = models.CharField(_("opens at"), max_length=14, blank=True, validators=[TIME_OF_DAY])
    closes_at = models.CharField(
        _("closes at"), max_length=14, blank=True, validators=[TIME_OF_DAY]
    )
    schedule_link = models.URLField(blank=True)
    attending_type = models.CharField(max_length=200, blank=True)
    notes = models.CharField(max_length=1000, blank=True)

    objects = DetailQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "service_schedule"
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=False)
                | Q(location__isnull=False)
                | Q(service_at_location__isnull=False),
                name="service_schedule_of_something",
                violation_error_message=_("It belongs to nothing."),
            ),
        ]

    def __str__(self) -> str:
        return self.description or self.byday

    @property
    def days_in_words(self) -> str:
        """The days, in words where they are plain ones: every Monday, and not the second."""
        named = dict(self.Day.choices)
        return ", ".join(str(named.get(day, day)) for day in self.byday.split(","))
