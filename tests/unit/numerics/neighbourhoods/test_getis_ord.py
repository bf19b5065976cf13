"""Local G and Gi*, against their definition and every permutation."""

from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.neighbourhoods.getis_ord import getis_ord
from tests.unit.numerics.grids import all_neighbour_sums, queen
from tests.unit.numerics.problems import QUICK

EXACT = 1e-12
"""Absolute, of a probability."""

Z = 1e-9
"""Relative, of a standardised statistic: the definition is written with means and rounds."""

MONTE_CARLO = 4.5
"""Standard errors; one draw in 150,000 lies farther out."""

grids = st.lists(st.integers(0, 6), min_size=12, max_size=12).map(np.array)


@QUICK
@given(counts=grids)
def test_has_the_p_of_all_permutations(counts: np.ndarray) -> None:
    starts, others = queen(3, 4)

    found = getis_ord(counts, starts=starts, others=others)

    for cell in range(12):
        row = others[starts[cell] : starts[cell + 1]]
        every = all_neighbour_sums(counts, cell, len(row))
        assert found.p_upper[cell] == pytest.approx((every >= counts[row].sum()).mean(), abs=EXACT)
        assert found.p_lower[cell] == pytest.approx((every <= counts[row].sum()).mean(), abs=EXACT)


@QUICK
@given(counts=grids, statistic=st.sampled_from(["Gi*", "Gi"]))
def test_has_the_z_of_its_definition(counts: np.ndarray, statistic: Literal["Gi*", "Gi"]) -> None:
    starts, others = queen(3, 4)

    found = getis_ord(counts, starts=starts, others=others, statistic=statistic)

    for cell in range(12):
        row = others[starts[cell] : starts[cell + 1]]
        # Ord and Getis (1995): moments of all cells for Gi*, of the others for Gi.
        row, of = (np.append(row, cell), counts) if statistic == "Gi*" else (row, None)
        of = np.delete(counts, cell) if of is None else of
        n, weight = len(of), len(row)
        spread = of.std() * np.sqrt((n * weight - weight**2) / (n - 1))
        if of.std() < 1e-9:
            assert np.isnan(found.z[cell])
        else:
            expected = (counts[row].sum() - weight * of.mean()) / spread
            assert found.z[cell] == pytest.approx(expected, rel=Z, abs=Z)


def test_knows_a_line_by_hand() -> None:
    # Cell 1 holds 1 and has 4 and 0 beside it. Pairs of the others, 4, 0 and 0: 4, 4, 0.
    found = getis_ord(
        np.array([4, 1, 0, 0]),
        starts=np.array([0, 1, 3, 5, 6]),
        others=np.array([1, 0, 2, 1, 3, 2]),
    )

    assert found.p_upper[1] == pytest.approx(2 / 3, abs=EXACT)
    assert found.p_lower[1] == pytest.approx(1, abs=EXACT)
    # Of 4 cells with mean 5/4 and variance 43/16, three weigh: (5 - 15/4) / sqrt(43/16).
    assert found.z[1] == pytest.approx(1.25 / np.sqrt(43 / 16))


def test_says_nothing_of_a_cell_that_is_high_all_by_itself() -> None:
    counts = np.zeros(49, dtype=int)
    counts[24] = 100
    starts, others = queen(7, 7)

    found = getis_ord(counts, starts=starts, others=others)

    assert found.z[24] == found.z.max()
    assert (found.p_upper[24], found.p_lower[24]) == (1, 1)
    # Eight of the 48 others could have been beside the high one.
    assert found.p_upper[23] == pytest.approx(8 / 48, abs=EXACT)


def test_takes_no_seed_and_agrees_with_those_that_do() -> None:
    random = np.random.default_rng(3)
    counts = random.poisson(random.gamma(0.5, 2.0, 400))
    starts, others = queen(20, 20)

    found = getis_ord(counts, starts=starts, others=others)

    draws = 4000
    for cell in (0, 5, 210, 399):
        row = others[starts[cell] : starts[cell + 1]]
        rest = np.delete(counts, cell)
        drawn = np.array([random.choice(rest, len(row), replace=False).sum() for _ in range(draws)])
        p = found.p_upper[cell]
        error = np.sqrt(p * (1 - p) / draws)
        assert abs((drawn >= counts[row].sum()).mean() - p) <= MONTE_CARLO * error


def test_calls_a_cell_without_neighbours_ordinary() -> None:
    found = getis_ord(
        np.array([9, 0, 1]), starts=np.array([0, 0, 1, 2]), others=np.array([2, 1]), statistic="Gi"
    )

    assert (found.p_upper[0], found.p_lower[0]) == (1, 1)
    assert np.isnan(found.z[0])


def test_refuses_two_cells() -> None:
    with pytest.raises(ValueError, match="2 cells; at least 3"):
        getis_ord(np.array([1, 2]), starts=np.array([0, 1, 2]), others=np.array([1, 0]))
