"""Ingest: from what a city publishes to incidents, with every row accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from commonground.core.errors import DataError
from commonground.core.incidents import Incidents
from commonground.core.progress import Progress, quietly
from commonground.ingest.balance import Balance
from commonground.ingest.cities.reading import City
from commonground.ingest.cleaner import Cleaner
from commonground.ingest.cleaning.rows import ROW
from commonground.ingest.engines import duckdb_engine
from commonground.ingest.parts import Part
from commonground.ingest.quality import Quality, covered, quality_of
from commonground.ingest.settling import PART, Settled, settled
from commonground.ingest.sources import Sources, sources_of

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend as DuckDB

INCIDENTS, CHARGES, REJECTS = "incidents.parquet", "charges.parquet", "rejects.csv"
PARTS, DOWNLOADS, SPILL = "parts", "downloads", "spill"


class NothingLeft(DataError):
    """Files of which no row tells of an incident."""


@dataclass(frozen=True, slots=True, eq=False)
class Ingested:
    """What came of it.

    Parameters
    ----------
    city
        The city file.
    balance
        What became of every row.
    quality
        What the incidents can and cannot show.
    parts
        The files, in the order they were read.
    notes
        What was found out or decided on the way.
    covers
        The first and the last day that the records of every agency reach.
    """

    city: City
    balance: Balance
    quality: Quality
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    covers: tuple[date, date] | None = None


def ingest(  # noqa: PLR0913  from where, to where, and how
    sources: Sequence[str | Path],
    *,
    city: City,
    out: Path,
    work: Path,
    today: date,
    workers: int | None = None,
    progress: Progress = quietly,
) -> Ingested:
    """Make incidents of what a city publishes.

    Parameters
    ----------
    sources
        Files, folders, patterns, and addresses of portals.
    city
        The city file.
    out
        Folder for ``incidents.parquet``, ``charges.parquet`` and ``rejects.csv``.
    work
        Folder in which downloads and cleaned parts are kept from run to run, so that the next run
        reads only what is new.
    today
        No incident is later.
    workers
        Threads; all cores if left out. The incidents do not depend on it.
    progress
        Called with the name of a stage, what is done of it, and what there is to do.

    Raises
    ------
    DataError
        If a source cannot be read as the city file says; what was finished stays in ``work``.
    """
    found = sources_of(sources, downloads=work / DOWNLOADS, progress=progress)
    engine = duckdb_engine(spill=work / SPILL, workers=workers)
    try:
        cleaner = Cleaner(city, kept=work / PARTS, engine=engine, today=today)
        parts, notes = _parts(found, cleaner=cleaner, told=progress)
        rows = _rows(parts, cleaner=cleaner, engine=engine)
        progress("Settle", 0, 1)
        usable = rows.filter(rows.reason.isnull())
        made = settled(usable, engine=engine, levels=city.file.reversals)
        _write(made, out=out, engine=engine)
        incidents = engine.read_parquet(out / INCIDENTS)
        rejected = _rejected(rows, made, parts=parts, engine=engine)
        _write_rejects(rejected, out / REJECTS, engine=engine)
        balance = _balance(rows, incidents, rejected, pairs=made.pairs)
        _require_any(balance, rejected)
        quality = quality_of(
            incidents, charges=engine.read_parquet(out / CHARGES), rows=rows, city=city.file
        )
        covers = covered(incidents, months=quality.months, today=today)
        cleaner.parts.tidy(parts)
        progress("Settle", 1, 1)
    finally:
        engine.disconnect()
    return Ingested(
        city=city,
        balance=balance,
        quality=quality,
        parts=parts,
        notes=(*found.notes, *notes),
        covers=covers,
    )


def read_incidents(file: str | Path) -> Incidents:
    """Read incidents that were ingested; all of them come into memory.

    Parameters
    ----------
    file
        ``incidents.parquet``, or the folder it is in.
    """
    import pandas as pd

    path = Path(file)
    return Incidents(pd.read_parquet(path / INCIDENTS if path.is_dir() else path))


def _parts(
    sources: Sources, *, cleaner: Cleaner, told: Progress
) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Clean every file, each content once."""
    parts: dict[str, Part] = {}
    notes = []
    told("Read", 0, len(sources.files))
    for done, source in enumerate(sources.files, start=1):
        part = cleaner.part(source)
        if part.key in parts:
            notes.append(f"{part.name} holds the same as {parts[part.key].name} and was read once.")
        else:
            parts[part.key] = part
            notes += [f"{part.name}: {note}" for note in part.notes]
        told("Read", done, len(sources.files))
    return tuple(parts.values()), tuple(notes)


