"""Sums over neighbours, by walking the rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.neighbourhoods.neighbour_sums import neighbour_sums
from tests.unit.numerics.problems import QUICK


def test_adds_up_a_line_of_three_cells_and_one_apart() -> None:
    found = neighbour_sums(
        np.array([5, 1, 2, 9]), starts=np.array([0, 1, 3, 4, 4]), others=np.array([1, 0, 2, 1])
    )

    assert found.sizes.tolist() == [1, 2, 1, 0]
    assert found.sums.tolist() == [1, 7, 1, 0]


@QUICK
@given(counts=st.lists(st.integers(0, 10**6), min_size=1, max_size=30), data=st.data())
def test_equals_a_walk_along_the_rows(counts: list[int], data: st.DataObject) -> None:
    cells = range(len(counts))
    rows = [
        data.draw(st.permutations([other for other in cells if other != cell])) for cell in cells
    ]
    rows = [row[: data.draw(st.integers(0, len(row)))] for row in rows]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    others = np.array([other for row in rows for other in row], dtype=np.intp)

    found = neighbour_sums(np.array(counts), starts=starts, others=others)

    assert found.sizes.tolist() == [len(row) for row in rows]
    assert found.sums.tolist() == [sum(counts[other] for other in row) for row in rows]


@pytest.mark.parametrize(
    ("starts", "others", "reason"),
    [
        ([0, 1, 2], [1, 0], "2 rows of neighbours do not belong to 3 cells"),
        ([0, 1, 2, 3], [1, 0], "do not divide 2 neighbours"),
        ([0, 2, 1, 2], [1, 2], "do not divide"),
        ([0, 1, 1, 1], [3], "positions from 0 to 2"),
        ([0, 0, 1, 1], [1], "cell 1 is named as its own neighbour"),
        ([0, 3, 3, 3], [1, 2, 1], "named twice"),
    ],
)
def test_refuses_rows_that_name_no_neighbours(
    starts: list[int], others: list[int], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        neighbour_sums(np.arange(3), starts=np.array(starts), others=np.array(others))
