"""The smallest change that counts could show, against a published table, formulas and draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.detectable import detectable_change, dispersion

COUNTS = np.array([50.0, 100, 200, 400, 800])

OF_DRAWS = 0.02
"""Of 20,000 draws a share of four fifths is known to a third of this."""

counts = st.integers(1, 5_000).map(float)


def whole_percent(share: np.ndarray) -> list[int]:
    return [round(100 * one) for one in share]


def test_gives_the_known_table_for_equal_counts() -> None:
    n = COUNTS

    equal = detectable_change(n, control=n, ring=n, control_ring=n)
    large = detectable_change(n, control=4 * n, ring=n, control_ring=4 * n)
    without = detectable_change(n, control=4 * n)

    assert whole_percent(equal) == [112, 79, 56, 40, 28]
    assert whole_percent(large) == [89, 63, 44, 31, 22]
    assert whole_percent(without) == [63, 44, 31, 22, 16]


@given(target=counts, control=counts, ring=counts, control_ring=counts)
def test_is_the_sum_of_eight_weighted_counts(
    target: float, control: float, ring: float, control_ring: float
) -> None:
    weights = (1.0, target / control, 1.0, ring / control_ring)
    variance = sum(
        2 * weight**2 * n
        for weight, n in zip(weights, (target, control, ring, control_ring), strict=True)
    )

    share = detectable_change(
        np.array([target]),
        control=np.array([control]),
        ring=np.array([ring]),
        control_ring=np.array([control_ring]),
    )

    assert share == pytest.approx((1.959963985 + 0.841621234) * variance**0.5 / target)


def test_a_change_of_that_size_is_found_as_often_as_was_asked() -> None:
    """Draws of the unscaled difference with equal areas, tested as Wheeler and Ratcliffe do."""
    random, n = np.random.default_rng(1), 2_000
    share = float(detectable_change(np.array([n]), control=np.array([n]))[0])
    target, control, before = (random.poisson(n, 20_000) for _ in range(3))
    after = random.poisson(n * (1 - share), 20_000)

    z = ((after - before) - (target - control)) / np.sqrt(after + before + target + control)

    assert (np.abs(z) > 1.959963985).mean() == pytest.approx(0.8, abs=OF_DRAWS)


def test_more_power_and_a_stricter_level_ask_for_more() -> None:
    usual = detectable_change(COUNTS, control=COUNTS)

    assert (detectable_change(COUNTS, control=COUNTS, power=0.9) > usual).all()
    assert (detectable_change(COUNTS, control=COUNTS, alpha=0.01) > usual).all()
    assert detectable_change(COUNTS, control=COUNTS, dispersion=4.0) == pytest.approx(2 * usual)


def test_shows_nothing_where_nothing_was_counted() -> None:
    nothing, some = np.array([0.0]), np.array([10.0])

    assert np.isinf(detectable_change(nothing, control=some)).all()
    assert np.isinf(detectable_change(some, control=nothing)).all()
    assert np.isinf(detectable_change(some, control=some, ring=some, control_ring=nothing)).all()


def test_a_ring_without_counts_adds_nothing() -> None:
    nothing, some = np.array([0.0]), np.array([10.0])

    with_ring = detectable_change(some, control=some, ring=nothing, control_ring=nothing)

    assert with_ring == detectable_change(some, control=some)


def test_poisson_counts_are_hardly_dispersed_and_doubled_ones_twice() -> None:
    random = np.random.default_rng(2)
    drawn = random.poisson(np.outer([5.0, 20, 40, 80], 1 + random.random(200))).astype(np.float64)

    assert dispersion(drawn) == pytest.approx(1.0, abs=0.15)
    assert dispersion(2.0 * drawn) == pytest.approx(2.0, abs=0.3)


def test_what_all_areas_share_is_no_dispersion() -> None:
    season = np.outer([10.0, 20, 30], [1.0, 5, 1, 9])

    assert dispersion(season) == 1.0


def test_is_the_hand_calculation_of_chi_squared() -> None:
    counts = np.array([[10.0, 30], [30, 10]])

    assert dispersion(counts) == pytest.approx(4 * 10**2 / 20)


@pytest.mark.parametrize("counts", [[[3.0, 9.0]], [[3.0], [9.0]], [[0.0, 0.0], [0.0, 0.0]]])
def test_one_area_or_one_period_has_no_dispersion(counts: list[list[float]]) -> None:
    assert dispersion(np.array(counts)) == 1.0
