"""Help that was given without asking who somebody is, and the zones where it is given."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.encounters.supplies import MOST, SUPPLIES
from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.rooms import Room


class Kind(models.TextChoices):
    """What an encounter was."""

    OUTREACH = "outreach", _("outreach on foot")
    VEHICLE = "vehicle", _("from a vehicle")
    FIXED = "fixed_site", _("at a fixed site")
    DELIVERY = "delivery", _("delivery")
    PHONE = "phone", _("by telephone")


class Zone(Record):
    """A part of town by its name; a point, an address or a corner is never written down."""

    ROOM = Room.CAREROOM
    KEPT = kept(internal="id created_by created_at", part2="provider name site")
    ENTITY = "zone"
    OWNED_BY = "provider"
    FIXED = ("provider", "created_by", "created_at")

    provider = models.UUIDField()
    name = models.CharField(_("name"), max_length=60)
    site = models.UUIDField(_("site"), null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "zone"
        constraints = [
            models.UniqueConstraint(fields=["provider", "name"], name="zone_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Encounter(Record):
    """One time that help was given: when, in which part of town, what was handed out; not to whom.

    It is guarded as the record of a person, though it knows none: where somebody was helped, and
    with what, is nobody else's to read.
    """

    ROOM = Room.CAREROOM
    KEPT = kept(
        internal="id created_by created_at purge_on",
        part2="provider on zone kind reversals " + " ".join(SUPPLIES),
    )
    ENTITY = "encounter"
    OF_PERSON = True
    OWNED_BY = "provider"
    APPEND_ONLY = True

    provider = models.UUIDField()
    on = models.DateField(_("date"))
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, related_name="+", verbose_name=_("zone")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    reversals = models.PositiveSmallIntegerField(_("overdose reversals they told of"), default=0)
    naloxone_kits = models.PositiveSmallIntegerField(SUPPLIES["naloxone_kits"], default=0)
    syringes = models.PositiveSmallIntegerField(SUPPLIES["syringes"], default=0)
    syringes_returned = models.PositiveSmallIntegerField(SUPPLIES["syringes_returned"], default=0)
    fentanyl_test_strips = models.PositiveSmallIntegerField(
        SUPPLIES["fentanyl_test_strips"], default=0
    )
    xylazine_test_strips = models.PositiveSmallIntegerField(
        SUPPLIES["xylazine_test_strips"], default=0
    )
    safer_smoking_kits = models.PositiveSmallIntegerField(SUPPLIES["safer_smoking_kits"], default=0)
    wound_care_kits = models.PositiveSmallIntegerField(SUPPLIES["wound_care_kits"], default=0)
    hygiene_kits = models.PositiveSmallIntegerField(SUPPLIES["hygiene_kits"], default=0)
    condoms = models.PositiveSmallIntegerField(SUPPLIES["condoms"], default=0)
    meals = models.PositiveSmallIntegerField(SUPPLIES["meals"], default=0)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    purge_on = models.DateField(_("to be purged on"))

    class Meta:
        db_table = "encounter"
        indexes = [models.Index(fields=["provider", "on"], name="encounter_on")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="encounter_kind_known"),
            models.CheckConstraint(
                condition=Q(**{f"{supply}__lte": MOST for supply in SUPPLIES}),
                name="encounter_supplies_plausible",
            ),
        ]

    def __str__(self) -> str:
        return f"encounter {self.pk}"

    @property
    def handed_out(self) -> str:
        """What was handed out, in words."""
        said = [(SUPPLIES[name], getattr(self, name)) for name in SUPPLIES]
        return ", ".join(f"{label}: {count}" for label, count in said if count)
