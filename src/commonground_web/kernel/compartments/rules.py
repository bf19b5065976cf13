"""How long each kind of record is kept, as the room's code says: by default, at most, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

CLOCK = "purge_on"
"""The field of the day on which a record is due to be purged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How long one kind of record is kept."""

    record_type: str
    """Label of the model: `entries.entry`."""
    title: str | Promise
    """The records, as people call them."""
    days: int
    """Days for which a record is kept unless the site keeps it shorter."""
    most_days: int
    """The most days from the entry, and from each review that retains the record."""
    hard_days: int | None = None
    """The most days from the entry, whatever reviews say; None where a review may go further."""
    since: str = "created_at"
    """The field of the moment of entry, which the days are counted from."""
    basis: str | Promise
    """The law or policy that says so, in words."""

    def __post_init__(self) -> None:
        longest = self.most_days if self.hard_days is None else min(self.most_days, self.hard_days)
        if not 0 < self.days <= longest:
            raise ValueError(f"{self.record_type}: {self.days} days are not from 1 to {longest}.")


@cache
def room_rules() -> Mapping[str, Rule]:
    """Return the rules of the room that this process is, by record type."""
    return {rule.record_type: rule for rule in import_string(settings.ROOM_RETENTION)}
