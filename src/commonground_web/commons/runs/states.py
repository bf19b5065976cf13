"""The states of a run in the room: what may follow each, and who is to act next."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine


class State(models.TextChoices):
    """How far a run is."""

    DRAFT = "draft", _("brought in, waits for a second look")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


MACHINE = machine(
    draft=("coordinator", "published withdrawn"),
    published=("nobody", "withdrawn"),
    withdrawn=("nobody", ""),
)
