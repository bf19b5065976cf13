"""Parts: each file of a source cleaned once, and kept for the next run."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
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
from commonground.ingest.persons import Person, persons_in
from commonground.ingest.sources import SourceFile

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend as DuckDB

CLEANED_AS = 4
"""Number of the way in which rows are cleaned; parts of another are made anew."""

ENDING = ".parquet"

LOOKED_AT_ROWS = 2_000
"""Rows from which it is told what a column holds."""

CHECKSUM = "SELECT bit_xor(hash(*COLUMNS(*))) FROM ({rows})"
"""A number that rows share only if they say the same under the same numbers."""

UNREADABLE_ROW = "the row cannot be read"


class UnknownLayout(DataError):
    """A file that lacks a column of every layout."""


class PersonalColumn(DataError):
    """A column about persons that a city file reads without saying so."""


@dataclass(frozen=True, slots=True)
class Part:
    """A cleaned file.

    Parameters
    ----------
    name
        What people call the file it was made from.
    key
        What it is kept as: another file, city file or way of cleaning has another.
    fingerprint
        SHA-256 of that file.
    rows
        Rows in that file, those that could not be read among them.
    layouts
        Names of the layouts that it may have.
    persons
        Columns about persons, each with why it was taken for one; they were not read.
    notes
        What was found out on the way.
    judged_on
        The day it was made, if a later day could judge a row otherwise.
    cleaned_by
        What its rows were cleaned by: the city file, and this version of the cleaning.
    checksum
        A number made of its rows as they were published.
    known
        How many of its rows an earlier run has cleaned.
    """

    name: str
    key: str
    fingerprint: str
    rows: int
    layouts: tuple[str, ...]
    persons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    judged_on: str | None = None
    cleaned_by: str = ""
    checksum: int = 0
    known: int = 0

    @property
    def is_new(self) -> bool:
        """Whether any of it was cleaned in this run."""
        return self.known < self.rows


class Cleaner:
    """Makes parts, one file after the other.

    Parameters
    ----------
    city
        The city file.
    kept
        Folder of the parts. What is in it is whole.
    engine
        Where to work.
    today
        No incident is later.
    """

    def __init__(self, city: City, *, kept: Path, engine: DuckDB, today: date) -> None:
        self.city = city
        self.kept = kept
        self.engine = engine
        self.today = today
        self._by = f"{CLEANED_AS} {version('duckdb')} {city.fingerprint}"
        self._queries: dict[object, tuple[str, Cleaning]] = {}
        self._scratch = kept / "scratch"
        self._outgrown: set[str] = set()

    def part(self, source: SourceFile) -> Part:
        """Return the part of a file; of one that has grown only the new rows are cleaned."""
        content = fingerprint(source.path)
        key = hashlib.sha256(f"{self._by} {content}".encode()).hexdigest()[:32]
        record = self.kept / f"{key}.json"
        if record.exists():
            told = _recalled(record)
            if self._holds(told):
                return replace(told, name=source.name, known=told.rows)

        self._scratch.mkdir(parents=True, exist_ok=True)
        try:
            with told_of_damage(source.path, engine=self.engine):
                part = self._made(source, key=key, content=content)
        finally:
            shutil.rmtree(self._scratch)
        unfinished = record.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(asdict(replace(part, known=0))), encoding="utf-8")
        unfinished.rename(record)
        return part

    def rows(self, part: Part) -> Path:
        """Return the file of a part's rows."""
        return self.kept / f"{part.key}{ENDING}"

    def drop_outgrown(self, used: Sequence[Part]) -> None:
        """Remove the parts of which a larger one has taken the place, but for those in use."""
        for key in self._outgrown.difference(part.key for part in used):
            for ending in (".json", ENDING):  # the record first: a part without it is none
                (self.kept / f"{key}{ending}").unlink(missing_ok=True)

    def _holds(self, part: Part) -> bool:
        """Say whether a part's rows would be judged the same today."""
        return part.judged_on in (None, self.today.isoformat())

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
        persons = _persons(raw, some, layouts=layouts, city=city, name=name)
        unfinished = self._scratch / "part.parquet"
        rows, checksum, known = self._cleaned(raw, layouts, name=name, to=unfinished)
        require_one_date_order(rows, layouts, name=name)
        require_plausible_places(rows, some, layouts, city=city, name=name)
        unfinished.rename(self.kept / f"{key}{ENDING}")
        rows = self.engine.read_parquet(self.kept / f"{key}{ENDING}")
        has_future = rows.filter(rows.reason == TOO_LATE).count().execute() > 0
        return Part(
            name=name,
            key=key,
            fingerprint=content,
            rows=int(rows.count().execute()),
            layouts=tuple(layout.name for layout in layouts),
            persons=tuple(f"{person.column} ({person.reason})" for person in persons),
            notes=raw.notes,
            judged_on=self.today.isoformat() if has_future else None,
            cleaned_by=self._by,
            checksum=checksum,
            known=known,
        )

    def _cleaned(
        self, raw: RawRows, layouts: Sequence[Layout], *, name: str, to: Path
    ) -> tuple[ir.Table, int, int]:
        """Write the cleaned rows of a file; files of one shape share one query.

        Returns
        -------
        tuple
            The rows, the checksum of what was published, and how many rows were cleaned before.
        """
        named = [column for layout in layouts for column in layout.columns]
        published = raw.table.select(ROW, *dict.fromkeys(named))
        put = self.engine.create_table if raw.is_lumped else self.engine.create_view
        shape = (tuple(layout.name for layout in layouts), published.schema(), raw.is_lumped)
        base = self._queries[shape][0] if shape in self._queries else f"raw_{len(self._queries)}"
        all_rows = put(base, published, overwrite=True)
        checksum = self._checksum(all_rows, raw.unreadable)
        before = self._outgrown_by(all_rows, raw.unreadable, name=name)
        known = before.rows if before else 0
        if known:
            put(base, published.filter(published[ROW] > known), overwrite=True)
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
        if raw.unreadable is not None:
            apart = raw.unreadable.filter(raw.unreadable[ROW] > known)
            query = query.union(_unreadable(apart, like=query))
        if before is not None:
            query = query.union(self.engine.read_parquet(self.rows(before)))
            self._outgrown.add(before.key)
        self.engine.to_parquet(query, to)
        return self.engine.read_parquet(to), checksum, known

    def _outgrown_by(
        self, rows: ir.Table, unreadable: ir.Table | None, *, name: str
    ) -> Part | None:
        """Return the largest part of a file of that name that held the first of these rows."""
        parts = [_recalled(record) for record in self.kept.glob("*.json")]
        named = [part for part in parts if (part.name, part.cleaned_by) == (name, self._by)]
        for part in sorted(named, key=lambda part: (part.rows, part.key), reverse=True):
            first = rows.filter(rows[ROW] <= part.rows)
            apart = None if unreadable is None else unreadable.filter(unreadable[ROW] <= part.rows)
            if self._holds(part) and self._checksum(first, apart) == part.checksum:
                return part
        return None

    def _checksum(self, *tables: ir.Table | None) -> int:
        """Return a number made of rows as they were published."""
        sums = [
            self.engine.con.execute(CHECKSUM.format(rows=self.engine.compile(table))).fetchone()
            for table in tables
            if table is not None
        ]
        return reduce(xor, (int(found[0] or 0) for found in sums if found), 0)


