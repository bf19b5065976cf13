"""Spatial scans, against enumeration and by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commonground.numerics.scan import Scan, ScanOptions, bernoulli_scan, poisson_scan
from tests.unit.numerics.problems import QUICK
from tests.unit.numerics.scan.by_enumeration import (
    SUMS,
    Map,
    Zone,
    bernoulli_zones,
    maps,
    poisson_zones,
    to_report,
)

ROW: dict[str, Any] = {"x_m": np.arange(6) * 100.0, "y_m": np.zeros(6)}


def test_finds_the_cluster_that_was_put_there() -> None:
    options = ScanOptions(seed=1, radius_m=100, replicates=99)

    found = poisson_scan(
        **ROW, cases=[1, 9, 8, 10, 1, 1], population=[10] * 6, options=options
    ).most_likely

    assert found is not None
    assert found.centre == 2
    assert found.locations.tolist() == [2, 1, 3]
    assert (found.radius_m, found.cases, found.expected) == (100, 27, 15)
    assert found.llr == pytest.approx(27 * np.log(27 / 15) + 3 * np.log(3 / 15), rel=SUMS)
    assert found.p == 0.01
    assert (found.first_day, found.last_day) == (None, None)


@QUICK
@given(map_=maps())
def test_reports_what_enumeration_reports(map_: Map) -> None:
    found = poisson_scan(**map_.in_words)

    expected = to_report(poisson_zones(map_, map_.cases), found, map_.options.alpha)
    _assert_same(found, expected, map_)
    for cluster in found.clusters:
        share = map_.population[cluster.locations].sum() / map_.population.sum()
        assert cluster.expected == pytest.approx(map_.cases.sum() * share, rel=SUMS)


@QUICK
@given(map_=maps(is_whole=True))
def test_reports_what_enumeration_reports_of_labels(map_: Map) -> None:
    map_ = replace(map_, cases=np.minimum(map_.cases, map_.population).astype(np.int64))
    controls = map_.population - map_.cases
    assume(controls.sum())

    found = bernoulli_scan(
        x_m=map_.points[:, 0],
        y_m=map_.points[:, 1],
        cases=map_.cases,
        controls=controls,
        options=map_.options,
    )

    expected = to_report(bernoulli_zones(map_, map_.cases), found, map_.options.alpha)
    _assert_same(found, expected, map_)


@QUICK
@given(map_=maps(), scale=st.sampled_from([1e-60, 0.3, 1e60]))
def test_does_not_know_the_unit_of_population(map_: Map, scale: float) -> None:
    scaled = replace(map_, population=map_.population * scale)

    found, again = poisson_scan(**map_.in_words), poisson_scan(**scaled.in_words)

    assert again.maxima == pytest.approx(found.maxima, rel=SUMS, abs=SUMS)
    assert _ratios(again) == pytest.approx(_ratios(found), rel=SUMS)


@QUICK
@given(seed=st.integers(0, 999))
def test_does_not_know_the_order_of_locations(seed: int) -> None:
    random = np.random.default_rng(seed)
    points, population = random.uniform(0, 500, (25, 2)), random.uniform(1, 9, 25)
    map_ = Map(
        points, random.poisson(population), population, ScanOptions(seed=1, share=0.4, replicates=9)
    )
    assume(map_.cases.sum())
    order = random.permutation(25)
    shuffled = Map(points[order], map_.cases[order], population[order], map_.options)

    found, again = poisson_scan(**map_.in_words), poisson_scan(**shuffled.in_words)

    assert found.most_likely is not None
    assert again.most_likely is not None
    assert set(order[again.most_likely.locations]) == set(found.most_likely.locations)
    assert again.most_likely.llr == pytest.approx(found.most_likely.llr, rel=SUMS)


def test_leaves_locations_without_population_out() -> None:
    options = ScanOptions(seed=1, radius_m=100, replicates=9)

    found = poisson_scan(
        **ROW, cases=[0, 0, 9, 0, 1, 1], population=[0, 10, 10, 0, 10, 10], options=options
    )

    assert found.most_likely is not None
    assert found.most_likely.locations.tolist() == [2]
    everything = [at for cluster in found.clusters for at in cluster.locations]
    assert not {0, 3} & set(everything)


def test_finds_nothing_where_cases_follow_the_population() -> None:
    options = ScanOptions(seed=1, radius_m=100, replicates=9)

    found = poisson_scan(
        **ROW, cases=[2, 4, 6, 2, 4, 6], population=[1, 2, 3, 1, 2, 3], options=options
    )

    assert found.most_likely is None
    assert found.clusters == found.secondary == ()
    assert len(found.maxima) == 9


@pytest.mark.parametrize("workers", [2, 5])
@pytest.mark.parametrize("limit", [{"radius_m": 300.0}, {"share": 0.1}])
def test_gives_the_same_bits_for_any_number_of_workers(workers: int, limit: dict[str, Any]) -> None:
    random = np.random.default_rng(1)
    x_m, y_m = (axis.ravel() * 100.0 for axis in np.meshgrid(np.arange(20), np.arange(20)))
    words: dict[str, Any] = {"x_m": x_m, "y_m": y_m, "cases": random.poisson(0.7, 400)}
    alone = ScanOptions(seed=8, replicates=300, **limit)

    one = poisson_scan(**words, population=np.ones(400), options=alone)
    many = poisson_scan(**words, population=np.ones(400), options=replace(alone, workers=workers))

    assert one.maxima.tobytes() == many.maxima.tobytes()
    assert [(c.llr, c.p) for c in one.clusters] == [(c.llr, c.p) for c in many.clusters]
    other = poisson_scan(**words, population=np.ones(400), options=replace(alone, seed=9))
    assert one.maxima.tolist() != other.maxima.tolist()


def test_is_right_about_chance() -> None:
    x_m, y_m = (axis.ravel() * 100.0 for axis in np.meshgrid(np.arange(8), np.arange(8)))
    random, p = np.random.default_rng(2), []
    for seed in range(200):
        found = poisson_scan(
            x_m=x_m,
            y_m=y_m,
            cases=random.multinomial(60, np.full(64, 1 / 64)),
            population=np.ones(64),
            options=ScanOptions(seed=seed, radius_m=200, replicates=19),
        )
        assert found.most_likely is not None
        p.append(found.most_likely.p)

    # 5 % of 200, and three standard deviations of a binomial.
    assert abs(np.mean(np.array(p) <= 0.05) - 0.05) < 3 * np.sqrt(0.05 * 0.95 / 200)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"cases": [1, 2]}, "2 cases for 6 locations"),
        ({"y_m": [0.0]}, "6 x and 1 y"),
        ({"x_m": [0, 1, 2, np.nan, 4, 5]}, "location 3 has no coordinates"),
        ({"cases": [1, -2, 0, 0, 0, 0]}, "cases of location 1: -2"),
        ({"cases": [1, 0.5, 0, 0, 0, 0]}, "cases of location 1: 0.5; give whole numbers"),
        ({"cases": [0] * 6}, "no location has a case"),
        ({"population": [1, 1, np.inf, 1, 1, 1]}, "population of location 2: inf"),
        ({"population": [1, 1, 0, 1, 1, 1]}, "location 2 has 3 cases and no population"),
        ({"x_m": [5] * 6}, "all locations are at the same point"),
        ({"options": ScanOptions(seed=1, share=0.01)}, "no location is within the limits"),
    ],
)
def test_refuses_what_is_no_map(wrong: dict[str, Any], message: str) -> None:
    words: dict[str, Any] = {
        **ROW,
        "cases": [1, 2, 3, 0, 1, 0],
        "population": [1] * 6,
        "options": ScanOptions(seed=1, radius_m=100, replicates=9),
    }

    with pytest.raises(ValueError, match=message):
        poisson_scan(**{**words, **wrong})


def test_refuses_cases_without_controls() -> None:
    options = ScanOptions(seed=1, radius_m=100)

    with pytest.raises(ValueError, match="no location has a control"):
        bernoulli_scan(**ROW, cases=[1] * 6, controls=[0] * 6, options=options)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "circles need a limit"),
        ({"radius_m": 0}, "largest radius is 0 m"),
        ({"share": 1.5}, "largest share is 1.5"),
        ({"share": 0.5, "replicates": 0}, "0 replicates"),
        ({"share": 0.5, "alpha": 0}, "alpha is 0"),
    ],
)
def test_refuses_impossible_options(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ScanOptions(seed=1, **wrong)


def _ratios(scan: Scan) -> list[float]:
    return [cluster.llr for cluster in scan.clusters]


def _assert_same(found: Scan, expected: list[tuple[Zone, float]], map_: Map) -> None:
    assert len(found.clusters) == len(expected)
    for ours, (zone, p) in zip(found.clusters, expected, strict=True):
        assert ours.locations.tolist() == zone.inside
        assert ours.centre == zone.inside[0]
        assert ours.cases == map_.cases[zone.inside].sum()
        assert ours.llr == pytest.approx(zone.ratio, rel=SUMS)
        assert ours.p == p
        away = map_.points[zone.inside[-1]] - map_.points[zone.inside[0]]
        assert ours.radius_m == pytest.approx(np.hypot(*away), rel=SUMS)
