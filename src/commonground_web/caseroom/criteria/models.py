"""Sets of criteria, their criteria, and the two signatures that put a set into force."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.sides import Side
from commonground_web.caseroom.standing import was_signed_by
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept, of_sites
from commonground_web.kernel.rooms import Room
from commonground_web.valves.messages.rules import AnsweredBy, BearsOn


class CriteriaSetQuerySet(RecordQuerySet):
    """Sets of criteria."""

    def signed(self) -> Self:
        """Return those that both sides have signed."""
        sides = models.Count("signatures")
        return self.annotate(_sides=sides).filter(_sides=len(Side))

    def in_force(self, *, site: Any, on: date) -> CriteriaSet | None:
        """Return the newest set of a site that had taken effect, signed by both, on a day."""
        sets = self.signed().filter(site=site, effective_on__lte=on)
        newest = sets.order_by("-version").prefetch_related("signatures")
        found: CriteriaSet | None = next((each for each in newest if was_signed_by(on, each)), None)
        return found


class CriteriaSet(Record):
    """A version of the criteria of one site; another version is written, and no version edited."""

    ROOM = Room.CASEROOM
    KEPT = kept(internal="id site version effective_on why written_by written_at")
    ENTITY = "criteria"
    APPEND_ONLY = True

    site = models.UUIDField(_("site"))
    version = models.PositiveSmallIntegerField(_("version"))
    effective_on = models.DateField(_("takes effect on"))
    why = models.CharField(_("why this version"), max_length=300)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    objects = CriteriaSetQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "criteria_set"
        constraints = [
            models.UniqueConstraint(fields=["site", "version"], name="criteria_set_version_once"),
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="criteria_set_version_counts"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Criteria, version %(version)s") % {"version": self.version})

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show the sets of the actor's sites."""
        return of_sites(actor, "site")


class Criterion(Record):
    """One question of a set: it is asked of every case, and its answer is shown, never summed."""

    ROOM = Room.CASEROOM
    KEPT = kept(internal="id criteria number code question kind bears_on choices shown_beside")
    ENTITY = "criteria"
    APPEND_ONLY = True

    criteria = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(_("code"), max_length=24)
    question = models.CharField(_("question"), max_length=300)
    kind = models.CharField(_("answered by"), max_length=8, choices=AnsweredBy)
    bears_on = models.CharField(_("bears on"), max_length=12, choices=BearsOn)
    choices = models.JSONField(_("answers to choose from"), default=list)
    shown_beside = models.CharField(_("shown beside the answer"), max_length=200, blank=True)
    """What the site agreed to look at, such as a threshold, in words: nothing is computed of it."""

    class Meta:
        db_table = "criterion"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["criteria", "code"], name="criterion_code_once"),
            models.UniqueConstraint(fields=["criteria", "number"], name="criterion_number_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=AnsweredBy.values),
                name="criterion_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(bears_on__in=BearsOn.values),
                name="criterion_bears_on_what_is_allowed",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show the criteria of the actor's sites."""
        return of_sites(actor, "criteria__site")


class CriteriaSignature(Record):
    """That one side signed a set; it is in force once both have."""

    ROOM = Room.CASEROOM
    KEPT = kept(internal="id criteria side agency signed_by signed_at")
    ENTITY = "criteria"
    APPEND_ONLY = True

    criteria = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=12, choices=Side)
    agency = models.UUIDField()
    signed_by = models.UUIDField()
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "criteria_signature"
        constraints = [
            models.UniqueConstraint(fields=["criteria", "side"], name="criteria_signed_by_a_side"),
            models.UniqueConstraint(
                fields=["criteria", "agency"], name="criteria_signed_by_an_agency"
            ),
            models.UniqueConstraint(
                fields=["criteria", "signed_by"], name="criteria_signed_by_a_person"
            ),
            models.CheckConstraint(
                condition=models.Q(side__in=Side.values), name="criteria_signature_side_known"
            ),
        ]

    def __str__(self) -> str:
        return f"signature of the {self.side}"

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show the signatures of the actor's sites."""
        return of_sites(actor, "criteria__site")
