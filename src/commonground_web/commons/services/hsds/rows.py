"""Rows of a file as they were read: text by column, and where in the file they stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from commonground_web.kernel.files.kinds import UNKEEPABLE

MOST_ROWS = 5_000
"""Rows of one table: a directory of a city has some hundred services."""

LONGEST_TEXT = 10_000

MOST_KINDS_LEFT_OUT = 100
LONGEST_NAME = 80

REFUSED_SIGN = "\x01"
"""What stands in the place of what no database keeps; it is refused later, too."""


class UnusableDirectory(ValueError):
    """A file that holds no directory that can be read; the sentence is for the person."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row."""

    where: str
    """`services.csv, line 7`, or `[0].services[2]`."""
    values: dict[str, str]


@dataclass(slots=True)
class ReadDirectory:
    """Everything that was read of a file."""

    format: str
    rows: dict[str, list[ReadRow]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    """How many rows of a table, or values of a column, the directory does not keep."""

    def add(self, table: str, row: ReadRow) -> None:
        """Add a row.

        Raises
        ------
        UnusableDirectory
            If there are more of its table than one file may hold.
        """
        rows = self.rows.setdefault(table, [])
        if len(rows) >= MOST_ROWS:
            raise UnusableDirectory(
                _(
                    "The file holds more than %(most)s rows of %(table)s; bring in the part of "
                    "your city alone."
                )
                % {"most": MOST_ROWS, "table": table}
            )
        rows.append(ReadRow(_keepable(row.where), {c: _keepable(v) for c, v in row.values.items()}))

    def leave_out(self, what: str, count: int) -> None:
        """Count what the directory does not keep."""
        name = _keepable(what)[:LONGEST_NAME]
        if name in self.left_out or len(self.left_out) < MOST_KINDS_LEFT_OUT:
            self.left_out[name] += count

    def as_json(self) -> dict[str, list[list[object]]]:
        """Return the rows as they are kept until they are taken in."""
        return {
            table: [[row.where, row.values] for row in rows] for table, rows in self.rows.items()
        }


def _keepable(text: str) -> str:
    return UNKEEPABLE.sub(REFUSED_SIGN, text)