def _rows(parts: Sequence[Part], *, cleaner: Cleaner, engine: DuckDB) -> ir.Table:
    """Return the rows of all parts, each with the number of its part."""
    files = [str(cleaner.parts.rows(part)) for part in parts]
    rows = engine.read_parquet(files, filename=True)
    rows = rows.mutate(key=rows.filename.re_extract(r"([0-9a-f]+)\.parquet$", 1))
    numbers = ibis.memtable(
        {"key": [part.key for part in parts], PART: range(len(parts))},
        schema={"key": "string", PART: "int64"},
    )
    return rows.inner_join(numbers, "key").drop("key", "filename")


def _write(made: Settled, *, out: Path, engine: DuckDB) -> None:
    """Write incidents and charges in an order that only they decide."""
    out.mkdir(parents=True, exist_ok=True)
    engine.to_parquet(made.incidents.order_by("at", "incident"), out / INCIDENTS)
    engine.to_parquet(
        made.charges.order_by("incident", "category", "offence", "description"), out / CHARGES
    )


def _rejected(rows: ir.Table, made: Settled, *, parts: Sequence[Part], engine: DuckDB) -> ir.Table:
    """Return the rows that could not be used: their file, number and reason."""
    unusable = rows.filter(rows.reason.notnull()).select(
        PART, ROW, "reason", "value", "layout", "offence"
    )
    reversing = made.rejected.inner_join(rows.drop("reason"), [PART, ROW]).select(
        PART, ROW, "reason", "value", "layout", "offence"
    )
    names = ibis.memtable(
        {PART: range(len(parts)), "file": [part.name for part in parts]},
        schema={PART: "int64", "file": "string"},
    )
    joined = unusable.union(reversing).inner_join(names, PART)
    columns = {"file": "file", "row": ROW, "reason": "reason", "value": "value"}
    chosen = {name: joined[column] for name, column in columns.items()}
    return engine.create_table(
        "rejected", joined.select(**chosen, offence=joined.offence), temp=True
    )


def _require_any(balance: Balance, rejected: ir.Table) -> None:
    if balance.kept:
        return
    reason, rows = next(iter(balance.rejected.items()), ("every record was reversed", balance.rows))
    value = rejected.filter(rejected.reason == reason)["value"].min().execute()
    seen = f", as in {value!r}" if value else ""
    raise NothingLeft(
        f"No row tells of an incident. Of {balance.rows:,} rows {rows:,} are left out because "
        f"{reason}{seen}. The city file may not be the one for these files."
    )


def _write_rejects(rejected: ir.Table, file: Path, *, engine: DuckDB) -> None:
    engine.to_csv(rejected.order_by("file", "row", "reason"), file)


def _balance(rows: ir.Table, incidents: ir.Table, rejected: ir.Table, *, pairs: int) -> Balance:
    kept = int(incidents.count().execute())
    reasons = rejected.group_by("reason").agg(rows=rejected.count()).to_pandas()
    reasons = reasons.sort_values(["rows", "reason"], ascending=[False, True])
    return Balance(
        rows=int(rows.count().execute()),
        kept=kept,
        merged=int(incidents["rows"].sum().fill_null(0).execute()) - kept,
        cancelled=2 * pairs,
        rejected=dict(zip(reasons["reason"], reasons["rows"].astype(int).tolist(), strict=True)),
    )
