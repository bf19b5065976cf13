"""Where it is said that somebody sells: by whom, when, where, and how far it can be believed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.grades import Reliability, SourceKind, Validity
from commonground_web.caseroom.entries.models.entry import OfEntry
from commonground_web.kernel.compartments.records import kept
from commonground_web.kernel.fields.sealed import SealedText


class SourceMention(OfEntry):
    """One mention of a person as a seller; what was said once is never changed."""

    KEPT = kept(
        internal="id entry agency added_by added_at",
        caseroom="kind observer_key seen_on last_selling_on reliability validity",
        secret="observer place note",
    )
    ENTITY = "source"
    APPEND_ONLY = True

    kind = models.CharField(_("where it comes from"), max_length=16, choices=SourceKind)
    agency = models.UUIDField(_("agency"))
    observer = SealedText(_("who saw it"), max_length=60, blank=True)
    """Badge, unit or complaint number; empty where nobody knows who it was."""
    observer_key = models.CharField(max_length=32, blank=True)
    """Keyed digest of the observer, by which two mentions by one person are told."""
    seen_on = models.DateField(_("date of the report"))
    last_selling_on = models.DateField(_("last seen selling on"))
    place = SealedText(_("place"), max_length=200)
    reliability = models.CharField(
        _("reliability of the source"), max_length=16, choices=Reliability
    )
    validity = models.CharField(_("validity of what it said"), max_length=12, choices=Validity)
    note = SealedText(_("what was seen"), max_length=1000)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        db_table = "source_mention"
        indexes = [models.Index(fields=["entry", "seen_on"], name="source_of_entry")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=SourceKind.values,
                    reliability__in=Reliability.values,
                    validity__in=Validity.values,
                ),
                name="source_known",
            ),
            models.CheckConstraint(
                condition=models.Q(last_selling_on__lte=models.F("seen_on")),
                name="source_sold_before_told",
            ),
        ]

    def __str__(self) -> str:
        return f"source {self.pk}"
