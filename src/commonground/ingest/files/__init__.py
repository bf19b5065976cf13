"""One file of a city, of whatever kind, as rows for cleaning; none of them lost on the way.

`open_rows` reads it. What it cannot read it gives back apart, each row with its number and the
reason; nothing is held in memory whole.
"""

from commonground.ingest.files.opening import KNOWN_ENDINGS, fingerprint, is_known, open_rows
from commonground.ingest.files.rows import (
    ROW,
    RawRows,
    RepeatedColumn,
    TextFormat,
    UnreadableFile,
    UnusableTextFormat,
)
from commonground.ingest.files.tables import told_of_damage

__all__ = [
    "KNOWN_ENDINGS",
    "ROW",
    "RawRows",
    "RepeatedColumn",
    "TextFormat",
    "UnreadableFile",
    "UnusableTextFormat",
    "fingerprint",
    "is_known",
    "open_rows",
    "told_of_damage",
]
