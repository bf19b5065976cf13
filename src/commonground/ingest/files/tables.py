"""Parquet files, read where they lie, with the types they have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from commonground.ingest.files.rows import ROW, RawRows, UnreadableFile, require_distinct

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend as DuckDB

EVERY_VALUE = "SELECT max(hash(COLUMNS(*))) FROM read_parquet($1)"
"""Looks at every value once, so that damage shows here and not in the middle of work."""

LARGE_GROUP = 250_000
"""Rows in a group from which it is worth taking the groups apart: DuckDB's own have 122,880."""

ROW_IN_FILE = "file_row_number"
"""DuckDB's own number of a row, from 0."""


def read_parquet(file: Path, *, engine: DuckDB) -> RawRows:
    """Read a Parquet file; nothing is copied, and geometry stays WKB.

    Parameters
    ----------
    file
        A Parquet file.
    engine
        The DuckDB session that is to read it.

    Raises
    ------
    UnreadableFile
        If the file is damaged or has no rows.
    RepeatedColumn
        If two columns have one name.
    """
    import duckdb

    try:
        about = pq.read_metadata(file)
        names = about.schema.to_arrow_schema().names
    except (pa.ArrowException, OSError) as problem:
        raise _damaged(file, problem) from None
    require_distinct([*names, ROW_IN_FILE], file=file)
    if not about.num_rows or not names:
        raise UnreadableFile(f"{file} has column names but no rows. Download it again.")

    engine.raw_sql("SET enable_geoparquet_conversion = false")
    try:
        stored = engine.read_parquet(str(file), file_row_number=True)
        engine.con.execute(EVERY_VALUE, [str(file)]).fetchall()
    except duckdb.Error as problem:
        raise _damaged(file, problem) from None
    columns = [stored[name] for name in names]
    return RawRows(
        table=stored.select([*columns, (stored[ROW_IN_FILE] + 1).name(ROW)]),
        columns=tuple(names),
        is_lumped=about.num_rows > LARGE_GROUP * about.num_row_groups,
    )


def _damaged(file: Path, problem: Exception) -> UnreadableFile:
    first = str(problem).partition("\n")[0]
    return UnreadableFile(f"{file} cannot be read as Parquet: {first}. Download it again.")
