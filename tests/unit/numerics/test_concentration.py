"""Concentration, by hand, by chance and by the published program."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.concentration import (
    chance_concentration,
    concentration,
    concentration_curve,
)
from tests.unit.numerics.problems import QUICK

EXACT = 1e-12
"""A few operations on each number."""

MONTE_CARLO = 4.5
"""Standard errors; one mean in 150,000 lies farther out."""

counted = st.lists(st.integers(0, 50), min_size=1, max_size=60).filter(any)


def test_knows_four_units_by_hand() -> None:
    found = concentration(np.array([1, 6, 0, 3]), event_shares=(0.3, 0.6, 0.75, 1.0))

    # Half of the first unit; all of it; and half of the second; three of four.
    assert found.unit_shares == pytest.approx(np.array([0.5, 1, 1.5, 3]) / 4, abs=EXACT)
    assert (found.units, found.events) == (4, 10)
    # 2 (2 x 1 + 3 x 3 + 4 x 6) / (4 x 10) - 5 / 4.
    assert found.gini == pytest.approx(0.5, abs=EXACT)
    assert found.generalised_gini == pytest.approx(0.5, abs=EXACT)


@pytest.mark.parametrize(
    ("counts", "gini", "generalised"),
    [
        ([10, 8, 2, *[0] * 7], 0.78, 0.78),
        ([5, 2, 1, *[0] * 7], 0.8, 0.75),
        ([10, *[0] * 9], 0.9, 0.9),
        ([10, *[0] * 99], 0.99, 0.9),
    ],
)
def test_has_the_ginis_that_lorenzgini_prints(
    counts: list[int], gini: float, generalised: float
) -> None:
    # R lorenzgini 0.1.2 @5d3fe00, help of gini(), unbiased = FALSE; the last by the same formula.
    found = concentration(np.array(counts))

    assert found.gini == pytest.approx(gini, abs=EXACT)
    assert found.generalised_gini == pytest.approx(generalised, abs=EXACT)


@QUICK
@given(counts=counted)
def test_has_the_gini_of_all_differences(counts: list[int]) -> None:
    y = np.array(counts)

    found = concentration(y)

    apart = np.abs(y[:, None] - y).sum() / (2 * len(y) * y.sum())
    assert found.gini == pytest.approx(apart, abs=EXACT)
    assert -EXACT <= found.generalised_gini <= found.gini + EXACT


@QUICK
@given(counts=counted, share=st.floats(0.001, 1))
def test_reads_shares_off_its_curve(counts: list[int], share: float) -> None:
    y = np.array(counts)

    found = concentration(y, event_shares=(share,))
    curve = concentration_curve(y)

    assert np.interp(found.unit_shares[0], curve.unit_shares, curve.event_shares) == pytest.approx(
        share, abs=1e-9
    )
    assert (np.diff(curve.event_shares, 2) <= EXACT).all()
    assert (curve.event_shares[0], curve.event_shares[-1]) == (0, 1)


@QUICK
@given(counts=counted, without=st.integers(0, 40))
def test_needs_no_units_without_events(counts: list[int], without: int) -> None:
    spelled_out = concentration(np.array(counts + [0] * without))

    short = concentration(np.array([one for one in counts if one]), units=len(counts) + without)

    assert short.unit_shares.tolist() == spelled_out.unit_shares.tolist()
    assert (short.gini, short.generalised_gini) == (
        spelled_out.gini,
        spelled_out.generalised_gini,
    )


def test_finds_no_concentration_where_each_event_has_its_own_unit() -> None:
    found = concentration(np.repeat([1, 0], [5, 95]))

    assert found.gini == pytest.approx(0.95, abs=EXACT)
    assert found.generalised_gini == pytest.approx(0, abs=EXACT)


def test_expects_by_chance_what_simulated_cities_have() -> None:
    for events, units in ((1460, 16_050), (5000, 1000)):
        found = chance_concentration(events, units=units, seed=1, event_shares=(0.1, 0.5, 0.9))

        random = np.random.default_rng(2)
        cities = [
            concentration(
                np.bincount(random.integers(units, size=events), minlength=units),
                event_shares=(0.1, 0.5, 0.9),
            ).unit_shares
            for _ in range(300)
        ]
        mean, spread = np.mean(cities, axis=0), np.std(cities, axis=0)
        assert (np.abs(found.expected - mean) <= MONTE_CARLO * spread / np.sqrt(300)).all()
        assert found.upper - found.lower == pytest.approx(2 * 1.96 * spread, rel=0.2)
        assert (found.lower <= found.expected).all()
        assert (found.expected <= found.upper).all()


def test_knows_the_chances_of_two_events_on_two_units() -> None:
    # One unit has both in half the cities: 1 1/2 units have one, 1/2 two.
    found = chance_concentration(2, units=2, seed=0, event_shares=(0.25, 0.5, 1.0))

    assert found.expected == pytest.approx(np.array([0.25, 0.5, 1.5]) / 2, abs=EXACT)


def test_knows_that_one_unit_gets_everything() -> None:
    found = chance_concentration(7, units=1, seed=0)

    assert found.expected == pytest.approx([0.25, 0.5, 0.8], abs=EXACT)
    assert found.lower == pytest.approx(found.upper)


def test_draws_the_same_with_the_same_seed() -> None:
    one, again = (chance_concentration(50, units=90, seed=4) for _ in range(2))
    other = chance_concentration(50, units=90, seed=5)

    assert one.lower.tobytes() == again.lower.tobytes()
    assert one.generalised_gini == again.generalised_gini != other.generalised_gini
    assert one.expected.tobytes() == other.expected.tobytes()


def test_refuses_what_has_no_concentration() -> None:
    with pytest.raises(ValueError, match="no event on 3 units"):
        concentration(np.zeros(3, dtype=int))
    with pytest.raises(ValueError, match="2 units have events, and there are to be 1"):
        concentration(np.array([1, 2]), units=1)
    with pytest.raises(ValueError, match="do not lie above 0"):
        concentration(np.array([1, 2]), event_shares=(0.0, 0.5))
    with pytest.raises(ValueError, match="at least 1 of each"):
        chance_concentration(0, units=5, seed=0)
