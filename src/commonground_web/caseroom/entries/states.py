"""Where an entry stands, what may follow, and whose turn it is."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine


class State(models.TextChoices):
    """Where an entry stands; an entry that was purged has no row, and so no state."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    ACCEPTED = "accepted", _("accepted")
    ACTIVE = "active", _("in use")
    DUE_REVIEW = "due_review", _("due for review")
    RETAINED = "retained", _("retained")
    CORRECTED = "corrected", _("corrected")
    DROPPED = "dropped", _("dropped")


MACHINE = machine(
    draft=("officer", "submitted"),
    submitted=("supervisor", "accepted draft dropped"),
    accepted=("supervisor", "active corrected dropped"),
    active=("clock", "due_review retained corrected dropped"),
    due_review=("supervisor", "retained corrected dropped"),
    retained=("clock", "due_review retained corrected dropped"),
    corrected=("supervisor", "accepted corrected dropped"),
    dropped=("clock", ""),
)

IN_USE = (State.ACTIVE, State.RETAINED)
"""States in which what an entry says may be weighed."""

CARRYING = (*IN_USE, State.DUE_REVIEW)
"""States of entries on which something may follow for the person."""

STANDING = (*CARRYING, State.ACCEPTED)
"""States of entries that somebody other than their writer has accepted."""

LEFT = (State.DROPPED,)
"""States of entries that nothing is done with any more, but to be purged."""

REVIEW_BEFORE = timedelta(days=60)
"""How long before its day of purge an entry falls due for review: time for two people to check."""

DROPPED_DAYS = 90
"""Days for which a dropped name is kept, so that a mistake can be seen: then it is purged."""