def _recalled(record: Path) -> Part:
    told = json.loads(record.read_text(encoding="utf-8"))
    listed = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
    return Part(**told | listed)


def layouts_of(columns: Sequence[str], *, city: CityFile, name: str) -> list[Layout]:
    """Return the layouts of which a file has every column.

    Raises
    ------
    UnknownLayout
        If there is none, with what it lacks of the one it comes closest to.
    """
    held = set(columns)
    found = [layout for layout in city.layouts if held.issuperset(layout.columns)]
    if found:
        return found
    closest = min(city.layouts, key=lambda layout: len(set(layout.columns) - held))
    lacking = [column for column in closest.columns if column not in held]
    raise UnknownLayout(
        f"{name} has no layout of the city file: of {closest.name!r} it lacks "
        f"{', '.join(map(repr, lacking))}. Its columns are {', '.join(columns)}. Give it a layout "
        "of its own in the city file, or correct the one it should have."
    )


def _persons(
    raw: RawRows, some: ir.Table, *, layouts: Sequence[Layout], city: CityFile, name: str
) -> tuple[Person, ...]:
    """Return the columns about persons; refuse one that is read without the city file saying so."""
    columns = [column for column in raw.columns if not some[column].type().is_binary()]
    texts = some.select(**{column: some[column].cast("string") for column in columns}).to_pyarrow()
    found = persons_in(columns, lambda column: [value or "" for value in texts[column].to_pylist()])
    read = {column for layout in layouts for column in layout.columns}
    for person in found:
        if person.column in read and person.column not in city.persons:
            raise PersonalColumn(
                f"{name}: column {person.column!r} seems to be about persons ({person.reason}), "
                "and the city file reads it. Take it out of the layout; or, if it is about none, "
                f"say so at the top of the city file: persons = [{person.column!r}]."
            )
    return tuple(person for person in found if person.column not in read)


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
