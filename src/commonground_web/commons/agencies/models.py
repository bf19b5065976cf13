"""An agency, and what it has signed."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept
from commonground_web.kernel.rooms import Room

ALL_AGREEMENTS = frozenset({"coordinator", "director", "privacy_officer"})
"""Roles that see the agreements of every agency; all others see their own."""


class Kind(models.TextChoices):
    """What an agency is."""

    POLICE = "police", _("police")
    SHERIFF = "sheriff", _("sheriff")
    PROSECUTOR = "prosecutor", _("prosecutor")
    PROBATION = "probation", _("probation or parole")
    FEDERAL = "federal", _("federal law enforcement")
    CITY = "city", _("city or county")
    SERVICE_PROVIDER = "service_provider", _("service provider")
    HARM_REDUCTION = "harm_reduction", _("harm-reduction organisation")
    PUBLIC_HEALTH = "public_health", _("public health")
    COMMUNITY = "community", _("community organisation")
    FAITH = "faith", _("faith organisation")
    RESEARCH = "research", _("research")
    DEFENCE = "defence", _("defence counsel")
    OVERSIGHT = "oversight", _("oversight")


ROOMS = {
    **dict.fromkeys(
        (Kind.POLICE, Kind.SHERIFF, Kind.PROSECUTOR, Kind.PROBATION, Kind.FEDERAL), Room.CASEROOM
    ),
    **dict.fromkeys(
        (Kind.SERVICE_PROVIDER, Kind.HARM_REDUCTION, Kind.PUBLIC_HEALTH), Room.CAREROOM
    ),
}
"""The room that people of an agency may work in besides the Commons; all others have none."""


class Agency(Record):
    """An agency or organisation that takes part; what it is decides which room its people enter."""

    ROOM = Room.COMMONS
    KEPT = kept(public="id name kind reached_at", internal="created_at created_by")
    ENTITY = "agency"
    FIXED = ("kind", "created_at", "created_by")

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    reached_at = models.CharField(_("how people reach it"), max_length=200, blank=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "agency"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="agency_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def works_in(self) -> Room | None:
        """The room that its people may work in besides the Commons."""
        return ROOMS.get(Kind(self.kind))


def oversight_offices() -> list[Agency]:
    """Return the offices that people may also complain to, where it is known how."""
    offices = Agency.objects.filter(kind=Kind.OVERSIGHT).exclude(reached_at="")
    return list(offices.order_by("name"))


class AgreementQuerySet(RecordQuerySet):
    """Agreements."""

    def in_force(self, on: date) -> Self:
        """Return those that two persons recorded and that bind on a day."""
        return self.filter(
            models.Q(ended_on__isnull=True) | models.Q(ended_on__gt=on),
            confirmed_by__isnull=False,
            signed_on__lte=on,
            expires_on__gte=on,
        )


class Agreement(Record):
    """What an agency has signed; once its memorandum runs out, its people are not let in."""

    ROOM = Room.COMMONS
    KEPT = kept(
        public="id agency kind signed_on expires_on ended_on",
        internal="reference recorded_by recorded_at confirmed_by ended_by ended_why",
    )
    ENTITY = "agreement"
    FIXED = (
        "agency",
        "kind",
        "reference",
        "signed_on",
        "expires_on",
        "recorded_by",
        "recorded_at",
    )

    class Kind(models.TextChoices):
        """What was signed."""

        MEMORANDUM = "memorandum", _("memorandum of understanding")
        DATA_USE = "data_use", _("data-use agreement")
        QSOA = "qsoa", _("qualified service organisation agreement (42 CFR 2.11)")
        CJIS = "cjis", _("CJIS security addendum")
        PART_23 = "part_23", _("28 CFR Part 23 participation")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("agency")
    )
    kind = models.CharField(_("what was signed"), max_length=12, choices=Kind)
    reference = models.CharField(_("where the signed paper lies"), max_length=200)
    signed_on = models.DateField(_("signed on"))
    expires_on = models.DateField(_("runs out on"))
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    ended_on = models.DateField(_("ended on"), null=True)
    ended_by = models.UUIDField(null=True)
    ended_why = models.CharField(_("why it was ended"), max_length=200, blank=True)

    objects = AgreementQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "agreement"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_on__gte=models.F("signed_on")),
                name="agreement_runs_out_after_signing",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("recorded_by")),
                name="agreement_two_persons",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, ended_by__isnull=True, ended_why="")
                | models.Q(ended_on__isnull=False, ended_by__isnull=False)
                & ~models.Q(ended_why=""),
                name="agreement_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.agency}"

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show all to those who keep the agreements, and to everyone else their own agency's."""
        if actor.roles & ALL_AGREEMENTS:
            return models.Q()
        return models.Q(agency=actor.agency)

    def binds(self, on: date) -> bool:
        """Whether it was recorded by two persons and is in force on a day."""
        return (
            self.confirmed_by is not None
            and self.signed_on <= on <= self.expires_on
            and (self.ended_on is None or self.ended_on > on)
        )
