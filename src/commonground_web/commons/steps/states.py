"""The states of a phase: what may follow each, and who holds a phase that is in it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine


class State(models.TextChoices):
    """Where a phase stands."""

    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    GATE_REVIEW = "gate_review", _("at its gates")
    COMPLETE = "complete", _("complete")
    WAIVED = "waived", _("waived")


MACHINE = machine(
    not_started=("coordinator", "in_progress waived"),
    in_progress=("coordinator", "gate_review waived"),
    gate_review=("director", "complete in_progress waived"),
    complete=("nobody", ""),
    waived=("nobody", ""),
)
