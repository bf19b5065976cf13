"""A name, and the documented basis for keeping it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.grades import (
    Activity,
    Confidence,
    Reliability,
    Sensitivity,
    Validity,
)
from commonground_web.caseroom.entries.states import STANDING, State
from commonground_web.kernel.access.seen import Versioned
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room


class Entry(Versioned, Record):
    """A person who is reasonably suspected of selling in the market, and the facts that say so."""

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id state site agency control_official created_by created_at submitted_at"
        " accepted_by accepted_at contested_at purge_on row_version",
        caseroom="same_person activity report_number has_file reliability validity sensitivity"
        " confidence",
        secret="name born aliases facts why",
    )
    ENTITY = "entry"
    OF_PERSON = True
    FIXED = ("created_by", "created_at", "agency", "site")

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    site = models.UUIDField(_("site"))
    agency = models.UUIDField(_("submitting agency"))
    name = SealedText(_("name"), max_length=120)
    born = SealedText(_("date of birth"), max_length=10, null=True)
    """As YYYY-MM-DD; None where nobody knows it."""
    aliases = SealedText(_("also called"), max_length=300, null=True)
    same_person = models.CharField(max_length=32, db_index=True)
    """Keyed digest of name and date of birth, equal for entries that may be of one person."""
    facts = SealedText(_("facts that give reasonable suspicion"), max_length=4000)
    activity = models.CharField(_("criminal activity"), max_length=24, choices=Activity)
    report_number = models.CharField(_("number of the agency's report"), max_length=60, blank=True)
    has_file = models.BooleanField(default=False)
    """Whether a source document lies with the entry."""
    reliability = models.CharField(
        _("reliability of the source"), max_length=16, choices=Reliability
    )
    validity = models.CharField(_("validity of what it said"), max_length=12, choices=Validity)
    sensitivity = models.CharField(_("sensitivity"), max_length=12, choices=Sensitivity)
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence)
    control_official = models.UUIDField(_("control official"))
    """The account of whoever answers for the entry at the submitting agency."""
    why = SealedText(_("why it was returned or dropped"), max_length=1000, null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    """When it was handed to a supervisor last; None before, and where nobody wrote it down."""
    accepted_by = models.UUIDField(null=True)
    accepted_at = models.DateTimeField(null=True)
    contested_at = models.DateTimeField(null=True)
    """Since when the listing is contested and not answered; None while it is not."""
    purge_on = models.DateField(_("to be purged on"))

    class Meta:
        db_table = "entry"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=State.values,
                    activity__in=Activity.values,
                    reliability__in=Reliability.values,
                    validity__in=Validity.values,
                    sensitivity__in=Sensitivity.values,
                    confidence__in=Confidence.values,
                ),
                name="entry_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(has_file=True) | ~models.Q(report_number=""),
                name="entry_has_document",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True)
                | ~models.Q(accepted_by=models.F("created_by")),
                name="entry_accepted_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=STANDING) | models.Q(accepted_by__isnull=False),
                name="entry_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    @property
    def born_on(self) -> date | None:
        """The date of birth, where it is known."""
        return date.fromisoformat(self.born) if self.born else None

    @property
    def is_frozen(self) -> bool:
        """Whether the entry goes nowhere and is not weighed, for its listing is contested."""
        return self.contested_at is not None

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show the entries of the sites that the actor's roles are held for."""
        return of_sites(actor, "site")


class OfEntry(Record):
    """What belongs to an entry, is seen by whoever may see the entry, and goes with it."""

    ROOM = Room.CASEROOM
    OF_PERSON = True

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show what belongs to the entries of the actor's sites."""
        return of_sites(actor, "entry__site")
