"""Places keep every digit of their ids, and know who is near."""

import numpy as np
import pandas as pd
import pytest
import shapely

from commonground.core.errors import DataError
from commonground.core.places import NoGeometry, Places, UnknownPlace, UnsafePlaceIds, place_ids


@pytest.fixture
def row() -> Places:
    """Five squares of 100 m in a row; the last stands 50 m apart."""
    squares = [shapely.box(left, 0, left + 100, 100) for left in (0, 100, 200, 300, 450)]
    return Places(ids=("a", "b", "c", "d", "e"), geometry=np.array(squares))


def test_finds_positions(row: Places) -> None:
    assert row.positions(["d", "a"]).tolist() == [3, 0]


def test_names_a_place_it_does_not_know(row: Places) -> None:
    with pytest.raises(UnknownPlace, match=r"1 of 2 .* 'z'"):
        row.positions(["a", "z"])


def test_finds_who_is_near(row: Places) -> None:
    assert row.within(99.0, of=["a"]) == ("b",)
    assert row.within(150.0, of=["a"]) == ("b", "c")
    assert row.within(60.0, of=["d"]) == ("c", "e")


def test_finds_who_touches_whom(row: Places) -> None:
    starts, others = row.neighbours()

    listed = [others[starts[i] : starts[i + 1]].tolist() for i in range(len(row))]
    assert listed == [[1], [0, 2], [1, 3], [2], []]


def test_refuses_a_repeated_id() -> None:
    with pytest.raises(UnsafePlaceIds, match="'a' is listed more than once"):
        Places(ids=("a", "b", "a"))


def test_refuses_to_measure_without_geometry() -> None:
    with pytest.raises(NoGeometry, match="boundary file"):
        Places(ids=("a", "b")).within(10.0, of=["a"])


def test_refuses_degrees() -> None:
    with pytest.raises(DataError, match="degrees"):
        Places(ids=("a",), geometry=np.array([shapely.box(-122.4, 37.7, -122.3, 37.8)]))


def test_refuses_too_few_geometries() -> None:
    with pytest.raises(DataError, match="1 geometries were given for 2 places"):
        Places(ids=("a", "b"), geometry=np.array([shapely.box(0, 0, 500, 500)]))


def test_keeps_sixteen_digits() -> None:
    whole = pd.Series([5303300010010021, 5303300010010022], name="ID")

    assert place_ids(whole).tolist() == ["5303300010010021", "5303300010010022"]


def test_refuses_sixteen_digits_read_as_floating_point() -> None:
    with pytest.raises(UnsafePlaceIds, match="lose their last digits"):
        place_ids(pd.Series([9303300010010021.0], name="ID"))


def test_reads_short_numbers_that_became_floating_point() -> None:
    assert place_ids(pd.Series([12.0, 7.0])).tolist() == ["12", "7"]


def test_keeps_leading_zeros_and_drops_spaces() -> None:
    assert place_ids(pd.Series(["007", " 12 "])).tolist() == ["007", "12"]


def test_names_the_row_without_an_id() -> None:
    with pytest.raises(UnsafePlaceIds, match="row 3"):
        place_ids(pd.Series(["a", "b", None], name="ID"))
