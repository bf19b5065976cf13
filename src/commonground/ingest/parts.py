"""Parts: each file of a source cleaned once, and kept for the next run."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib.metadata import version
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
    is_new
        Whether it was made in this run.
    """

    name: str
    key: str
    fingerprint: str
    rows: int
    layouts: tuple[str, ...]
    persons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    judged_on: str | None = None
    is_new: bool = True


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
        self._queries: dict[object, tuple[str, Cleaning]] = {}
        self._scratch = kept / "scratch"

    def part(self, source: SourceFile) -> Part:
        """Return the part of a file, made anew only if the file or the city file has changed."""
        content = fingerprint(source.path)
        names = f"{CLEANED_AS} {version('duckdb')} {self.city.fingerprint} {content}"
        key = hashlib.sha256(names.encode()).hexdigest()[:32]
        record = self.kept / f"{key}.json"
        if record.exists():
            told = _recalled(record)
            if told.judged_on in (None, self.today.isoformat()):
                return replace(told, name=source.name, is_new=False)

        scratch = self.kept / "scratch"
        scratch.mkdir(parents=True, exist_ok=True)
        try:
            with told_of_damage(source.path, engine=self.engine):
                part = self._made(source, key=key, content=content, scratch=scratch)
        finally:
            shutil.rmtree(scratch)
        unfinished = record.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(asdict(part)), encoding="utf-8")
        unfinished.rename(record)
        return part

    def rows(self, part: Part) -> Path:
        """Return the file of a part's rows."""
        return self.kept / f"{part.key}{ENDING}"

    def _made(self, source: SourceFile, *, key: str, content: str, scratch: Path) -> Part:
        city, name = self.city.file, source.name
        said = city.files
        raw = open_rows(
            source.path,
            engine=self.engine,
            scratch=scratch,
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
        unfinished = scratch / "part.parquet"
        rows = self._cleaned(raw, layouts, to=unfinished)
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
        )

    def _cleaned(self, raw: RawRows, layouts: Sequence[Layout], *, to: Path) -> ir.Table:
        """Write the cleaned rows of a file; files of one shape share one query."""
        named = [column for layout in layouts for column in layout.columns]
        published = raw.table.select(ROW, *dict.fromkeys(named))
        put = self.engine.create_table if raw.is_lumped else self.engine.create_view
        shape = (tuple(layout.name for layout in layouts), published.schema(), raw.is_lumped)
        if shape not in self._queries:
            base = f"raw_{len(self._queries)}"
            query = cleaning(
                put(base, published),
                layouts,
                city=self.city.file,
                today=self.today,
                engine=self.engine,
                scratch=self._scratch,
            )
            self._queries[shape] = (base, query)
        else:
            put(self._queries[shape][0], published, overwrite=True)
        query = self._queries[shape][1].prepare()
        if raw.unreadable is not None:
            query = query.union(_unreadable(raw.unreadable, like=query))
        self.engine.to_parquet(query, to)
        return self.engine.read_parquet(to)


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
