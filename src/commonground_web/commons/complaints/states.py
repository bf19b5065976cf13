"""The states of a complaint: what may follow each, and who is to act next."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine


class State(models.TextChoices):
    """How far a complaint is."""

    RECEIVED = "received", _("received")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    INVESTIGATING = "investigating", _("being looked into")
    ANSWERED = "answered", _("answered")
    APPEALED = "appealed", _("appealed")
    CLOSED = "closed", _("closed")


MACHINE = machine(
    received=("privacy_officer", "acknowledged"),
    acknowledged=("privacy_officer", "investigating"),
    investigating=("privacy_officer", "answered"),
    answered=("anyone", "appealed closed"),
    appealed=("appeals_reviewer", "closed"),
    closed=("nobody", ""),
)
