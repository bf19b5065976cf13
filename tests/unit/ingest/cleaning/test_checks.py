"""Tests of `ingest.cleaning.checks`, by way of the parts that they judge."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
import pytest

from commonground.ingest.cities.reading import read_city
from commonground.ingest.cleaner import Cleaner
from commonground.ingest.cleaning.checks import ImplausiblePlaces, MixedDateOrders
from commonground.ingest.cleaning.rows import OUTSIDE, UNREADABLE_DATE
from commonground.ingest.engines import duckdb_engine
from commonground.ingest.sources import SourceFile
from tests.unit.ingest.elm_city import CITY, TODAY, row, rows, write_city, write_rows

Judged: TypeAlias = Callable[..., pd.DataFrame]


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[Judged]:
    """Clean a file of lines as its city file says, and return its part's rows."""
    engine = duckdb_engine(spill=tmp_path / "spill", workers=1)

    def made(lines: Sequence[str], *, text: str = CITY) -> pd.DataFrame:
        city = read_city(write_city(tmp_path, text=text))
        cleaner = Cleaner(city, kept=tmp_path / "parts", engine=engine, today=TODAY)
        part = cleaner.part(SourceFile(write_rows(tmp_path, lines), "cases.csv"))
        return pd.read_parquet(cleaner.parts.rows(part)).sort_values("_row", ignore_index=True)

    yield made
    engine.disconnect()


def test_refuses_a_file_that_mixes_two_orders_of_dates(judged: Judged) -> None:
    lines = [*rows(40), *(row(number, day="14/3/2015") for number in range(41, 51))]

    with pytest.raises(
        MixedDateOrders,
        match=r"cases\.csv: 10 of 50 dates .* %m/%d/%Y %H:%M.*'14/3/2015 10:00' in row 41\. ",
    ):
        judged(lines)


def test_rejects_a_single_odd_date_and_keeps_the_file(judged: Judged) -> None:
    lines = [*rows(2_000), row("odd", day="14/3/2015")]

    found = judged(lines)

    assert found["reason"].dropna().tolist() == [UNREADABLE_DATE]
    assert found["value"].dropna().tolist() == ["14/3/2015 10:00"]


def test_lets_dates_be_that_are_wrong_in_either_order(judged: Judged) -> None:
    lines = [*rows(20), *(row(number, day="31/31/2015") for number in range(21, 31))]

    assert judged(lines)["reason"].value_counts().to_dict() == {UNREADABLE_DATE: 10}


def test_refuses_coordinates_that_have_changed_places(judged: Judged) -> None:
    lines = [row(number, lon=38.6, lat=-90.2) for number in range(40)]

    with pytest.raises(
        ImplausiblePlaces,
        match=r"40 of 40 coordinates lie outside .* 38\.6, -90\.2: the two columns .* Swap them",
    ):
        judged(lines)


FEET = (900_000, 1_020_000)


def test_refuses_feet_under_the_name_of_degrees(judged: Judged) -> None:
    lines = [row(number, lon=FEET[0] + number, lat=FEET[1]) for number in range(40)]

    with pytest.raises(ImplausiblePlaces, match="no degrees, but metres or feet of a local system"):
        judged(lines)


def in_plane(crs: str) -> str:
    """Return a city file that reads the two columns as x and y of a coordinate system."""
    old = '{ longitude = "Lon", latitude = "Lat" }'
    assert old in CITY
    return CITY.replace(old, f'{{ x = "Lon", y = "Lat", crs = "{crs}" }}')


def test_refuses_feet_under_the_name_of_metres(judged: Judged) -> None:
    lines = [row(number, lon=FEET[0] + number, lat=FEET[1]) for number in range(40)]

    with pytest.raises(ImplausiblePlaces, match=r"read as EPSG:26915\. Check crs and bounds"):
        judged(lines, text=in_plane("EPSG:26915"))


def test_refuses_degrees_under_the_name_of_feet(judged: Judged) -> None:
    with pytest.raises(
        ImplausiblePlaces, match=r"these are degrees\. Name the columns and the crs"
    ):
        judged(rows(40), text=in_plane("ESRI:102696"))


def test_reads_feet_under_their_own_name(judged: Judged) -> None:
    lines = [row(number, lon=FEET[0] + number, lat=FEET[1]) for number in range(40)]

    assert judged(lines, text=in_plane("ESRI:102696"))["x_m"].notna().all()


@pytest.mark.parametrize(
    ("outside", "inside", "unknown"),
    [(9, 0, 0), (19, 0, 50), (20, 20, 0)],
    ids=["few", "few that are known", "no more than half"],
)
def test_lets_a_file_be_of_which_few_places_lie_outside(
    judged: Judged, outside: int, inside: int, unknown: int
) -> None:
    lons = [-122.4] * outside + [-90.2] * inside + [0.0] * unknown
    lats = np.where(np.array(lons) == 0, 0, 38.6).tolist()
    lines = [
        row(at, lon=lon, lat=lat) for at, (lon, lat) in enumerate(zip(lons, lats, strict=True))
    ]

    assert (judged(lines)["place_known"] == OUTSIDE).sum() == outside
