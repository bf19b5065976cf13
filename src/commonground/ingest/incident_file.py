"""The incident file: incidents as an ingest wrote them, read back into memory."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from commonground.core.incidents import COLUMNS, DETAILS, Incidents, NotIncidents

WORDS = (
    "category",
    "categories",
    "initiated_by",
    "premise",
    "location",
    "booked_at",
    "agency",
)
"""Columns whose few texts are held once, and numbered."""


def read_incident_file(file: Path) -> Incidents:
    """Read incidents from a Parquet file, as an ingest writes it.

    Parameters
    ----------
    file
        The file.

    Raises
    ------
    NotIncidents
        If it is missing, is not Parquet, or lacks a column of incidents.
    """
    if not file.is_file():
        raise NotIncidents(f"There is no file {file}. `commonground ingest` makes one.")
    try:
        names = pq.read_schema(file).names
        lacking = [name for name in COLUMNS if name not in names]
        if lacking:
            raise NotIncidents(
                f"{file} lacks {', '.join(lacking)}; incidents need {', '.join(COLUMNS)}. "
                "`commonground ingest` makes such a file."
            )
        held = [*COLUMNS, *(name for name in DETAILS if name in names)]
        words = [name for name in WORDS if name in names]
        with pq.ParquetFile(file, read_dictionary=words) as opened:
            table = opened.read(columns=held, use_threads=False)
        frame = table.to_pandas(split_blocks=True, self_destruct=True, date_as_object=False)
        return Incidents(frame)
    except (pa.ArrowException, OSError) as problem:
        raise NotIncidents(f"{file} cannot be read as Parquet: {problem}") from None
    finally:
        pa.default_memory_pool().release_unused()
