"""An intervention is fixed beforehand, and nothing in it is compared with itself."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from commonground.core.errors import DataError
from commonground.core.intervention import (
    Intervention,
    NoComparison,
    NoIntervention,
    OverlappingPlaces,
    Ring,
    SeveralStarts,
    rings,
)
from commonground.core.panel import Panel
from commonground.core.places import Places, UnknownPlace

IDS = tuple("abcdef")


@pytest.fixture
def street() -> Places:
    """Six squares of 100 m in a row."""
    squares = [shapely.box(100 * left, 0, 100 * left + 100, 100) for left in range(6)]
    return Places(ids=IDS, geometry=np.array(squares))


def call_in(**parts: Any) -> Intervention:  # noqa: ANN401  passed on
    return Intervention(**{"name": "call-in", "area": ("c",), "starts": "2019Q3", **parts})


def marked(*starts: int | None) -> Panel:
    """Return a panel whose places are marked from the given quarters on, four quarters in all."""
    rows = [
        {"block": place, "quarter": f"2019Q{q}", "drugs": q, "on": int(at is not None and q >= at)}
        for place, at in zip(IDS, starts, strict=False)
        for q in range(1, 5)
    ]
    return Panel.from_frame(pd.DataFrame(rows), place="block", period="quarter", treated="on")


def test_reads_area_and_start_from_the_marks() -> None:
    intervention = Intervention.marked_in(marked(None, 3, 3, None))

    assert intervention.area == ("b", "c")
    assert intervention.starts == "2019Q3"


def test_refuses_several_starts() -> None:
    with pytest.raises(SeveralStarts, match="2019Q2, 2019Q3"):
        Intervention.marked_in(marked(2, 3, None))


def test_takes_the_start_it_is_told() -> None:
    assert Intervention.marked_in(marked(2, 3, None), starts="2019Q2").starts == "2019Q2"


def test_refuses_a_panel_without_marks() -> None:
    with pytest.raises(NoIntervention, match="No place of the panel is marked"):
        Intervention.marked_in(marked(None, None))


def test_refuses_an_empty_area() -> None:
    with pytest.raises(NoIntervention, match="no place"):
        call_in(area=())


def test_compares_with_all_places_outside_area_and_buffer(street: Places) -> None:
    intervention = call_in(buffer=(Ring("near", ("b", "d")),))

    assert intervention.treated(street).tolist() == [2]
    assert intervention.donors(street).tolist() == [0, 4, 5]


def test_compares_with_the_places_it_is_told(street: Places) -> None:
    assert call_in(comparison=("f", "a", "f")).donors(street).tolist() == [0, 5]


def test_counts_a_treated_place_once(street: Places) -> None:
    assert call_in(area=("c", "b", "c")).treated(street).tolist() == [1, 2]


@pytest.mark.parametrize("part", [{"comparison": ("c", "f")}, {"comparison": ("b",)}])
def test_refuses_a_place_on_both_sides(part: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(OverlappingPlaces, match="both in the comparison and in"):
        call_in(buffer=(Ring("near", ("b",)),), **part)


def test_refuses_when_none_is_left_to_compare_with(street: Places) -> None:
    with pytest.raises(NoComparison, match="All 6 places"):
        call_in(area=IDS).donors(street)


def test_refuses_a_place_that_is_not_there(street: Places) -> None:
    with pytest.raises(UnknownPlace, match="'z'"):
        call_in(area=("z",)).treated(street)


def test_draws_rings_that_share_no_place(street: Places) -> None:
    drawn = rings(street, area=["c"], distances_m=[50, 150])

    assert drawn == (Ring("0-50 m", ("b", "d")), Ring("50-150 m", ("a", "e")))


@given(area=st.permutations(["a", "b"]), near=st.permutations(["c", "d"]))
def test_has_a_fingerprint_that_no_order_changes(area: list[str], near: list[str]) -> None:
    fixed = call_in(area=("a", "b"), buffer=(Ring("near", ("c", "d")),))

    listed = call_in(area=tuple(area), buffer=(Ring("near", tuple(near)),))

    assert listed.fingerprint == fixed.fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"name": "x"},
        {"area": ("d",)},
        {"starts": "2019Q4"},
        {"buffer": (Ring("near", ("b",)),)},
        {"comparison": ("f",)},
    ],
)
def test_has_a_fingerprint_that_any_change_changes(change: dict[str, Any]) -> None:
    assert call_in(**change).fingerprint != call_in().fingerprint


@pytest.mark.parametrize("part", ["area", "comparison"])
def test_refuses_a_text_where_ids_are_listed(part: str) -> None:
    listed: dict[str, Any] = {"area": ("a",), part: "block 7"}

    with pytest.raises(DataError, match=f"The {part} is the text 'block 7'; a list"):
        Intervention(name="one", starts="3", **listed)
