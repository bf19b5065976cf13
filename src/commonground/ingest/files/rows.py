"""What every reader gives back: rows under their published names, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commonground.core.errors import DataError

if TYPE_CHECKING:
    import ibis

ROW = "_row"
"""Column that holds the number of the data row in its file, from 1."""


class UnreadableFile(DataError):
    """A file that is not there, is empty, is damaged, or is not what its name says."""


class RepeatedColumn(DataError):
    """Two columns that cannot be told apart by their names."""


class UnusableTextFormat(DataError):
    """A statement about text files that no reader can follow."""


@dataclass(frozen=True, slots=True)
class TextFormat:
    """What is known of a publisher's CSV files before they are opened.

    Parameters
    ----------
    encoding
        As Python names it, such as ``"cp1252"``; found out if left out.
    separator
        One character between values; found out if left out.
    quote
        One character around values that hold separators, or ``""`` where none is used.
    skip_lines
        Lines above the header.
    """

    encoding: str | None = None
    separator: str | None = None
    quote: str = '"'
    skip_lines: int = 0

    def __post_init__(self) -> None:
        """Refuse what is no single character, and lines that cannot be counted."""
        for name, mark in (("separator", self.separator), ("quote", self.quote or None)):
            if mark is not None and not (len(mark) == 1 and (mark == "\t" or " " <= mark <= "~")):
                raise UnusableTextFormat(
                    f"The {name} {mark!r} is not one plain character. Give one, such as ';'."
                )
        if self.separator is not None and self.separator == self.quote:
            raise UnusableTextFormat(f"{self.quote!r} cannot be both separator and quote.")
        if self.skip_lines < 0:
            raise UnusableTextFormat(f"{self.skip_lines} lines cannot be skipped. Give 0 or more.")


@dataclass(frozen=True, slots=True, eq=False)
class RawRows:
    """One file's rows; those in ``table`` and in ``unreadable`` together are all it has.

    Parameters
    ----------
    table
        The columns under their published names, and `ROW`. A cell of a text file with nothing in
        it is null.
    columns
        The published names, in the order of the file.
    unreadable
        ``_row``, ``text`` (how the row starts) and ``reason``; ``None`` where every row was read.
    notes
        What was found out or decided on the way, as sentences.
    is_lumped
        Whether the rows lie in so few and large groups that an engine reads them on one core.
    """

    table: ibis.Table
    columns: tuple[str, ...]
    unreadable: ibis.Table | None = None
    notes: tuple[str, ...] = ()
    is_lumped: bool = False


def require_distinct(names: Sequence[str], *, file: Path) -> None:
    """Refuse names that a database cannot tell apart.

    Parameters
    ----------
    names
        Column names, as published.
    file
        Where they stand.

    Raises
    ------
    RepeatedColumn
        If two are alike but for capital letters, or one is `ROW`.
    """
    seen: dict[str, str] = {}
    for name in names:
        first = seen.setdefault(name.lower(), name)
        if name.lower() == ROW:
            raise RepeatedColumn(
                f"{file} has a column named {name!r}, the name that rows are numbered under. "
                "Rename it."
            )
        if names.count(name) > 1:
            raise RepeatedColumn(
                f"{file} has {names.count(name)} columns named {name!r}. Rename or remove one, "
                "so that it is clear which is meant."
            )
        if first != name:
            raise RepeatedColumn(
                f"{file} has columns named {first!r} and {name!r}, which differ in capital "
                "letters only. Rename one."
            )
