"""Counts of cells averaged over four origins, by making the four grids."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.find.surface import averaged_over_origins
from tests.unit.numerics.problems import QUICK

SUMS = 1e-12


@QUICK
@given(seed=st.integers(0, 10_000), rows=st.integers(1, 9), columns=st.integers(1, 9))
def test_is_the_mean_of_four_grids(seed: int, rows: int, columns: int) -> None:
    counts = np.random.default_rng(seed).integers(0, 5, (rows, columns)).astype(float)

    found = averaged_over_origins(counts)

    wide = np.pad(counts, 2)
    grids = []
    for shift_row in (0, 1):
        for shift_column in (0, 1):
            held = np.zeros_like(wide)
            for row in range(wide.shape[0]):
                for column in range(wide.shape[1]):
                    top = row - (row + shift_row) % 2
                    left = column - (column + shift_column) % 2
                    held[row, column] = wide[max(top, 0) : top + 2, max(left, 0) : left + 2].sum()
            grids.append(held)
    assert found == pytest.approx(np.mean(grids, axis=0)[2:-2, 2:-2], abs=SUMS)


def test_spreads_one_event_over_its_neighbours() -> None:
    counts = np.zeros((3, 3))
    counts[1, 1] = 4.0

    assert averaged_over_origins(counts).tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
