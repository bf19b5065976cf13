"""A name, and the documented basis for keeping it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room


class State(models.TextChoices):
    """Where an entry stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    ACCEPTED = "accepted", _("accepted")


class Entry(Record):
    """A person who is reasonably suspected of selling in the market, and the facts that say so."""

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id state agency created_by created_at accepted_by purge_on",
        secret="name facts",
    )
    ENTITY = "entry"
    OF_PERSON = True

    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    agency = models.UUIDField(_("submitting agency"))
    name = SealedText(_("name"), max_length=120)
    facts = SealedText(_("facts that give reasonable suspicion"), max_length=4000)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    accepted_by = models.UUIDField(null=True)
    purge_on = models.DateField(_("to be purged on"))

    class Meta:
        db_table = "entry"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="entry_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True)
                | ~models.Q(accepted_by=models.F("created_by")),
                name="entry_accepted_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.ACCEPTED) | models.Q(accepted_by__isnull=False),
                name="entry_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"
