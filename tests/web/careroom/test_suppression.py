"""Tests of which counts may leave: against one who knows the rules and all that was released."""

from __future__ import annotations

import uuid
from collections import defaultdict
from itertools import product

import pytest

from commonground.core.disclosure import FEWEST_PEOPLE
from commonground_web.careroom.releases.measures import PART_OF
from commonground_web.valves.messages.shapes import FEWEST
from commonground_web.valves.releases.counted import Counted
from commonground_web.valves.releases.suppression import releasable

A, B = uuid.UUID(int=1), uuid.UUID(int=2)
WHOLE, PART = "people_helped", "needs_assessed"
MEASURE = "encounters"


def test_means_the_same_by_small_as_the_valve_does() -> None:
    assert FEWEST_PEOPLE == FEWEST == 11


@pytest.mark.parametrize(("n", "shown"), [(0, None), (1, None), (10, None), (11, 11), (12, 12)])
def test_lets_a_total_leave_from_eleven(n: int, shown: int | None) -> None:
    assert releasable({MEASURE: {None: n}}, part_of=PART_OF) == {(MEASURE, None): shown}


def test_lets_sites_leave_that_give_no_small_one_away() -> None:
    assert releasable({MEASURE: {A: 11, B: 12, None: 0}}, part_of=PART_OF) == {
        (MEASURE, None): 23,
        (MEASURE, A): 11,
        (MEASURE, B): 12,
    }


def test_withholds_the_smallest_large_one_beside_a_small_one() -> None:
    assert releasable({MEASURE: {A: 30, B: 12, None: 10}}, part_of=PART_OF) == {
        (MEASURE, None): 52,
        (MEASURE, A): 30,
    }


def test_tells_of_no_site_under_a_small_total() -> None:
    assert releasable({MEASURE: {A: 5, B: 5, None: 0}}, part_of=PART_OF) == {(MEASURE, None): None}


@pytest.mark.parametrize(
    ("whole", "part", "leaves"),
    [
        (30, 30, True),
        (30, 20, False),
        (30, 19, True),
        (30, 10, False),
        (22, 11, True),
        (21, 11, False),
        (21, 10, False),
        (11, 11, True),
    ],
)
def test_lets_a_part_leave_where_the_rest_is_none_or_large(
    whole: int, part: int, leaves: bool
) -> None:
    shown = releasable({WHOLE: {None: whole}, PART: {None: part}}, part_of=PART_OF)

    assert ((PART, None) in shown) is leaves


def test_never_tells_of_a_part_by_site() -> None:
    shown = releasable(
        {WHOLE: {A: 50, B: 50, None: 0}, PART: {A: 20, B: 20, None: 0}}, part_of=PART_OF
    )

    assert [place for place in shown if place[0] == PART] == [(PART, None)]
    assert PART_OF[PART] == WHOLE


@pytest.mark.parametrize("fewest", [3, 4])
def test_lets_nobody_work_out_a_small_count(fewest: int) -> None:
    """Every table that could be, grouped by what it shows: no small cell is the same in a group."""
    possible: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for cells in product(range(2 * fewest + 1), repeat=3):
        shown = releasable(
            {MEASURE: dict(zip((A, B, None), cells, strict=True))}, part_of=PART_OF, fewest=fewest
        )
        possible[frozenset(shown.items())].append(cells)

    assert all(not _is_known(tables, fewest=fewest) for tables in possible.values())


@pytest.mark.parametrize("fewest", [3, 4])
def test_lets_nobody_work_out_a_small_rest(fewest: int) -> None:
    """The same for a part, the whole and those who are not in the part."""
    possible: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for part, others in product(range(3 * fewest), repeat=2):
        counted: Counted = {WHOLE: {None: part + others}, PART: {None: part}}
        shown = releasable(counted, part_of=PART_OF, fewest=fewest)
        possible[frozenset(shown.items())].append((part, others))

    assert all(not _is_known(tables, fewest=fewest) for tables in possible.values())


def _is_known(tables: list[tuple[int, ...]], *, fewest: int) -> bool:
    """Say whether some small count is the same in every table that shows as these do."""
    return any(len(set(cell)) == 1 and 0 < cell[0] < fewest for cell in zip(*tables, strict=True))
