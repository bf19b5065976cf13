"""Incident files: Parquet that holds incidents, checked and read as one table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from commonground.core.incidents import Incidents, NotIncidents
from commonground.ingest.engines import Engine
from commonground.ingest.files.rows import UnreadableFile

if TYPE_CHECKING:
    import ibis

Files: TypeAlias = str | Path | Sequence[str | Path]

NEEDED = ("at", "x_m", "y_m", "category", "initiated_by")
OPTIONAL = ("categories", "booked_at")
"""Columns of incidents that are counted with, where there are any."""


def incident_files(incidents: Incidents | Files, *, engine: Engine, folder: Path) -> list[Path]:
    """Return files of incidents, checked; incidents in memory are written down first.

    Parameters
    ----------
    incidents
        Incidents, or Parquet files that hold them.
    engine
        What will read the files.
    folder
        Where incidents in memory are written to.

    Raises
    ------
    UnreadableFile
        If a file is missing or is not Parquet.
    NotIncidents
        If a file lacks a column of incidents, or its moments are no local times.
    """
    if isinstance(incidents, Incidents):
        frame = incidents.frame
        named = [*NEEDED, *(name for name in OPTIONAL if name in frame.columns)]
        table = pa.Table.from_pandas(frame[named], preserve_index=False)
        file = folder / "incidents.parquet"
        pq.write_table(table, file, compression="none")
        return [file]
    listed = [incidents] if isinstance(incidents, str | Path) else incidents
    files = [Path(file) for file in listed]
    for file in files:
        _require_incidents(file, engine)
    if not files:
        raise UnreadableFile("No file of incidents was named. Name at least one.")
    return files


def one_table(files: Sequence[Path], *, engine: Engine) -> ibis.Table:
    """Return the incidents of all files as one table, whichever columns each of them has.

    Parameters
    ----------
    files
        Parquet files of incidents, checked.
    engine
        What reads them.
    """
    import ibis

    tables = [engine.read_parquet(file) for file in files]
    optional = [name for name in OPTIONAL if any(name in table.columns for table in tables)]
    alike = [
        table.select(
            "initiated_by",
            "category",
            at=table["at"].cast("timestamp"),
            **{name: table[name].cast("float64") for name in ("x_m", "y_m")},
            **{
                name: table[name].cast("string") if name in table.columns else ibis.null("string")
                for name in optional
            },
        )
        for table in tables
    ]
    return alike[0] if len(alike) == 1 else ibis.union(*alike, distinct=False)


def _require_incidents(file: Path, engine: Engine) -> None:
    if not file.is_file():
        raise UnreadableFile(f"There is no file {file}. Check its name and folder.")
    try:
        schema = pq.read_schema(file)
    except (pa.ArrowException, OSError) as problem:
        raise UnreadableFile(f"{file} cannot be read as Parquet: {problem}") from None
    lacking = [name for name in NEEDED if name not in schema.names]
    if lacking:
        raise NotIncidents(
            f"{file} lacks {', '.join(lacking)}; incidents need {', '.join(NEEDED)}."
        )
    moment = schema.field("at").type
    if not pa.types.is_timestamp(moment) or moment.tz is not None:
        raise NotIncidents(
            f"Column 'at' of {file} holds {moment}; moments in local time, without a time zone, "
            "are needed."
        )
    if moment.unit == "ns" and engine.name == "pyspark":
        raise NotIncidents(
            f"Column 'at' of {file} holds moments to the nanosecond, which Spark cannot read. "
            "Write the file again with microseconds, or count on DuckDB."
        )
