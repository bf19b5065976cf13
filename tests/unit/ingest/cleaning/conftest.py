"""Rows to clean, written down by hand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

import ibis
import numpy as np
import pandas as pd
import pytest
from ibis.backends.duckdb import Backend as DuckDB

from commonground.ingest.cities.city_file import CityFile
from commonground.ingest.cleaning.rows import ROW, cleaning
from commonground.ingest.engines import duckdb_engine

TODAY = date(2026, 1, 31)

Clean: TypeAlias = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDB]:
    made = duckdb_engine(spill=tmp_path_factory.mktemp("spill"), workers=1)
    yield made
    made.disconnect()


@pytest.fixture
def clean(engine: DuckDB, tmp_path: Path) -> Clean:
    """Clean rows given by column, with one layout, or several, and more of the city file."""

    def made(
        columns: Mapping[str, Sequence[object]], *layouts: Mapping[str, object], **more: object
    ) -> pd.DataFrame:
        said = {"city": "X", "time_zone": "America/Chicago", "crs": "EPSG:26915"} | more
        named = [{"name": f"layout {at}", **layout} for at, layout in enumerate(layouts, 1)]
        city = CityFile.model_validate(said | {"layouts": named})
        frame = pd.DataFrame(columns)
        frame[ROW] = range(1, len(frame) + 1)
        file = tmp_path / "raw.parquet"
        frame.to_parquet(file)
        raw = engine.read_parquet(file)
        query = cleaning(raw, city.layouts, city=city, today=TODAY, engine=engine, scratch=tmp_path)
        out = tmp_path / "clean.parquet"
        engine.to_parquet(query.prepare(), out)
        return pd.read_parquet(out).astype(object).replace({np.nan: None}).sort_values(ROW)

    ibis.options.interactive = False
    return made
