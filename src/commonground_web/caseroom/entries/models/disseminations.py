"""To whom an entry's content went, why and by what right; and who must be told of a correction."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.grades import Confidence, Sensitivity
from commonground_web.caseroom.entries.models.entry import OfEntry
from commonground_web.kernel.compartments.records import kept
from commonground_web.kernel.fields.sealed import SealedText


class Via(models.TextChoices):
    """How something left the room."""

    PRINT = "print", _("printed")
    HANDED_OVER = "handed_over", _("handed over on paper or a carrier")
    SHOWN = "shown", _("shown, without a copy")
    SPOKEN = "spoken", _("told")


class Right(models.TextChoices):
    """By what right somebody is told."""

    INVESTIGATION = "investigation", _("investigates this person or market")
    PROSECUTION = "prosecution", _("decides on or conducts the prosecution")
    SUPERVISION = "supervision", _("supervises the person for a court")
    IMMINENT_DANGER = "imminent_danger", _("can avert imminent danger to life or property")
    COURT_ORDER = "court_order", _("holds a court order")


class Dissemination(OfEntry):
    """That an entry's content went to a person of an agency (28 CFR 23.20(g)); never changed."""

    KEPT = kept(
        internal="id entry by at",
        caseroom="agency right via sensitivity confidence",
        secret="recipient need purpose",
    )
    ENTITY = "dissemination"
    APPEND_ONLY = True

    recipient = SealedText(_("Who receives it"), max_length=120)
    agency = models.CharField(_("Of which agency"), max_length=120)
    need = SealedText(_("What they need it for"), max_length=500)
    right = models.CharField(_("Their right to know"), max_length=16, choices=Right)
    purpose = SealedText(_("What they do with it"), max_length=500)
    via = models.CharField(_("How"), max_length=12, choices=Via)
    sensitivity = models.CharField(max_length=12, choices=Sensitivity)
    confidence = models.CharField(max_length=8, choices=Confidence)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "dissemination"
        indexes = [models.Index(fields=["entry", "at"], name="dissemination_of_entry")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    via__in=Via.values,
                    right__in=Right.values,
                    sensitivity__in=Sensitivity.values,
                    confidence__in=Confidence.values,
                ),
                name="dissemination_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(agency=""), name="dissemination_to_an_agency"
            ),
        ]

    def __str__(self) -> str:
        return f"dissemination {self.pk}"


class Correction(OfEntry):
    """That an entry was corrected: by whom, when, and why; what it said before is not kept."""

    KEPT = kept(internal="id entry by at", secret="why")
    ENTITY = "correction"
    APPEND_ONLY = True

    why = SealedText(_("What was wrong, and how that was found"), max_length=1000)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "correction"

    def __str__(self) -> str:
        return f"correction {self.pk}"


class CorrectionNotice(OfEntry):
    """That somebody who received an entry is to be told that it was corrected."""

    KEPT = kept(internal="id entry dissemination correction told_by told_at")
    ENTITY = "dissemination"

    dissemination = models.ForeignKey(
        Dissemination, on_delete=models.CASCADE, related_name="notices"
    )
    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="notices")
    told_by = models.UUIDField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "correction_notice"
        constraints = [
            models.UniqueConstraint(
                fields=["dissemination", "correction"], name="correction_notice_once"
            ),
            models.CheckConstraint(
                condition=models.Q(told_by__isnull=True, told_at__isnull=True)
                | models.Q(told_by__isnull=False, told_at__isnull=False),
                name="correction_notice_told_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
