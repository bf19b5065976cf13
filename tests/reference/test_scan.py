"""Kulldorff's Poisson scan by R SpatialEpi 1.2.8 on cells of San Francisco."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import log, sqrt
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from commonground.numerics.scan import Cluster, ScanOptions, poisson_scan

Shared: TypeAlias = Callable[[str], Path]

RATIO = 1e-6
"""Relative; two programs adding up the same numbers, one of them printing 15 digits."""

MONTE_CARLO = 3.0
"""Standard errors of what comes of random draws."""

CRITICAL = 0.4
"""Three standard errors of a 95 % quantile of 999 maxima, twice over: both have drawn."""

RARE = 0.2
"""More than the .05 of the reference: by another 99 replicates a cluster may just miss that."""


class Reference(NamedTuple):
    """A cluster of SpatialEpi."""

    cells: list[int]
    cases: int
    expected: float
    llr: float
    p: float


class Run(NamedTuple):
    """A run of SpatialEpi."""

    cases: int
    share: float
    simulations: int
    clusters: list[Reference]


@pytest.mark.parametrize(
    ("cells", "background", "expected_in_all"),
    [
        # SpatialEpi cuts the sum of the expected cases, here 1717.999..., down to a whole number.
        ("sf2012_200", "uniform", 1717),
        ("sf2012_200", "all", 1717),
        ("sf2026_200", "uniform", 5188),
        ("sf2026_200", "all", 5188),
        ("sf2026_100", "uniform", 5188),
    ],
)
def test_clusters_are_those_of_spatialepi(
    cells: str, background: str, expected_in_all: int, shared_results: Shared
) -> None:
    table, run = _cells(shared_results, cells), _run(shared_results, f"{cells}_{background}")

    found = poisson_scan(
        x_m=table["x_m"],
        y_m=table["y_m"],
        cases=table["drug_rows"],
        population=table["all_rows"] if background == "all" else np.ones(len(table)),
        options=ScanOptions(seed=1, share=run.share, alpha=RARE),
    )

    assert len(found.clusters) >= len(run.clusters)
    for ours, theirs in zip(found.clusters, run.clusters, strict=False):
        assert sorted(ours.locations + 1) == sorted(theirs.cells)
        assert ours.locations[0] + 1 == theirs.cells[0]
        assert ours.cases == theirs.cases
        assert ours.expected == pytest.approx(theirs.expected, rel=RATIO)
        assert ours.llr == pytest.approx(_ratio(ours, run.cases, run.cases), rel=RATIO)
        assert theirs.llr == pytest.approx(_ratio(ours, run.cases, expected_in_all), rel=RATIO)
        error = sqrt(ours.p * (1 - ours.p) / run.simulations)
        assert abs(ours.p - theirs.p) <= 1 / (1 + run.simulations) + MONTE_CARLO * error


@pytest.mark.parametrize(
    ("radius_m", "critical", "most_likely"),
    [(1000, 12.24, (112, 2314, 7405.0966)), (500, 11.99, (81, 1916, None))],
)
def test_circles_by_radius_are_those_of_the_note(
    radius_m: float,
    critical: float,
    most_likely: tuple[int, int, float | None],
    shared_results: Shared,
) -> None:
    table = _cells(shared_results, "sf2026_100")

    found = poisson_scan(
        x_m=table["x_m"],
        y_m=table["y_m"],
        cases=table["drug_rows"],
        population=np.ones(len(table)),
        options=ScanOptions(seed=1, radius_m=radius_m),
    )

    first = found.most_likely
    assert first is not None
    assert (len(first.locations), first.cases) == most_likely[:2]
    if most_likely[2] is not None:
        assert first.llr == pytest.approx(most_likely[2], rel=RATIO)
    assert first.radius_m <= radius_m
    assert found.critical_value(0.05) == pytest.approx(critical, abs=CRITICAL)


def test_the_order_of_the_cells_does_not_change_the_chances(shared_results: Shared) -> None:
    table = _cells(shared_results, "sf2026_200")
    turned = np.lexsort((-table["y_m"], table["x_m"]))
    options = ScanOptions(seed=1, radius_m=1000)

    rows, columns = (
        poisson_scan(
            x_m=one["x_m"],
            y_m=one["y_m"],
            cases=one["drug_rows"],
            population=np.ones(len(one)),
            options=options,
        )
        for one in (table, table[turned])
    )

    assert rows.critical_value(0.05) == pytest.approx(columns.critical_value(0.05), abs=CRITICAL)


def _cells(shared_results: Shared, name: str) -> NDArray[np.void]:
    path = shared_results(f"scan/cells_{name}.csv")
    return np.genfromtxt(path, delimiter=",", names=True)


def _run(shared_results: Shared, name: str) -> Run:
    written = json.loads(shared_results(f"scan/SpatialEpi_{name}.json").read_text())
    clusters = [
        Reference(
            cells=np.atleast_1d(one["cells"]).tolist(),
            cases=one["cases"],
            expected=one["expected"],
            llr=one["llr"],
            p=one["p"],
        )
        for one in (written["most_likely"], *written["secondary"])
    ]
    return Run(
        written["cases"], written["max_share_of_population"], written["simulations"], clusters
    )


def _ratio(cluster: Cluster, cases: int, expected_in_all: int) -> float:
    """Return the ratio where the expected cases add up to another number than the cases."""
    outside, expected_outside = cases - cluster.cases, expected_in_all - cluster.expected
    return (
        cluster.cases * log(cluster.cases / cluster.expected)
        + outside * log(outside / expected_outside)
        + cases * log(expected_in_all / cases)
    )
