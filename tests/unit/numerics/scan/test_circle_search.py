"""The largest ratios of replicates, against those of every circle."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commonground.numerics.scan.circle_search import CircleSearch
from commonground.numerics.scan.likelihood import BernoulliLikelihood, PoissonLikelihood
from commonground.numerics.scan.neighbours import circles_around
from commonground.numerics.scan.options import ScanOptions
from tests.unit.numerics.problems import QUICK
from tests.unit.numerics.scan.by_enumeration import (
    SUMS,
    Map,
    bernoulli_zones,
    largest,
    maps,
    poisson_zones,
)


@QUICK
@given(map_=maps(), floor=st.sampled_from([1e-9, 0.5, 2.0]), seed=st.integers(0, 99))
def test_misses_no_circle_above_the_floor(map_: Map, floor: float, seed: int) -> None:
    total, held = int(map_.cases.sum()), map_.population > 0
    drawn = np.random.default_rng(seed).multinomial(
        total, map_.population / map_.population.sum(), size=5
    )
    search = CircleSearch.of(
        circles_around(map_.points[held], map_.population[held], map_.options),
        PoissonLikelihood(total, map_.population.sum()),
        map_.population[held],
    )

    found = search.largest(drawn[:, held], floor=floor)

    expected = [largest(poisson_zones(map_, one)) for one in drawn]
    for ours, theirs in zip(found, expected, strict=True):
        assert ours == pytest.approx(theirs, rel=SUMS) if theirs >= floor else ours < floor


@QUICK
@given(map_=maps(is_whole=True), floor=st.sampled_from([1e-9, 0.5, 2.0]), seed=st.integers(0, 99))
def test_misses_no_circle_of_labels_above_the_floor(map_: Map, floor: float, seed: int) -> None:
    people = map_.population.astype(np.int64)
    total, held = int(np.minimum(map_.cases, people).sum()), people > 0
    assume(total < people.sum())
    drawn = np.random.default_rng(seed).multivariate_hypergeometric(people, total, size=5)
    search = CircleSearch.of(
        circles_around(map_.points[held], map_.population[held], map_.options),
        BernoulliLikelihood(total, int(people.sum())),
        map_.population[held],
    )

    found = search.largest(drawn[:, held], floor=floor)

    expected = [largest(bernoulli_zones(map_, one)) for one in drawn]
    for ours, theirs in zip(found, expected, strict=True):
        assert ours == pytest.approx(theirs, rel=SUMS) if theirs >= floor else ours < floor


@pytest.mark.parametrize("cases", [100, 20_000, 5_000_000])
def test_counts_do_not_overflow(cases: int) -> None:
    points = np.array([(x, y) for y in range(12) for x in range(12)]) * 100.0
    population = np.ones(len(points))
    options = ScanOptions(seed=1, radius_m=400)
    drawn = np.random.default_rng(3).multinomial(cases, population / population.sum(), size=3)
    search = CircleSearch.of(
        circles_around(points, population, options),
        PoissonLikelihood(cases, population.sum()),
        population,
    )

    found = search.largest(drawn, floor=1e-9)

    for ours, one in zip(found, drawn, strict=True):
        zones = poisson_zones(Map(points, one, population, options), one)
        assert ours == pytest.approx(largest(zones), rel=SUMS)
