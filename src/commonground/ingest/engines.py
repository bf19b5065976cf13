"""Engines: where tables larger than memory are worked on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend as DuckDB

MEMORY_MB = 1000
"""What DuckDB may hold in memory; the rest goes to disk."""


def duckdb_engine(*, spill: Path, workers: int | None = None, memory_mb: int = MEMORY_MB) -> DuckDB:
    """Return a DuckDB session of its own, in memory, that spills to disk.

    Parameters
    ----------
    spill
        Folder for what does not fit into memory; made when it is needed.
    workers
        Threads; all cores if left out.
    memory_mb
        Megabytes that the session may hold in memory.
    """
    import ibis

    engine = ibis.duckdb.connect(
        threads=workers or os.cpu_count() or 1,
        memory_limit=f"{memory_mb}MB",
        temp_directory=str(spill),
        preserve_insertion_order=False,
    )
    engine.raw_sql("SET TimeZone = 'UTC'")
    return engine
