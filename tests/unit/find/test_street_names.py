"""What people call the streets that records lie on."""

import numpy as np
import pytest

from commonground.find.naming import MOST_STREETS
from commonground.find.segments import Segments, segments_of
from commonground.find.street_names import busiest_segment, streets_along, unit_name
from tests.unit.find.made_up import SOUTH, WEST
from tests.unit.find.made_up_streets import grid, lines


@pytest.fixture(scope="module")
def blocks() -> Segments:
    return segments_of(*grid(across=4, down=3))


def _on(segments: Segments, *points: tuple[float, float, int]) -> np.ndarray:
    """Return the unit of so many records at each point."""
    x, y, times = np.array(points).T
    units = segments.nearest(x + WEST, y + SOUTH, within_m=60.0)
    return np.repeat(units, times.astype(int))


def test_calls_a_segment_by_what_it_lies_between(blocks: Segments) -> None:
    assert busiest_segment(blocks, _on(blocks, (150, 80, 5), (100, 120, 4))) == (
        "1th St between 1th Ave and 2th Ave"
    )
    assert busiest_segment(blocks, _on(blocks, (150, 80, 4), (100, 120, 5))) == (
        "1th Ave between 1th St and 2th St"
    )


def test_calls_a_crossing_by_its_streets(blocks: Segments) -> None:
    assert busiest_segment(blocks, _on(blocks, (200, 160, 3), (150, 80, 2))) == "2th Ave / 2th St"


def test_calls_a_dead_end_by_the_one_street_it_meets() -> None:
    segments = segments_of(lines([(0, 0), (100, 0)], [(50, 0), (50, 90)]), ["ELM", "ELM CT"])

    assert busiest_segment(segments, _on(segments, (50, 60, 1))) == "Elm Ct near Elm"


def test_has_no_name_for_a_street_without_one() -> None:
    crossed = lines([(0, 0), (100, 0)], [(50, -90), (50, 90)])
    bare, half = segments_of(crossed), segments_of(crossed, ["ELM", None])

    assert busiest_segment(bare, _on(bare, (80, 0, 1), (50, 0, 1))) is None
    assert streets_along(bare, _on(bare, (80, 0, 1), (50, 0, 1))) == ()
    assert [unit_name(half, at) for at in range(len(half) + 1)].count("Elm") == 3
    assert streets_along(half, _on(half, (80, 0, 2), (50, 60, 5))) == ("Elm",)


def test_ignores_records_on_no_street(blocks: Segments) -> None:
    assert busiest_segment(blocks, _on(blocks, (5_000, 5_000, 9))) is None
    assert busiest_segment(blocks, np.array([], dtype=np.intp)) is None


def test_lists_streets_by_their_records_and_as_far_as_these_reach(blocks: Segments) -> None:
    units = _on(blocks, (50, 80, 3), (350, 80, 3), (200, 120, 4), (0, 0, 1))

    assert streets_along(blocks, units) == (
        "1th St between 0th Ave and 4th Ave",
        "2th Ave between 1th St and 2th St",
        "0th Ave near 0th St",
        "0th St near 0th Ave",
    )


def test_lists_no_more_streets_than_help(blocks: Segments) -> None:
    every = np.arange(len(blocks))

    assert len(set(blocks.names)) > MOST_STREETS
    assert len(streets_along(blocks, every)) == MOST_STREETS
