"""A city that is written down is the city that was made."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from commonground.core.incidents import Incidents
from commonground.core.intervention import Intervention
from commonground.ingest.panels import read_panel, read_places
from commonground.ingest.synthetic import (
    CityPlan,
    SyntheticCity,
    city_panel,
    synthetic_city,
    write_city,
)


@pytest.fixture(scope="module")
def city() -> SyntheticCity:
    plan = CityPlan(columns=36, rows=26, market_blocks=(6, 5, 4), apart_m=500.0)
    return synthetic_city(seed=5, plan=plan)


@pytest.fixture(scope="module")
def folder(city: SyntheticCity, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city") / "new"
    write_city(city, folder)
    return folder


def test_reads_back_as_the_same_panel(city: SyntheticCity, folder: Path) -> None:
    panel = city_panel(city)

    read = read_panel(
        folder / "panel.parquet",
        place="place",
        period="period",
        outcomes=panel.outcomes,
        covariates=panel.covariates.columns.tolist(),
        treated="treated",
        boundaries=folder / "places.parquet",
    )

    assert read.places.ids == panel.places.ids
    assert read.periods == panel.periods
    assert np.array_equal(read.counts, panel.counts)
    assert read.covariates.equals(panel.covariates)
    assert shapely.equals(read.places.geometry, city.places.geometry).all()
    assert Intervention.marked_in(read).area == tuple(
        place for place in city.places.ids if place in city.intervention.area
    )


def test_reads_back_as_the_same_incidents(city: SyntheticCity, folder: Path) -> None:
    read = Incidents(pd.read_parquet(folder / "incidents.parquet"))

    assert len(read) == len(city.incidents)
    assert read.frame["at"].tolist() == city.incidents.frame["at"].tolist()


def test_writes_streets_and_truth(city: SyntheticCity, folder: Path) -> None:
    streets = pd.read_parquet(folder / "streets.parquet")
    assert streets["street"].tolist() == list(city.ground.streets)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))

    assert truth["effects"] == dict(city.truth.effects)
    assert tuple(truth["area"]) == city.intervention.area
    assert len(read_places(folder / "streets.parquet", place="segment")) == len(
        city.ground.segments
    )


def test_writes_the_same_bytes_again(city: SyntheticCity, folder: Path, tmp_path: Path) -> None:
    for file in write_city(city, tmp_path):
        assert file.read_bytes() == (folder / file.name).read_bytes()
