"""Local Moran's I, against its definition and every permutation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.neighbourhoods.moran import Quadrant, local_moran
from tests.unit.numerics.grids import all_neighbour_sums, queen
from tests.unit.numerics.problems import QUICK

EXACT = 1e-12
"""Absolute, of a probability."""

SAME = 1e-9
"""Relative and absolute, of two ways to write I; closer values of I count as equal."""

grids = st.lists(st.integers(0, 6), min_size=12, max_size=12).map(np.array)


def permuted_i(counts: np.ndarray, cell: int, sums: np.ndarray, size: int) -> np.ndarray:
    z = counts - counts.mean()
    return np.asarray((len(z) - 1) * z[cell] * (sums / size - counts.mean()) / (z @ z))


@QUICK
@given(counts=grids.filter(lambda counts: len(set(counts.tolist())) > 1))
def test_has_the_i_and_p_of_all_permutations(counts: np.ndarray) -> None:
    starts, others = queen(3, 4)

    found = local_moran(counts, starts=starts, others=others)

    for cell in range(12):
        row = others[starts[cell] : starts[cell + 1]]
        observed = permuted_i(counts, cell, counts[row].sum(), len(row))
        sums = all_neighbour_sums(counts, cell, len(row))
        every = permuted_i(counts, cell, sums, len(row))
        high, low = (every >= observed - SAME).mean(), (every <= observed + SAME).mean()
        assert found.statistic[cell] == pytest.approx(observed, rel=SAME, abs=SAME)
        assert found.p_upper[cell] == pytest.approx(high, abs=EXACT)
        assert found.p_lower[cell] == pytest.approx(low, abs=EXACT)
        assert found.p_two_sided[cell] == pytest.approx(min(1, 2 * min(high, low)), abs=EXACT)


def test_knows_a_line_by_hand() -> None:
    # Mean 2; deviations 3, 0, -1, -2 with squares adding up to 14.
    found = local_moran(
        np.array([5, 2, 1, 0]),
        starts=np.array([0, 1, 3, 5, 6]),
        others=np.array([1, 0, 2, 1, 3, 2]),
    )

    assert found.statistic == pytest.approx([0, 0, 3 * -1 * -1 / 14, 3 * -2 * -1 / 14])
    assert found.quadrant.tolist() == [
        Quadrant.HIGH_LOW,
        Quadrant.LOW_HIGH,
        Quadrant.LOW_LOW,
        Quadrant.LOW_LOW,
    ]
    # Beside the first could lie 2, 1 or 0; the second lies at the mean, where I is always 0.
    assert found.p_upper[:2] == pytest.approx([1 / 3, 1], abs=EXACT)
    assert found.p_lower[:2] == pytest.approx([1, 1], abs=EXACT)
    # Beside the last could lie 5, 2 or 1: the lower, the higher its I.
    assert found.p_upper[3] == pytest.approx(1 / 3, abs=EXACT)


def test_tells_alike_from_unlike() -> None:
    counts = np.zeros((6, 6), dtype=int)
    counts[:3] = 5
    counts[1, 1], counts[4, 4] = 0, 9
    starts, others = queen(6, 6)

    found = local_moran(counts.ravel(), starts=starts, others=others)

    quadrant = found.quadrant.reshape(6, 6)
    assert quadrant[0, 4] == Quadrant.HIGH_HIGH
    assert quadrant[5, 0] == Quadrant.LOW_LOW
    assert quadrant[1, 1] == Quadrant.LOW_HIGH
    assert quadrant[4, 4] == Quadrant.HIGH_LOW
    assert found.statistic.reshape(6, 6)[1, 1] < 0 < found.statistic.reshape(6, 6)[0, 4]


def test_says_nothing_without_neighbours_or_differences() -> None:
    alone = local_moran(np.array([9, 0, 1]), starts=np.array([0, 0, 1, 2]), others=np.array([2, 1]))
    alike = local_moran(np.full(4, 3), starts=queen(2, 2)[0], others=queen(2, 2)[1])

    assert np.isnan(alone.statistic[0])
    assert (alone.quadrant[0], alone.p_two_sided[0]) == (Quadrant.NONE, 1)
    assert np.isnan(alike.statistic).all()
    assert (alike.p_two_sided == 1).all()


def test_refuses_counts_that_are_not_whole() -> None:
    with pytest.raises(ValueError, match=r"counts hold 0\.5"):
        local_moran(np.array([0.5, 1, 2]), starts=np.arange(4), others=np.arange(3))
