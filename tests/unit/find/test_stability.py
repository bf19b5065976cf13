"""What would be drawn had other weeks been recorded."""

import numpy as np
import pytest

from commonground.find.definition import Definition, Drawing
from commonground.find.finding import HALF_REPLICATES, compared_halves
from commonground.find.ground import Ground, ground_of
from commonground.find.records import records_of
from commonground.find.stability import inclusion, overlap, random_halves, times_dense
from tests.unit.find.made_up import MARKET, city


def _first_seed(seed: int) -> int:
    """Return the seed with which records are parted into halves."""
    return int(np.random.SeedSequence(seed).generate_state(1)[0])


@pytest.fixture(scope="module")
def ground() -> Ground:
    records = records_of(city(MARKET), definition=Definition(), drawing=Drawing())
    return ground_of(records, definition=Definition(), drawing=Drawing())


def test_is_sure_of_the_middle_and_of_what_is_far_away(ground: Ground) -> None:
    found = inclusion(ground, replicates=40, seed=1)

    raster = ground.raster
    middle = raster.positions(np.array([MARKET.x_m]), np.array([MARKET.y_m]))
    far = raster.positions(np.array([MARKET.x_m + 1_500]), np.array([MARKET.y_m + 1_500]))
    assert found[middle[0]] == 1.0
    assert found[far[0]] == 0.0
    assert ((found >= 0) & (found <= 1)).all()


def test_gives_the_same_whatever_the_workers(ground: Ground) -> None:
    one, two = (inclusion(ground, replicates=24, seed=1, workers=workers) for workers in (1, 2))

    assert np.array_equal(one, two)


def test_averages_over_the_ways_to_divide_the_city(ground: Ground) -> None:
    found = inclusion(ground, replicates=4, seed=1)

    assert set(np.round(4 * found).astype(int)) <= {0, 1, 2, 3, 4}
    assert np.allclose(4 * found, np.round(4 * found))


def test_sees_no_market_in_records_that_do_not_count(ground: Ground) -> None:
    there = np.hypot(ground.records.x_m - MARKET.x_m, ground.records.y_m - MARKET.y_m) < 150

    found = inclusion(ground, replicates=8, seed=1, times=np.where(there, 0.0, 1.0))

    middle = ground.raster.positions(np.array([MARKET.x_m]), np.array([MARKET.y_m]))
    assert found[middle[0]] == 0.0


def test_halves_records_at_random(ground: Ground) -> None:
    halves = random_halves(ground.records, count=3, seed=2)

    count = len(ground.records.day)
    assert all(abs(half.mean() - 0.5) < 4 * 0.5 / np.sqrt(count) for half in halves)
    assert not np.array_equal(halves[0], halves[1])
    assert np.array_equal(halves[0], random_halves(ground.records, count=1, seed=2)[0])


def test_draws_weeks_of_its_own_for_each_half(ground: Ground) -> None:
    (pair,) = compared_halves(ground, count=1, seed=2)

    half = random_halves(ground.records, count=1, seed=_first_seed(2))[0]
    weeks = times_dense(
        ground, replicates=HALF_REPLICATES, seed=_first_seed(2), times=np.where(half, 2.0, 0.0)
    )
    assert not np.array_equal(pair.one, pair.other)
    assert not np.array_equal(pair.one, weeks)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [([1, 1, 0], [1, 0, 0], 0.5), ([1, 0], [1, 0], 1.0), ([1, 0], [0, 1], 0.0)],
)
def test_measures_overlap(one: list[int], other: list[int], shared: float) -> None:
    assert overlap(np.array(one, dtype=bool), np.array(other, dtype=bool)) == shared


def test_knows_no_overlap_of_nothing() -> None:
    assert np.isnan(overlap(np.zeros(3, dtype=bool), np.zeros(3, dtype=bool)))
