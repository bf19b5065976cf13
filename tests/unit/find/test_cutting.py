"""Cutting lines at distances along them, and finding where they meet."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from commonground.find.cutting import SNAP_M, cut, meetings
from tests.unit.find.made_up_streets import lines

SUMS = 1e-6


def test_cuts_at_distances_along_a_line_in_any_order() -> None:
    bent = lines([(0, 0), (100, 0), (100, 50)], [(0, 10), (0, 30)])

    pieces, of = cut(bent, np.array([0, 1, 0]), np.array([120.0, 5.0, 40.0]))

    assert of.tolist() == [0, 0, 0, 1, 1]
    assert shapely.length(pieces) == pytest.approx([40, 80, 30, 5, 15])
    assert shapely.get_num_coordinates(pieces).tolist() == [2, 3, 2, 2, 2]


def test_leaves_a_line_whole_where_a_cut_is_at_its_end() -> None:
    straight = lines([(0, 0), (100, 0)])

    pieces, of = cut(straight, np.array([0, 0, 0]), np.array([0.0, 100.0, 100.0]))

    assert of.tolist() == [0]
    assert pieces[0].equals(straight[0])


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=2, max_size=6),
    st.lists(st.floats(0, 1), max_size=5),
)
def test_loses_nothing_of_a_line(points: list[tuple[int, int]], shares: list[float]) -> None:
    (whole,) = several = lines([(float(x), float(y)) for x, y in points])

    pieces, _ = cut(several, np.zeros(len(shares), np.intp), np.array(shares) * whole.length)

    assert shapely.length(pieces).sum() == pytest.approx(whole.length, abs=SUMS)
    ends = [piece.coords[-1] for piece in pieces[:-1]]
    assert ends == [piece.coords[0] for piece in pieces[1:]]


def test_finds_crossings_on_both_lines_and_ends_on_the_other() -> None:
    crossed = lines([(0, 0), (100, 0)], [(30, -40), (30, 60)], [(70, SNAP_M / 2), (70, 50)])

    line, at_m = meetings(crossed)

    found = {(int(which), round(float(at), 6)) for which, at in zip(line, at_m, strict=True)}
    assert found == {(0, 30.0), (1, 40.0), (0, 70.0)}


def test_finds_where_a_line_crosses_itself_and_not_where_it_bends() -> None:
    loop = lines([(0, 0), (100, 0), (100, 50), (50, 50), (50, -50)])

    line, at_m = meetings(loop)

    assert line.tolist() == [0, 0]
    assert sorted(at_m) == pytest.approx([50, 250])
