"""What the database itself must refuse: which tables it guards, and which verbs license what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

EVENT_TABLE = "audit_event"
SEAL_TABLE = "audit_seal"
AUDIT_TABLES = (EVENT_TABLE, SEAL_TABLE)

OF_THE_OWNER = ("django_migrations",)
"""Tables that tell of the schema: the web reads them at most."""

READING = ("view", "list", "search", "export", "verify", "count")
"""Verbs of events that license reading alone."""

DELETING = ("delete", "purge")
"""Verbs of events that license the deletion of a row about a person."""

KEEPING = ("retain",)
"""Verbs of events that license a later day of purge, for which a confirmed review must stand."""

REKEYING = "rekey"
"""Verb of events in which texts are sealed anew: they license a change of sealed columns alone."""

HOUSEKEEPING = ("purge", REKEYING)
"""Verbs of a room's own clocks that license no new row, whosever it would be."""

REACHING = (*HOUSEKEEPING, "count", "receive")
"""Verbs by which a room's own clocks and carriers reach the rows of every agency.

They let rows go, seal them anew, count them, and put down what came by a valve for one agency.
"""

REVIEW_TABLE = "retention_review"
HOLD_TABLE = "legal_hold"

ANY_WRITING = "*"
"""In place of a verb: every event that does not only read."""


class Carried(StrEnum):
    """What the valve's carrier may do with a table; with all others it may do nothing."""

    NOT = ""
    OUT = "out"
    """It may read rows, which the room writes."""
    IN = "in"
    """It may insert rows and read their ids; the room does not insert."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """One table, and what is refused on it."""

    table: str
    of_person: bool
    append_only: bool
    clock: str
    """Column of the day of purge, which may only become earlier; empty where there is none."""
    owned_by: str
    """Column of the agency whose rows these are; empty where rows have no owner."""
    shared_with: str = ""
    """Column of a second agency whose rows these are, too; empty where there is none."""
    fixed: tuple[str, ...] = ()
    """Columns that are set once."""
    label: str = ""
    """What reviews and holds call the kind of record: `entries.entry`."""
    key: str = "id"
    since: str = ""
    """Column of the moment of entry, which the days of the rule are counted from."""
    most_days: int | None = None
    """The most days from the entry or from a review to the day of purge; None without a rule."""
    hard_days: int | None = None
    """The most days from the entry, whatever reviews say; None where a review may go further."""
    plain: tuple[str, ...] = ()
    """Columns that are not sealed."""
    sealed: tuple[str, ...] = ()
    """Columns of sealed text."""
    written_in: tuple[str, ...] = ()
    """Verbs of the events in which rows may be written; empty where any code may write."""
    expires: str = ""
    """Column of the moment after which an append-only row may be purged; empty for never."""
    carried: Carried = Carried.NOT
    """What the valve's carrier may do with it."""
    refers_to: tuple[tuple[str, str, str], ...] = ()
    """Columns that refer to other records, each with the table and the key of those."""

    @property
    def is_deleted_when_expired(self) -> bool:
        """Whether rows are never changed, and purged once they have expired."""
        return self.append_only and bool(self.expires)

    @property
    def guarded_writing(self) -> tuple[str, ...]:
        """Operations that only an event with one of the verbs licenses."""
        if not self.written_in:
            return ()
        return ("INSERT",) if self.append_only else ("INSERT", "UPDATE", "DELETE")
