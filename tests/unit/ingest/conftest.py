"""What tests of ingest may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commonground.ingest.engines import MissingCluster, spark_engine

if TYPE_CHECKING:
    from ibis.backends.pyspark import Backend as Spark


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Spark]":
    """Give a local Spark session; without it skip the test, or fail it where CI is set."""
    spill: Path = tmp_path_factory.mktemp("spark")
    try:
        engine = spark_engine(spill=spill, workers=2)
    except MissingCluster as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    yield engine
    engine.disconnect()
