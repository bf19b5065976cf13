"""The Knox test, against a walk over all pairs."""

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics import knox as module
from commonground.numerics.knox import Bands, Knox, knox
from tests.unit.numerics.problems import QUICK

MONTE_CARLO = 4.5
"""Standard errors; one table in 150,000 lies farther out."""

ROUNDING = 1e-12
"""Relative, of a mean."""

NEAR = Bands(distances_m=(0, 100, 200), days=(0, 2, 7))


def walked(points: np.ndarray, days: np.ndarray, bands: Bands) -> np.ndarray:
    """Return the observed table by looking at every pair."""
    table = np.zeros(bands.shape, dtype=int)
    for one, other in combinations(range(len(points)), 2):
        apart = np.sqrt(((points[one] - points[other]) ** 2).sum())
        since = abs(days[one] - days[other])
        for s in range(bands.shape[0]):
            for t in range(bands.shape[1]):
                in_space = bands.distances_m[s] <= apart < bands.distances_m[s + 1]
                table[s, t] += in_space and bands.days[t] <= since < bands.days[t + 1]
    return table


def some_events(count: int, *, seed: int, whole: bool = True) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    days = random.uniform(0, 60, count)
    return random.uniform(0, 1000, (count, 2)), np.floor(days) if whole else days


def test_knows_five_events_by_hand() -> None:
    points = np.array([[0, 0], [0, 50], [0, 100], [0, 100], [900, 900]], dtype=float)
    days = np.array([0, 1, 2, 9, 0], dtype=float)

    found = knox(points, days=days, bands=NEAR, permutations=9, seed=0)

    # Below 100 m: 0-1 (1 day), 1-2 (1), 1-3 (8), 2-3 (7). At 100 m: 0-2 (2), 0-3 (9).
    assert found.observed.tolist() == [[2, 0], [0, 1]]
    # Of ten pairs four are apart 0 or 1 day, and two 2 to 6 days; four and two are near.
    assert found.expected == pytest.approx(np.array([[16, 8], [8, 4]]) / 10)


@QUICK
@given(
    count=st.integers(2, 40),
    seed=st.integers(0, 10**6),
    whole=st.booleans(),
    distances=st.lists(st.integers(0, 8), min_size=2, max_size=5, unique=True).map(sorted),
    days=st.lists(st.integers(0, 20), min_size=2, max_size=5, unique=True).map(sorted),
)
def test_equals_a_walk_over_all_pairs(  # noqa: PLR0917  drawn by name
    count: int, seed: int, whole: bool, distances: list[int], days: list[int]
) -> None:
    points, times = some_events(count, seed=seed, whole=whole)
    points = np.round(points, -2)
    bands = Bands(tuple(100.0 * one for one in distances), tuple(map(float, days)))

    found = knox(points, days=times, bands=bands, permutations=3, seed=seed)

    assert found.observed.tolist() == walked(points, times, bands).tolist()
    assert found.permuted.sum(axis=2).max() <= count * (count - 1) / 2


@QUICK
@given(seed=st.integers(0, 10**6), whole=st.booleans())
def test_expects_the_mean_over_all_permutations(seed: int, whole: bool) -> None:
    points, days = some_events(5, seed=seed, whole=whole)
    points, days = points / 4, days / 8  # exact in binary: no tie by rounding

    found = knox(points, days=days, bands=NEAR, permutations=2, seed=0)

    tables = [walked(points, days[list(order)], NEAR) for order in permutations(range(5))]
    assert found.expected == pytest.approx(np.mean(tables, axis=0), rel=ROUNDING)


@pytest.mark.parametrize("whole", [True, False])
def test_shuffles_towards_what_is_expected(whole: bool) -> None:
    points, days = some_events(400, seed=8, whole=whole)

    found = knox(points, days=days, bands=NEAR, permutations=999, seed=2)

    error = found.sd / np.sqrt(999)
    assert (np.abs(found.mean - found.expected) <= MONTE_CARLO * error).all()


def test_keeps_the_margins_of_every_permutation() -> None:
    points, days = some_events(60, seed=3)
    ever = Bands(distances_m=(0, 100, 300), days=(0, 5, 61))

    found = knox(points, days=days, bands=ever, permutations=300, seed=1)

    assert (found.permuted.sum(axis=2) == found.observed.sum(axis=1)).all()


def test_finds_events_that_bring_others() -> None:
    points, days = some_events(300, seed=4)
    points = np.concatenate([points, points[:40] + 20])
    days = np.concatenate([days, days[:40] + 1])

    found = knox(points, days=days, bands=NEAR, permutations=199, seed=1)

    assert found.p[0, 0] == 1 / 200
    assert found.ratio[0, 0] > 1
    assert found.observed[0, 0] - found.expected[0, 0] > 30


def test_is_the_same_for_any_workers_and_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    points, days = some_events(200, seed=5)
    one = knox(points, days=days, bands=NEAR, permutations=300, seed=6)

    monkeypatch.setattr(module, "MOST_PAIRS", 500)
    several = knox(points, days=days, bands=NEAR, permutations=300, seed=6, workers=3)

    assert several.permuted.tobytes() == one.permuted.tobytes()
    assert several.observed.tobytes() == one.observed.tobytes()
    assert several.expected.tobytes() == one.expected.tobytes()
    other = knox(points, days=days, bands=NEAR, permutations=300, seed=7)
    assert other.permuted.tobytes() != one.permuted.tobytes()


def test_holds_dates_of_a_century_and_fractions_of_a_day() -> None:
    points, days = some_events(50, seed=6)
    far = days + np.where(np.arange(50) % 2, 0, 36_000)

    for times in (far, far + 0.25, days + np.random.default_rng(0).random(50)):
        found = knox(points, days=times, bands=NEAR, permutations=5, seed=0)

        assert found.observed.tolist() == walked(points, times, NEAR).tolist()


def test_says_how_it_counts_p_and_ratio() -> None:
    table = Knox(
        observed=np.array([[4, 0]]),
        expected=np.array([[2.0, 0.0]]),
        permuted=np.array([[[1, 0]], [[4, 0]], [[5, 0]], [[2, 0]]]),
    )

    assert table.mean.tolist() == [[3, 0]]
    assert table.sd[0, 0] == pytest.approx(np.sqrt(10 / 3))
    assert table.p.tolist() == [[3 / 5, 1]]
    assert table.ratio[0, 0] == pytest.approx(4 / 3)
    assert np.isnan(table.ratio[0, 1])


@pytest.mark.parametrize(
    ("distances", "days", "reason"),
    [
        ((0,), (0, 1), "distances_m .* at least two"),
        ((0, 5), (-1, 1), "days .* from 0"),
        ((0, 5, 5), (0, 1), "do not ascend"),
        ((0, np.inf), (0, 1), "finite"),
    ],
)
def test_refuses_bands_without_edges(
    distances: tuple[float, ...], days: tuple[float, ...], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        Bands(distances_m=distances, days=days)


@pytest.mark.parametrize(
    ("points", "days", "reason"),
    [
        (np.zeros((3, 2)), np.zeros(2), "do not belong together"),
        (np.zeros((1, 2)), np.zeros(1), "1 events make no pair"),
        (np.zeros((2, 2)), np.array([0, np.nan]), "must be finite"),
    ],
)
def test_refuses_events_without_place_or_date(
    points: np.ndarray, days: np.ndarray, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        knox(points, days=days, bands=NEAR, seed=0)


def test_refuses_a_single_permutation() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        knox(np.zeros((3, 2)), days=np.zeros(3), bands=NEAR, permutations=1, seed=0)
