"""Densities and sums on grids, against sums over all points."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from commonground.numerics import kernels
from commonground.numerics.kernels import density_at, disc_sums, gaussian_density
from tests.unit.numerics.problems import QUICK

OF_PEAK = 1e-3
"""Share of the peak by which the grid may miss the exact sum: what is promised."""

USUAL = 3e-4
"""What it misses in practice, with room: cubic binning at five nodes a bandwidth."""

EXACT = 1e-12
"""Relative: the same sum in another order."""


def exactly(
    points: np.ndarray, x_m: np.ndarray, y_m: np.ndarray, bandwidth_m: float, **more: np.ndarray
) -> np.ndarray:
    """Return the exact density on a grid."""
    x, y = np.meshgrid(x_m, y_m)
    places = np.column_stack([x.ravel(), y.ravel()])
    return density_at(places, points=points, bandwidth_m=bandwidth_m, **more).reshape(x.shape)


def test_knows_the_density_around_one_point() -> None:
    found = gaussian_density(
        np.array([[500.0, 300.0]]),
        x_m=np.array([400.0, 500.0]),
        y_m=np.array([300.0, 500.0]),
        bandwidth_m=100,
        weights=np.array([3.0]),
    )

    # 10,000 m2 a hectare over 2 pi 100^2 m2, and one, two and both bandwidths away.
    peak = 3 / (2 * np.pi)
    assert found == pytest.approx(peak * np.exp([[-0.5, 0], [-2.5, -2]]), abs=OF_PEAK * peak)


def test_sums_exactly_at_any_place() -> None:
    random = np.random.default_rng(0)
    points, places = random.normal(size=(2, 40, 2)) * 300
    weights = random.random(40)

    found = density_at(places, points=points, bandwidth_m=80, weights=weights)

    one_by_one = [
        weight * multivariate_normal(mean=point, cov=80**2).pdf(places)
        for point, weight in zip(points, weights, strict=True)
    ]
    assert found == pytest.approx(1e4 * np.sum(one_by_one, axis=0), rel=EXACT)


@QUICK
@given(
    bandwidth_m=st.floats(5, 500),
    cell_m=st.floats(5, 200),
    count=st.integers(1, 60),
    spread_m=st.sampled_from([1.0, 50.0, 800.0]),
    seed=st.integers(0, 10**6),
)
def test_stays_within_what_is_promised(  # noqa: PLR0917  drawn by name
    bandwidth_m: float, cell_m: float, count: int, spread_m: float, seed: int
) -> None:
    random = np.random.default_rng(seed)
    points = 600 + spread_m * random.normal(size=(count, 2))
    weights = random.exponential(size=count)
    x_m, y_m = np.arange(0, 1200, cell_m), np.arange(100, 1000, cell_m)

    found = gaussian_density(points, x_m=x_m, y_m=y_m, bandwidth_m=bandwidth_m, weights=weights)

    exact = exactly(points, x_m, y_m, bandwidth_m, weights=weights)
    at_points = density_at(points, points=points, bandwidth_m=bandwidth_m, weights=weights)
    assert np.abs(found - exact).max() <= USUAL * max(exact.max(), at_points.max())
    assert (found >= 0).all()


def test_stays_within_what_is_promised_where_points_lie_in_step_with_the_nodes() -> None:
    # All of them half-way between two nodes, where interpolation is at its worst.
    step = 100 / kernels.NODES_A_BANDWIDTH
    points = np.array([[0.0, 0.0], *([[step * 30.5, step * 30.5]] * 1000)])
    x_m = np.arange(0, 1200, 10.0)

    found = gaussian_density(points, x_m=x_m, y_m=x_m, bandwidth_m=100)

    exact = exactly(points, x_m, x_m, 100)
    assert np.abs(found - exact).max() <= OF_PEAK * exact.max()


def test_counts_points_beyond_the_grid_and_forgets_those_far_away() -> None:
    points = np.array([[-150.0, 50.0], [9e6, 9e6]])
    x_m = np.arange(50, 1000, 100.0)

    found = gaussian_density(points, x_m=x_m, y_m=x_m[:2], bandwidth_m=100)

    exact = exactly(points, x_m, x_m[:2], 100)
    assert found == pytest.approx(exact, abs=OF_PEAK * 1e4 / (2 * np.pi * 100**2))
    assert found[0, 0] > 0


def test_is_the_same_in_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    points = random.uniform(0, 3000, (500, 2))
    grid = {"x_m": np.arange(25, 3000, 50.0), "y_m": np.arange(25, 3000, 50.0)}
    whole = gaussian_density(points, bandwidth_m=60, **grid)

    monkeypatch.setattr(kernels, "MOST_NODES", 20_000)
    monkeypatch.setattr(kernels, "POINTS_A_STEP", 70)
    strips = gaussian_density(points, bandwidth_m=60, **grid)

    assert np.abs(strips - whole).max() <= USUAL * whole.max()


def test_adds_up_to_the_weights() -> None:
    random = np.random.default_rng(2)
    points, weights = random.uniform(2000, 3000, (300, 2)), random.random(300)
    centres = np.arange(25, 5000, 50.0)

    found = gaussian_density(points, x_m=centres, y_m=centres, bandwidth_m=100, weights=weights)

    hectares = 50**2 / 1e4
    assert found.sum() * hectares == pytest.approx(weights.sum(), rel=1e-6)


def test_is_nothing_without_points() -> None:
    found = gaussian_density(
        np.empty((0, 2)), x_m=np.arange(3.0), y_m=np.arange(2.0), bandwidth_m=1
    )

    assert found.tolist() == [[0] * 3] * 2
    assert density_at(np.zeros((2, 2)), points=np.empty((0, 2)), bandwidth_m=1).tolist() == [0, 0]


def test_sums_a_disc_by_hand() -> None:
    counts = np.zeros((5, 5), dtype=int)
    counts[2, 2] = 7

    found = disc_sums(counts, radius_m=150, cell_m=100)

    assert (found == 7).astype(int).tolist() == [
        [0, 0, 0, 0, 0],
        [0, 1, 1, 1, 0],
        [0, 1, 1, 1, 0],
        [0, 1, 1, 1, 0],
        [0, 0, 0, 0, 0],
    ]
    assert disc_sums(counts, radius_m=0, cell_m=100).tolist() == counts.tolist()


@QUICK
@given(
    rows=st.integers(1, 9),
    columns=st.integers(1, 9),
    radius=st.integers(0, 24).map(lambda halves: halves / 2),
    seed=st.integers(0, 10**6),
)
def test_sums_discs_as_a_walk_over_all_cells_does(
    rows: int, columns: int, radius: float, seed: int
) -> None:
    counts = np.random.default_rng(seed).poisson(2.0, (rows, columns))

    found = disc_sums(counts, radius_m=radius * 50, cell_m=50)

    row, column = np.indices(counts.shape)
    for at in np.ndindex(rows, columns):
        within = (row - at[0]) ** 2 + (column - at[1]) ** 2 <= radius**2
        assert found[at] == counts[within].sum()


def test_grows_with_the_radius() -> None:
    counts = np.random.default_rng(4).poisson(1.0, (30, 40))

    sums = [disc_sums(counts, radius_m=radius, cell_m=50) for radius in (0, 50, 75, 150, 5000)]

    assert all((smaller <= larger).all() for smaller, larger in pairwise(sums))
    assert (sums[-1] == counts.sum()).all()


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"bandwidth_m": 0}, "bandwidth of 0 m"),
        ({"x_m": np.array([2.0, 1.0])}, "x_m must ascend"),
        ({"weights": np.ones(3)}, "3 weights do not belong to 2 points"),
        ({"weights": np.array([1.0, -1.0])}, "not negative"),
        ({"points": np.array([[0.0, np.nan]])}, "pairs of finite metres"),
    ],
)
def test_refuses_what_it_cannot_smooth(wrong: dict[str, object], reason: str) -> None:
    usable: dict[str, object] = {
        "points": np.zeros((2, 2)),
        "x_m": np.arange(3.0),
        "y_m": np.arange(3.0),
        "bandwidth_m": 1.0,
    }

    with pytest.raises(ValueError, match=reason):
        gaussian_density(**(usable | wrong))  # type: ignore[arg-type]


def test_refuses_discs_that_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="rows and columns"):
        disc_sums(np.arange(3), radius_m=1, cell_m=1)
    with pytest.raises(ValueError, match="cells of 0 m"):
        disc_sums(np.ones((2, 2), dtype=int), radius_m=1, cell_m=0)
