"""Engines keep to their memory and their clock, and say what they lack."""

import importlib.util
import os
import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from commonground.ingest.engines import (
    MissingCluster,
    duckdb_engine,
    spark_engine,
)

if TYPE_CHECKING:
    from ibis.backends.pyspark import Backend as Spark


def test_holds_duckdb_to_its_memory_threads_and_clock(tmp_path: Path) -> None:
    engine = duckdb_engine(spill=tmp_path, workers=1, memory_mb=512)

    limit, threads, clock, spill = engine.raw_sql(
        "SELECT current_setting('memory_limit'), current_setting('threads'), "
        "current_setting('TimeZone'), current_setting('temp_directory')"
    ).fetchone()

    assert limit.startswith("488")  # MiB
    assert (threads, clock, Path(spill)) == (1, "UTC", tmp_path)


def test_sees_that_a_file_was_written_again_at_once(tmp_path: Path) -> None:
    engine, file, seen = duckdb_engine(spill=tmp_path, workers=1), tmp_path / "a.parquet", []
    for value in (1.0, 2.0):
        pq.write_table(pa.table({"x": [value]}), file)
        os.utime(file, (0, 0))
        seen.append(engine.read_parquet(file).x.max().execute())

    assert seen == [1.0, 2.0]


@pytest.mark.slow  # starts Java
def test_holds_spark_to_this_machine_and_its_clock(spark: "Spark") -> None:
    settings = dict(spark._session.sparkContext.getConf().getAll())

    assert settings["spark.driver.host"] == "127.0.0.1"
    assert settings["spark.ui.enabled"] == "false"
    assert spark._session.conf.get("spark.sql.session.timeZone") == "UTC"
    assert spark._session.sparkContext.master == "local[2]"


def test_says_that_pyspark_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    with pytest.raises(MissingCluster, match="extra 'cluster'"):
        spark_engine(spill=tmp_path)


@pytest.mark.parametrize("home", [None, "nowhere"])
def test_says_that_java_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str | None
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if home:
        monkeypatch.setenv("JAVA_HOME", home)

    with pytest.raises(MissingCluster, match="openjdk-17-jre-headless"):
        spark_engine(spill=tmp_path)


def warn(message: str) -> None:
    warnings.warn_explicit(message, DeprecationWarning, "there.py", 1, "ibis.backends.duckdb")
