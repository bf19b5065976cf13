"""Circles in the order they grow."""

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from commonground.numerics.scan import neighbours
from commonground.numerics.scan.circles import Circles
from commonground.numerics.scan.neighbours import circles_around
from commonground.numerics.scan.options import ScanOptions
from tests.unit.numerics.problems import QUICK
from tests.unit.numerics.scan.by_enumeration import Map, circles, maps

Floats = NDArray[np.float64]


def test_takes_the_nearest_first_and_equals_by_index() -> None:
    found = circles_around(_square(3), np.ones(9), ScanOptions(seed=1, radius_m=142))

    assert found.steps.ndim == 1
    assert _circles_of(found)[4] == [4, 1, 3, 5, 7, 0, 2, 6, 8]


@QUICK
@given(map_=maps())
def test_takes_what_enumeration_takes(map_: Map) -> None:
    held = map_.population > 0
    points, sizes = map_.points[held], map_.population[held]

    found = circles_around(points, sizes, map_.options)

    expected: dict[int, list[int]] = {at: [] for at in range(len(points))}
    for inside in circles(points, sizes, map_.options):
        expected[inside[0]] = inside
    assert _circles_of(found) == expected


def test_lists_and_shared_steps_are_the_same_circles(monkeypatch: pytest.MonkeyPatch) -> None:
    points, sizes = _square(9)[np.arange(81) % 7 > 0], np.ones(69)
    options = ScanOptions(seed=1, radius_m=300)
    shared = circles_around(points, sizes, options)
    monkeypatch.setattr(neighbours, "_lattice", lambda *_: None)

    listed = circles_around(points, sizes, options)

    assert (shared.steps.ndim, listed.steps.ndim) == (1, 2)
    assert _circles_of(shared) == _circles_of(listed)
    taken = np.array([3, 17])
    expected = [_before(taken, inside) for inside in _circles_of(listed).values()]
    assert _free(listed, taken) == expected
    assert _free(shared, taken) == expected


def test_equal_distances_are_equal_in_spite_of_rounding() -> None:
    points = _square(7) * 0.3048 + 543_210.123_456_7

    found = circles_around(points, np.ones(49), ScanOptions(seed=1, radius_m=100))

    assert _circles_of(found) == _circles_of(
        circles_around(_square(7), np.ones(49), ScanOptions(seed=1, radius_m=100 / 0.3048))
    )


def test_a_share_holds_to_the_last_location() -> None:
    found = circles_around(_square(3), np.full(9, 0.1), ScanOptions(seed=1, share=1 / 3))

    assert {len(inside) for inside in _circles_of(found).values()} == {3}


def test_asks_for_more_neighbours_where_small_populations_fill_a_share() -> None:
    is_small = np.arange(225) < 200
    points = _square(15) + np.where(is_small, 0.0, 1e6)[:, None]

    found = circles_around(points, np.where(is_small, 1e-3, 100.0), ScanOptions(seed=1, share=1e-4))

    assert max(len(inside) for inside in _circles_of(found).values()) == 200


def test_refuses_a_share_that_no_location_keeps() -> None:
    with pytest.raises(ValueError, match="raise the largest share"):
        circles_around(_square(3), np.ones(9), ScanOptions(seed=1, share=0.1))


def test_refuses_more_than_memory_holds() -> None:
    points = np.random.default_rng(1).random((20_000, 2)) * 1e4

    with pytest.raises(ValueError, match="too many"):
        circles_around(points, np.ones(20_000), ScanOptions(seed=1, share=1.0))


def _square(side: int) -> Floats:
    return np.array([(x, y) for y in range(side) for x in range(side)]) * 100.0


def _circles_of(found: Circles) -> dict[int, list[int]]:
    """Return the locations of each largest circle; none where even the centre is too large."""
    return {
        at: found.circle(int(row), found.ranks - 1).tolist() for at, row in enumerate(found.rows)
    }


def _free(found: Circles, taken: NDArray[np.intp]) -> list[int]:
    """Return how many locations, which on a lattice are fewer than ranks, each circle may have."""
    free = found.free_ranks(taken)[found.rows - found.span[0]]
    return [
        len(found.circle(int(row), int(rank) - 1)) if rank else 0
        for row, rank in zip(found.rows, free, strict=True)
    ]


def _before(taken: NDArray[np.intp], inside: list[int]) -> int:
    return next((at for at, one in enumerate(inside) if one in taken), len(inside))
