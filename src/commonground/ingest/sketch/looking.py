"""Looking: a spread-out sample of a file nobody has described yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from commonground.ingest.cities.city_file import NO_VALUE
from commonground.ingest.cleaning.texts import text
from commonground.ingest.files import ROW, RawRows, open_rows
from commonground.ingest.persons import words_of

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend as DuckDB

RUN = 100
"""Rows that stand together in the sample: rows of one incident do, and must be seen together."""

MOST_CELLS = 2_000_000
"""Cells held in memory; a file with many columns is looked at in fewer rows."""

MOST_VALUES = 5_000
"""Different values of an offence that are counted over the whole file, the most frequent first."""


@dataclass(frozen=True)
class Column:
    """One column of the sample.

    Parameters
    ----------
    name
        As published.
    values
        Its values as text, without surrounding spaces; ``""`` where nothing is known.
    """

    name: str
    values: tuple[str, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of its name."""
        return words_of(self.name)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each value stands in the sample, nothing left out."""
        counts = Counter(self.values)
        counts.pop("", None)
        return counts

    @cached_property
    def filled(self) -> int:
        """Rows in which it has a value."""
        return self.counts.total()

    @cached_property
    def numbers(self) -> tuple[float | None, ...]:
        """Its values as numbers, nothing where there is none."""
        known = {value: _number(value) for value in ("", *self.counts)}
        return tuple(known[value] for value in self.values)

    def is_called(self, *roots: str) -> bool:
        """Say whether a word of its name begins with a root, or is one cut short."""
        return any(
            word.startswith(root) or (len(word) >= 3 and root.startswith(word))
            for word in self.words
            for root in roots
        )


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What was seen of a file.

    Parameters
    ----------
    name
        Of the file.
    columns
        The columns by name, in the order of the file.
    rows
        Rows looked at.
    total
        Rows of the file.
    table
        All of them.
    """

    name: str
    columns: Mapping[str, Column]
    rows: int
    total: int
    table: ir.Table

    def without(self, names: tuple[str, ...]) -> Look:
        """Return the look with some columns left out."""
        kept = {name: column for name, column in self.columns.items() if name not in names}
        return Look(self.name, columns=kept, rows=self.rows, total=self.total, table=self.table)

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns.values())


def look(file: Path, *, engine: DuckDB, scratch: Path, rows: int) -> Look:
    """Look at a file here and there.

    Parameters
    ----------
    file
        Any file that can be ingested.
    engine
        What reads it.
    scratch
        Folder for what does not fit into memory.
    rows
        About how many rows to look at.

    Raises
    ------
    UnreadableFile
        If it cannot be opened.
    """
    raw = open_rows(file, engine=engine, scratch=scratch)
    total = int(raw.table.count().to_pyarrow().as_py())
    wanted = max(1, min(rows, MOST_CELLS // max(1, len(raw.columns))))
    run = (raw.table[ROW] - 1) // RUN
    chosen = (run + 1) * wanted // total > run * wanted // total  # as evenly as whole runs allow
    sample = raw.table.filter(chosen) if wanted < total else raw.table
    held = sample.select(ROW, **_as_text(raw, sample)).to_pyarrow().sort_by(ROW)
    columns = {
        name: Column(name, _known(held.column(f"c{at}").to_pylist()))
        for at, name in enumerate(raw.columns)
    }
    return Look(file.name, columns=columns, rows=len(held), total=total, table=raw.table)


def counted(seen: Look, *columns: str) -> Counter[tuple[str, ...]]:
    """Count the values of columns over the whole file, the most frequent in order."""
    named = {f"v{at}": text(seen.table, name).fill_null("") for at, name in enumerate(columns)}
    counts = seen.table.select(**named).group_by(list(named)).agg(rows=ibis._.count())
    order = [ibis.desc("rows"), *named]
    held = counts.order_by(order).limit(MOST_VALUES).to_pyarrow().to_pylist()
    return Counter({tuple(row[name] for name in named): row["rows"] for row in held})


def _as_text(raw: RawRows, rows: ir.Table) -> dict[str, ir.StringValue]:
    """Return the columns as text; shapes and structures have none."""
    nothing = ibis.null("string")
    return {
        f"c{at}": nothing if _has_no_text(rows, name) else rows[name].cast("string")
        for at, name in enumerate(raw.columns)
    }


def _has_no_text(rows: ir.Table, name: str) -> bool:
    kind = rows[name].type()
    return bool(kind.is_nested() or kind.is_binary() or kind.is_geospatial())


def _known(values: Sequence[str | None]) -> tuple[str, ...]:
    """Return values as they are read: without surrounding spaces, and without marks of nothing."""
    stripped = {value: (value or "").strip() for value in set(values)}
    known = {value: "" if held.upper() in NO_VALUE else held for value, held in stripped.items()}
    return tuple(known[value] for value in values)


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None
