"""Engines: where tables larger than memory are worked on."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from commonground.core.errors import DataError

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend as DuckDB
    from ibis.backends.pyspark import Backend as Spark

Engine: TypeAlias = "DuckDB | Spark"

MEMORY_MB = 1000
"""What an engine may hold in memory; the rest goes to disk."""

LOOPBACK = "127.0.0.1"
"""A local session speaks to itself only."""

QUIET_LOG = """rootLogger.level = error
rootLogger.appenderRef.out.ref = out
appender.out.type = Console
appender.out.name = out
appender.out.target = SYSTEM_ERR
"""
"""What Spark's logger reads: nothing is said that is not an error."""


class MissingCluster(DataError):
    """Spark was asked for, and a part of it is not installed."""


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
    engine.raw_sql("SET enable_progress_bar = false")
    engine.raw_sql("SET enable_external_file_cache = false")  # misses a file written twice at once
    return engine


def spark_engine(*, spill: Path, workers: int | None = None, memory_mb: int = MEMORY_MB) -> Spark:
    """Return the local Spark session of this process, started if there is none.

    A process has one session: asked again, it keeps the folder, threads and memory it began with.

    Parameters
    ----------
    spill
        Folder for what does not fit into memory.
    workers
        Threads; all cores if left out.
    memory_mb
        Megabytes that the session may hold in memory.

    Raises
    ------
    MissingCluster
        If pyspark or Java is not installed.
    """
    _require_cluster()
    import ibis
    from pyspark.sql import SparkSession

    spill.mkdir(parents=True, exist_ok=True)
    log = spill / "log4j2.properties"
    log.write_text(QUIET_LOG, encoding="utf-8")
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": LOOPBACK}
    workers = workers or os.cpu_count() or 1
    settings: dict[str, bool | float | int | str | None] = {
        "spark.driver.bindAddress": LOOPBACK,
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={log.resolve().as_uri()}",
        "spark.driver.host": LOOPBACK,
        "spark.driver.memory": f"{memory_mb}m",
        "spark.local.dir": str(spill),
        "spark.log.level": "ERROR",
        "spark.sql.caseSensitive": "true",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(2 * workers),
        "spark.sql.warehouse.dir": str(spill / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master(f"local[{workers}]").appName("commonground")
    return ibis.pyspark.connect(builder.config(map=settings).getOrCreate())


def _require_cluster() -> None:
    if importlib.util.find_spec("pyspark") is None:
        raise MissingCluster(
            "Spark was asked for, and pyspark is not installed. Install commonground with its "
            "extra 'cluster', as in: pip install 'commonground[cluster]'."
        )
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=str(Path(home) / "bin") if home else None) is None:
        raise MissingCluster(
            f"Spark was asked for, and there is no Java {f'in JAVA_HOME ({home})' if home else ''}"
            "on this machine. Install Java 17; on Debian the package is openjdk-17-jre-headless."
        )
