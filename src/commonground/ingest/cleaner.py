"""The cleaner: from the files of a source to parts, as a city file says."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from importlib.metadata import version
from operator import xor
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from commonground.core.errors import DataError
from commonground.ingest.cities.city_file import CityFile, Layout
from commonground.ingest.cities.reading import City
from commonground.ingest.cleaning.checks import require_one_date_order, require_plausible_places
from commonground.ingest.cleaning.rows import CLEAN, ROW, TOO_LATE, Cleaning, cleaning
from commonground.ingest.files import RawRows, TextFormat, fingerprint, open_rows, told_of_damage
from commonground.ingest.parts import Part, Parts
from commonground.ingest.persons import Person, persons_in
from commonground.ingest.sources import SourceFile

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend as DuckDB

CLEANED_AS = 6
"""Number of the way in which rows are cleaned; parts of another are made anew."""

LOOKED_AT_ROWS = 2_000
"""Rows from which it is told what a column holds."""

SPREAD_ROWS = 10_000
"""Rows of a whole file that are looked at once more, of the columns that are read."""

CHECKSUM = "SELECT bit_xor(hash(*COLUMNS(*))) FROM ({rows})"
"""A number that rows share only if they say the same under the same numbers."""

UNREADABLE_ROW = "the row cannot be read"


class UnknownLayout(DataError):
    """A file that lacks a column of every layout."""


class PersonalColumn(DataError):
    """A column about persons that a city file reads without saying so."""


@dataclass(frozen=True, slots=True, eq=False)
class _Published:
    """The columns of a file that are read, and the rows of it that could not be."""

    rows: ir.Table
    unreadable: ir.Table | None

    def until(self, row: int) -> _Published:
        """Return the first rows."""
        return self._filtered(lambda rows: rows[ROW] <= row)

    def after(self, row: int) -> _Published:
        """Return the rows behind the first."""
        return self._filtered(lambda rows: rows[ROW] > row)

    def _filtered(self, chosen: Callable[[ir.Table], ir.BooleanValue]) -> _Published:
        apart = self.unreadable
        return _Published(
            self.rows.filter(chosen(self.rows)),
            None if apart is None else apart.filter(chosen(apart)),
        )


class Cleaner:
    """Makes parts, one file after the other.

    Parameters
    ----------
    city
        The city file.
    kept
        Folder of the parts.
    engine
        Where to work.
    today
        No incident is later.
    """

    def __init__(self, city: City, *, kept: Path, engine: DuckDB, today: date) -> None:
        by = f"{CLEANED_AS} {version('duckdb')} {city.fingerprint}"
        self.city = city
        self.parts = Parts(kept, cleaned_by=by, today=today)
        self.engine = engine
        self.today = today
        self._queries: dict[object, tuple[str, Cleaning]] = {}
        self._scratch = kept / "scratch"

    def part(self, source: SourceFile) -> Part:
        """Return the part of a file; of one that has grown only the new rows are cleaned."""
        content = fingerprint(source.path)
        key = hashlib.sha256(f"{self.parts.cleaned_by} {content}".encode()).hexdigest()[:32]
        kept = self.parts.kept(key)
        if kept is not None:
            return replace(kept, name=source.name, known=kept.rows)
        self._scratch.mkdir(parents=True, exist_ok=True)
        try:
            with told_of_damage(source.path, engine=self.engine):
                return self._made(source, key=key, content=content)
        finally:
            shutil.rmtree(self._scratch)

    def _made(self, source: SourceFile, *, key: str, content: str) -> Part:
        city, name = self.city.file, source.name
        said = city.files
        raw = open_rows(
            source.path,
            engine=self.engine,
            scratch=self._scratch,
            text=TextFormat(
                encoding=said.encoding, separator=said.separator, skip_lines=said.skip_lines
            ),
            sheet=said.sheet,
        )
        layouts = layouts_of(raw.columns, city=city, name=name)
        some = self.engine.create_table(
            "some", raw.table.filter(raw.table[ROW] <= LOOKED_AT_ROWS), temp=True, overwrite=True
        )
        persons = _persons(some, columns=raw.columns)
        _require_none_read(persons, layouts=layouts, city=city, name=name)
        unfinished = self._scratch / "part.parquet"
        checksum, grown_from = self._clean(raw, layouts, name=name, to=unfinished)
        rows = self.engine.read_parquet(unfinished)
        require_one_date_order(rows, layouts, name=name)
        require_plausible_places(rows, some, layouts, city=city, name=name)
        has_future = rows.filter(rows.reason == TOO_LATE).count().execute() > 0
        part = Part(
            name=name,
            key=key,
            fingerprint=content,
            rows=int(rows.count().execute()),
            layouts=tuple(layout.name for layout in layouts),
            persons=tuple(
                f"{person.column} ({person.reason})"
                for person in persons
                if not any(person.column in layout.columns for layout in layouts)
            ),
            notes=raw.notes,
            judged_on=self.today.isoformat() if has_future else None,
            cleaned_by=self.parts.cleaned_by,
            checksum=checksum,
            known=grown_from.rows if grown_from else 0,
        )
        self.parts.keep(part, unfinished, grown_from=grown_from)
        return part

    def _clean(
        self, raw: RawRows, layouts: Sequence[Layout], *, name: str, to: Path
    ) -> tuple[int, Part | None]:
        """Write the cleaned rows of a file; files of one shape share one query.

        Returns
        -------
        tuple
            The checksum of what was published, and the part of the file before it grew.
        """
        named = [column for layout in layouts for column in layout.columns]
        published = _Published(raw.table.select(ROW, *dict.fromkeys(named)), raw.unreadable)
        put = self.engine.create_table if raw.is_lumped else self.engine.create_view
        shape = (tuple(layout.name for layout in layouts), published.rows.schema(), raw.is_lumped)
        base = self._queries[shape][0] if shape in self._queries else f"raw_{len(self._queries)}"
        whole = replace(published, rows=put(base, published.rows, overwrite=True))
        seen = _persons(_spread(whole.rows), columns=list(dict.fromkeys(named)))
        _require_none_read(seen, layouts=layouts, city=self.city.file, name=name)
        checksum, grown_from = self._checksum(whole), self._grown_from(whole, name=name)
        if grown_from is not None:
            published = published.after(grown_from.rows)
            put(base, published.rows, overwrite=True)
        if shape not in self._queries:
            query = cleaning(
                self.engine.table(base),
                layouts,
                city=self.city.file,
                today=self.today,
                engine=self.engine,
                scratch=self._scratch,
            )
            self._queries[shape] = (base, query)
        query = self._queries[shape][1].prepare()
        if published.unreadable is not None:
            query = query.union(_unreadable(published.unreadable, like=query))
        if grown_from is not None:
            query = query.union(self.engine.read_parquet(self.parts.rows(grown_from)))
        self.engine.to_parquet(query, to)
        return checksum, grown_from

    def _grown_from(self, published: _Published, *, name: str) -> Part | None:
        """Return the largest part of a file of that name that began as this one does."""
        for part in self.parts.kept_of(name):
            if self._checksum(published.until(part.rows)) == part.checksum:
                return part
        return None

    def _checksum(self, published: _Published) -> int:
        """Return a number made of what was published."""
        sums = [
            self.engine.con.execute(CHECKSUM.format(rows=self.engine.compile(rows))).fetchone()
            for rows in (published.rows, published.unreadable)
            if rows is not None
        ]
        return reduce(xor, (int(found[0] or 0) for found in sums if found))


def layouts_of(columns: Sequence[str], *, city: CityFile, name: str) -> list[Layout]:
    """Return the layouts of which a file has every column.

    Of two that tell the moment alike, and of which one only lacks columns, it has the fuller.

    Raises
    ------
    UnknownLayout
        If there is none, with what it lacks of the one it comes closest to.
    """
    held = set(columns)
    found = [layout for layout in city.layouts if held.issuperset(layout.columns)]
    if found:
        return [layout for layout in found if not any(_adds_to(layout, more) for more in found)]
    closest = min(city.layouts, key=lambda layout: len(set(layout.columns) - held))
    lacking = [column for column in closest.columns if column not in held]
    raise UnknownLayout(
        f"{name} has no layout of the city file: of {closest.name!r} it lacks "
        f"{', '.join(map(repr, lacking))}. Its columns are {', '.join(columns)}. Give it a layout "
        "of its own in the city file, or correct the one it should have."
    )


def _adds_to(layout: Layout, more: Layout) -> bool:
    """Say whether a later generation of a file holds all that an earlier one does, and more."""
    return layout.moment == more.moment and set(layout.columns) < set(more.columns)


def _persons(rows: ir.Table, *, columns: Sequence[str]) -> tuple[Person, ...]:
    """Return the columns about persons, by their names and by what some rows hold."""
    columns = [column for column in columns if not rows[column].type().is_binary()]
    texts = rows.select(**{column: rows[column].cast("string") for column in columns}).to_pyarrow()
    return persons_in(columns, lambda column: [value or "" for value in texts[column].to_pylist()])


def _require_none_read(
    persons: Sequence[Person], *, layouts: Sequence[Layout], city: CityFile, name: str
) -> None:
    """Refuse a column about persons that is read without the city file saying so."""
    read = {column for layout in layouts for column in layout.columns}
    for person in persons:
        if person.column in read and person.column not in city.persons:
            raise PersonalColumn(
                f"{name}: column {person.column!r} seems to be about persons ({person.reason}), "
                "and the city file reads it. Take it out of the layout; or, if it is about none, "
                f"say so at the top of the city file: persons = [{person.column!r}]."
            )


def _spread(rows: ir.Table) -> ir.Table:
    """Return some of the rows, from the first to the last."""
    every = max(1, int(rows.count().execute()) // SPREAD_ROWS)
    return rows.filter(rows[ROW] % every == 0)


def _unreadable(rows: ir.Table, *, like: ir.Table) -> ir.Table:
    """Return rows that no reader could read as cleaned rows; what stands in them is not kept."""
    kinds = like.schema()
    said = {ROW: rows[ROW], "reason": ibis.literal(UNREADABLE_ROW), "value": rows.reason}
    return rows.select(
        **{
            column: said.get(column, ibis.null(kinds[column])).cast(kinds[column])
            for column in CLEAN
        }
    )
