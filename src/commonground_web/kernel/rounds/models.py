"""That a clock of the room made its round of a day."""

from __future__ import annotations

from django.db import models

from commonground_web.kernel.compartments.records import Record, kept


class DailyRound(Record):
    """That a clock looked through its records on a day; it looks once, and leaves one event."""

    KEPT = kept(internal="id clock on at")
    APPEND_ONLY = True

    clock = models.CharField(max_length=40)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        db_table = "clock_round"
        constraints = [
            models.UniqueConstraint(fields=["clock", "on"], name="clock_round_once"),
        ]

    def __str__(self) -> str:
        return f"{self.clock} on {self.on}"
