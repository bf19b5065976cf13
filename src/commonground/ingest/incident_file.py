"""The incident file: incidents as an ingest wrote them, read back into memory."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from commonground.core.incidents import COLUMNS, DETAILS, Incidents, NotIncidents


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
        return Incidents(pd.read_parquet(file, columns=held))
    except (pa.ArrowException, OSError) as problem:
        raise NotIncidents(f"{file} cannot be read as Parquet: {problem}") from None
