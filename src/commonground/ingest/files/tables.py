"""Parquet files, read where they lie, with the types they have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from commonground.ingest.files.rows import ROW, RawRows, UnreadableFile, require_distinct

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend as DuckDB

PARQUET_ENDINGS = (".parquet", ".pq", ".geoparquet")

EVERY_VALUE = "SELECT max(hash(COLUMNS(*))) FROM read_parquet($1)"
"""Looks at every value once."""

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
        If its frame is damaged, or it has no rows; of its values see `told_of_damage`.
    RepeatedColumn
        If two columns have one name.
    """
    try:
        about = pq.read_metadata(file)
        names = about.schema.to_arrow_schema().names
    except (pa.ArrowException, OSError) as problem:
        raise _damaged(file, problem) from None
    require_distinct([*names, ROW_IN_FILE], file=file)
    if not about.num_rows or not names:
        raise UnreadableFile(f"{file} has column names but no rows. Download it again.")

    engine.raw_sql("SET enable_geoparquet_conversion = false")
    with told_of_damage(file, engine=engine):
        stored = engine.read_parquet(str(file), file_row_number=True)
    columns = [stored[name] for name in names]
    return RawRows(
        table=stored.select([*columns, (stored[ROW_IN_FILE] + 1).name(ROW)]),
        columns=tuple(names),
        is_lumped=about.num_rows > LARGE_GROUP * about.num_row_groups,
    )


@contextmanager
def told_of_damage(file: Path, *, engine: DuckDB) -> Iterator[None]:
    """Say that a file is damaged where reading it fails for that.

    Parquet is read where it lies, so that damage shows in the middle of work.

    Parameters
    ----------
    file
        The file that is worked on.
    engine
        The DuckDB session that reads it.

    Raises
    ------
    UnreadableFile
        If the engine failed, and fails too when it only looks at the file.
    """
    import duckdb

    try:
        yield
    except duckdb.Error:
        if is_parquet(file):
            try:
                engine.con.execute(EVERY_VALUE, [str(file)]).fetchall()
            except duckdb.Error as problem:
                raise _damaged(file, problem) from None
        raise


def is_parquet(file: Path) -> bool:
    """Whether a file's name ends as one of Parquet does."""
    return file.name.lower().endswith(PARQUET_ENDINGS)


def _damaged(file: Path, problem: Exception) -> UnreadableFile:
    first = str(problem).partition("\n")[0].rpartition("Error: ")[2].rstrip(".")
    return UnreadableFile(f"{file} cannot be read as Parquet: {first}. Download it again.")
