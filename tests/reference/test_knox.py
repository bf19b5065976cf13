"""Knox tables of R NearRepeat 0.1.1, R surveillance 1.20.3 and an earlier prototype."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
import pytest

from commonground.numerics.knox import Bands, Knox, knox

Results: TypeAlias = Callable[[str], Path]

PERMUTATIONS = 999
"""As many as in the reference."""

STANDARD_ERRORS = 3.0
"""How far two Monte Carlo results may lie apart, in standard errors of their difference."""

CLOSED_FORM = 1e-9
"""Relative: the product of two counts over a third."""


def events(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return points in metres and whole days."""
    table = pd.read_csv(path)
    days = pd.to_datetime(table["date"]).to_numpy().astype("datetime64[D]").astype(np.float64)
    return table[["x", "y"]].to_numpy(), days


@pytest.fixture(scope="module")
def arson(shared_results: Results) -> Knox:
    """Give the table of 522 arsons."""
    points, days = events(shared_results("knox/chicago_arson.csv"))
    bands = Bands(distances_m=(0, 0.001, 200.001, 400.001, 600.001), days=(0, 2, 3, 4))
    return knox(points, days=days, bands=bands, permutations=PERMUTATIONS, seed=1)


@pytest.fixture(scope="module")
def burglary(shared_results: Results) -> Knox:
    """Give the table of 11,701 burglaries."""
    points, days = events(shared_results("knox/chicago_burglary_2016.csv"))
    bands = Bands(distances_m=(0, 100, 200, 300), days=(0, 2, 4, 7))
    return knox(points, days=days, bands=bands, permutations=PERMUTATIONS, seed=1)


def assert_as_random(found: Knox, ratio: np.ndarray, p: np.ndarray) -> None:
    """Hold ratio and p to another program's, within the error of both."""
    error = np.sqrt(2 / PERMUTATIONS)
    mean, sd = found.expected, found.sd
    spread = np.where(mean > 0, found.observed / mean * sd / mean, 0.0)
    # A mean of few pairs makes the ratio lean: hold the two means, ratio where it is steady.
    theirs = np.divide(found.observed, ratio, out=mean.copy(), where=ratio > 0)
    steady = sd * error < 0.1 * mean
    assert (np.abs(found.mean - theirs) <= STANDARD_ERRORS * error * sd).all()
    assert steady.any()
    assert (np.abs(found.ratio - ratio) <= STANDARD_ERRORS * error * spread)[steady].all()
    likely = (found.p + p) / 2
    apart = STANDARD_ERRORS * error * np.sqrt(likely * (1 - likely)) + 1 / (PERMUTATIONS + 1)
    assert (np.abs(found.p - p) <= apart).all()


def test_has_the_arson_table_of_near_repeat(arson: Knox, shared_results: Results) -> None:
    table = pd.read_csv(shared_results("knox/NearRepeat_R_chicago_arson_999.csv"))
    observed, ratio, p = (
        table[name].to_numpy().reshape(3, 4).T for name in ("observed", "ratio_mean", "p")
    )

    assert arson.observed.tolist() == observed.tolist()
    assert_as_random(arson, ratio, p)


def test_has_the_burglary_table(burglary: Knox, shared_results: Results) -> None:
    name = "knox/knox_burglary_2016_left-closed_euclid_999.csv"
    table = pd.read_csv(shared_results(name))
    observed, ratio, p, mean, sd = (
        table[name].to_numpy().reshape(3, 3)
        for name in ("observed", "ratio_mean", "p", "perm_mean", "perm_sd")
    )

    assert burglary.observed.tolist() == observed.tolist()
    assert_as_random(burglary, ratio, p)
    error = STANDARD_ERRORS * sd / np.sqrt(PERMUTATIONS)
    assert (np.abs(burglary.expected - mean) <= error).all()
    assert (np.abs(burglary.expected - burglary.mean) <= error).all()
    # A standard deviation has about 1 / sqrt(2) of the error of a mean, two of them as much.
    assert (np.abs(burglary.sd - sd) <= error).all()


@pytest.mark.parametrize("kind", ["B", "all"])
def test_has_the_counts_and_expectations_of_surveillance(
    kind: str, shared_results: Results
) -> None:
    cases = pd.read_csv(shared_results("surveillance/inputs/imdepi_points.csv"))
    cases = cases if kind == "all" else cases[cases["type"] == kind]
    table = pd.read_csv(shared_results("surveillance/extra/knox_imdepi.csv"))
    table = table[table["type"] == kind]
    # R takes a pair just as far apart as the limit; no two cases are.
    distances, days = (0, 10_000, 50_000, 100_000), (0, 7, 14, 30)

    found = knox(
        cases[["x_km", "y_km"]].to_numpy() * 1000,
        days=cases["t"].to_numpy(),
        bands=Bands(distances_m=distances, days=days),
        permutations=2,
        seed=0,
    )

    within = found.observed.cumsum(axis=0).cumsum(axis=1)
    expected = found.expected.cumsum(axis=0).cumsum(axis=1)
    for row, distance in enumerate(distances[1:]):
        for column, day in enumerate(days[1:]):
            theirs = table[(table["eps.s"] == distance / 1000) & (table["eps.t"] == day)].iloc[0]
            assert within[row, column] == theirs["observed"]
            assert expected[row, column] == pytest.approx(theirs["expected"], rel=CLOSED_FORM)
