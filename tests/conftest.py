"""What any test may ask for."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commonground.ingest.engines import MissingCluster, spark_engine
from tests.shared import shared_file

if TYPE_CHECKING:
    from ibis.backends.pyspark import Backend as Spark


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """Give the path of a real data set by its file name."""
    return lambda name: shared_file("data", name)


@pytest.fixture(scope="session")
def shared_results() -> Callable[[str], Path]:
    """Give the path of an independent program's result by its name below reference-results."""
    return lambda name: shared_file("reference-results", name)


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
