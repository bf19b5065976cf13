"""What would be drawn had other weeks been recorded."""

import numpy as np
import pytest

from commonground.find.definition import Definition, Drawing
from commonground.find.finding import HALF_REPLICATES, compared_halves
from commonground.find.ground import Ground, ground_of
from commonground.find.raster import Raster
from commonground.find.records import records_of
from commonground.find.stability import (
    Half,
    Halves,
    drawn_again,
    inclusion,
    overlap,
    random_halves,
    times_dense,
)
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
    assert not np.array_equal(pair.one.times, pair.other.times)
    assert not np.array_equal(pair.one.times, weeks[weeks > 0])


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [([3, 7], [3], 0.5), ([3], [3], 1.0), ([3], [7], 0.0)],
)
def test_measures_overlap(one: list[int], other: list[int], shared: float) -> None:
    assert overlap(np.array(one), np.array(other)) == shared


def test_counts_what_the_other_half_draws_too() -> None:
    raster = Raster(0.0, 0.0, 50.0, (9, 9))
    random = np.random.default_rng(1)
    times = random.integers(3, size=(2, raster.size)) * (random.random(raster.size) < 0.2)
    one, other = (Half.of(half, replicates=2, raster=raster) for half in times)

    cases, again = drawn_again([Halves(one, other, 2, raster.size)])

    for level in range(3):
        said = [np.flatnonzero(half == level) for half in times]
        drawn = [set(half.drawn.tolist()) for half in (other, one)]
        assert cases[level] == sum(map(len, said))
        assert again[level] == sum(
            square in those
            for squares, those in zip(said, drawn, strict=True)
            for square in squares
        )


def test_knows_no_overlap_of_nothing() -> None:
    assert np.isnan(overlap(np.zeros(0, dtype=int), np.zeros(0, dtype=int)))
