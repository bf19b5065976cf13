"""Tables of an ingest, as they may be shown: one subject a table, days and months as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from commonground.ingest.balance import Balance
from commonground.ingest.ingesting import Ingested
from commonground.report.quality_report.disclosure import disclosed
from commonground.report.workbook import write_table_files

ABOUT: Mapping[str, str] = {
    "rows": "What became of every row.",
    "rejected": "Rows that could not be used, by the reason.",
    "files": "The files that were read, and the layouts they have.",
    "offences": "What was recorded, and the category it counts as.",
    "coordinates": "Incidents with no usable coordinates, by category.",
    "points": "How many different points the incidents lie on, by category.",
    "months": "Incidents by agency and month.",
    "gaps": "Stretches in which an agency recorded nothing, or much less than it usually does.",
    "records": "Rows that made one incident; the last adds up all above.",
    "bookings": "Incidents on record at known institutions.",
    "busiest": "Points with most drug incidents, rounded to about 100 metres.",
    "initiated": "Who started the record, by category.",
    "premises": "Indoors or outdoors, by category.",
    "hours": "Incidents by hour of the day; empty where the hour is unknown.",
    "days": "Drug incidents by day.",
    "delays": "Days from incident to record.",
}
"""What each table holds, in one line."""


def shown(ingested: Ingested) -> Ingested:
    """Return an ingest of which every table may be shown."""
    crs = ingested.city.file.crs
    return replace(ingested, quality=disclosed(ingested.quality, crs=crs))


def balance_rows(balance: Balance) -> list[tuple[str, int]]:
    """Return what became of the rows: each kind of end with its number; they add up to the rows."""
    return [
        ("incidents kept", balance.kept),
        ("further rows of incidents kept", balance.merged),
        ("reversals, and the records they reverse", balance.cancelled),
        *((f"rejected: {reason}", rows) for reason, rows in balance.rejected.items()),
    ]


def file_rows(ingested: Ingested) -> list[tuple[str, int, str]]:
    """Return the name, the rows and the layouts of each file, in the order they were read."""
    return [(part.name, part.rows, ", ".join(part.layouts)) for part in ingested.parts]


def ingest_tables(ingested: Ingested) -> dict[str, pd.DataFrame]:
    """Return every table of an ingest, by name, in the order in which they are read.

    Parameters
    ----------
    ingested
        What came of it, as `shown` returns it.
    """
    balance = ingested.balance
    made = {
        "rows": pd.DataFrame(balance_rows(balance), columns=["became", "rows"]),
        "rejected": pd.DataFrame(balance.rejected.items(), columns=["reason", "rows"]),
        "files": pd.DataFrame(file_rows(ingested), columns=["file", "rows", "layouts"]),
    }
    made["rows"]["share"] = made["rows"]["rows"] / max(balance.rows, 1)
    made["rejected"]["share"] = made["rejected"]["rows"] / max(balance.rows, 1)
    counted = {name: _written(table) for name, table in ingested.quality.tables().items()}
    return made | counted


def write_ingest_tables(ingested: Ingested, folder: Path, *, title: str) -> list[Path]:
    """Write one CSV a table that has something to show, and all of them as one workbook.

    Parameters
    ----------
    ingested
        What came of it, as `shown` returns it.
    folder
        Where to write; made if it is not there.
    title
        Name of the report.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    tables = {name: table for name, table in ingest_tables(ingested).items() if len(table)}
    return write_table_files(
        tables, folder, about=ABOUT, title=title, caveats=ingested.quality.findings
    )


def rows_of(table: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Return some columns of a table, row by row."""
    return table[list(columns)].itertuples(index=False, name=None)


def _written(table: pd.DataFrame) -> pd.DataFrame:
    """Write days and months as text, and hours without a decimal point."""
    written = table.copy()
    for column, form in {
        "month": "%Y-%m", "day": "%Y-%m-%d", "starts": "%Y-%m-%d", "ends": "%Y-%m-%d",
    }.items():  # fmt: skip
        if column in written:
            written[column] = pd.to_datetime(written[column]).dt.strftime(form)
    if "hour" in written:
        written["hour"] = pd.to_numeric(written["hour"]).astype("Int64")
    return written
