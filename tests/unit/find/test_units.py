"""Street units: named blocks, or cells of four origins."""

import numpy as np
import pandas as pd
import pytest

from commonground.core.incidents import Incidents
from commonground.find.definition import Definition, Drawing
from commonground.find.raster import Raster
from commonground.find.records import Records, records_of
from commonground.find.units import BRIDGED_M, LONGEST_BLOCK_M, REACH_M, Units, street_units
from tests.unit.find.made_up import MARKET, city

SUMS = 1e-12


def _records(incidents: Incidents) -> Records:
    return records_of(incidents, definition=Definition(), drawing=Drawing())


def _units(records: Records) -> list[Units]:
    raster = Raster.over(records.x_m, records.y_m, step_m=25.0, margin_m=400.0)
    return list(street_units(records, raster=raster, bandwidth_m=100.0, cell_m=50.0))


@pytest.fixture(scope="module")
def named() -> tuple[Records, Units]:
    records = _records(city(MARKET, named=True))
    return records, _units(records)[0]


def test_takes_hundred_blocks_where_they_have_names(named: tuple[Records, Units]) -> None:
    records, units = named

    together = pd.DataFrame({"unit": units.of, "name": records.frame["location"]})

    assert together.groupby("name")["unit"].nunique().max() == 1


def test_makes_one_unit_of_a_corner_with_two_names() -> None:
    frame = city(named=True).frame
    corner = frame.iloc[:40].assign(
        x_m=501_000.0,
        y_m=4_001_000.0,
        location=["A ST / B ST", "B ST / A ST"] * 20,
        incident=[f"corner {at}" for at in range(40)],
    )
    records = _records(Incidents(pd.concat([frame, corner], ignore_index=True)))

    there = records.frame["location"].isin(["A ST / B ST", "B ST / A ST"]).to_numpy()

    assert len(np.unique(_units(records)[0].of[there])) == 1


def test_does_not_take_two_streets_of_one_name_for_one() -> None:
    frame = city(named=True).frame
    twice = frame.iloc[:40].assign(
        x_m=np.repeat([500_300.0, 502_700.0], 20),
        y_m=4_001_050.0,
        location="100 block MAIN ST",
        incident=[f"main {at}" for at in range(40)],
    )
    records = _records(Incidents(pd.concat([frame, twice], ignore_index=True)))

    there = (records.frame["location"] == "100 block MAIN ST").to_numpy()

    assert len(np.unique(_units(records)[0].of[there])) == 2


def test_divides_a_city_without_names_in_four_ways() -> None:
    records = _records(city(MARKET))

    divisions = _units(records)

    assert len(divisions) == 4
    for units in divisions:
        for at in (records.x_m, records.y_m):
            spread = pd.Series(at).groupby(units.of).agg(lambda of: of.max() - of.min())
            assert spread.max() < 50.0


def test_gives_ground_to_the_nearest_unit_and_none_far_away(named: tuple[Records, Units]) -> None:
    records, units = named
    raster = Raster.over(records.x_m, records.y_m, step_m=25.0, margin_m=400.0)
    x, y = raster.centres(np.arange(raster.size))
    some = np.random.default_rng(1).choice(raster.size, 300, replace=False)

    for square in some:
        away = np.hypot(records.x_m - x[square], records.y_m - y[square])
        if away.min() > REACH_M:
            assert units.faces[square] == -1
        else:
            nearest = np.flatnonzero(away <= away.min() + 1e-9)
            assert units.faces[square] in units.of[nearest]
    assert units.hectares.sum() == (units.faces >= 0).sum() * raster.square_ha


def test_knows_its_neighbours(named: tuple[Records, Units]) -> None:
    _, units = named

    touching = (units.touching + units.touching.T).toarray()
    away = np.hypot(units.x_m[:, None] - units.x_m, units.y_m[:, None] - units.y_m)
    assert not touching.diagonal().any()
    assert touching[(away > 0) & (away <= BRIDGED_M)].all()
    assert not touching[away > BRIDGED_M + 2 * REACH_M + LONGEST_BLOCK_M].any()
