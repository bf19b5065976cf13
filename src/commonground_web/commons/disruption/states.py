"""The states of an operation: what may follow each, and who is to act next."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine


class State(models.TextChoices):
    """How far an operation is."""

    PLANNED = "planned", _("planned")
    READY = "ready", _("ready")
    DONE = "done", _("done")
    CALLED_OFF = "called_off", _("called off")


MACHINE = machine(
    planned=("coordinator", "ready called_off"),
    ready=("coordinator", "done called_off"),
    done=("nobody", ""),
    called_off=("nobody", ""),
)
