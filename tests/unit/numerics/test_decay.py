"""Counts that fade, and the time they stand for."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from commonground.numerics.decay import decay_weights, decayed_counts, decayed_exposure_days
from tests.unit.numerics.problems import QUICK

EXACT = 1e-12
"""Relative: a few operations on each number."""

BY_QUADRATURE = 1e-7
"""Relative: the numerical integral's own tolerance, with room."""

BY_THE_DAY = 3e-5
"""Relative: days weighed at their middle, ``(log 2 / half-life)^2 / 24`` at 30 days or more."""


def test_halves_with_every_half_life() -> None:
    found = decayed_counts(
        np.array([0, 365, 730, 730, 1095.0]),
        unit=np.array([0, 0, 1, 1, 3]),
        units=5,
        half_life_days=365,
        span_days=1095,
    )

    assert found.counts == pytest.approx([1.5, 0.5, 0, 0.125, 0])
    # One half-life at full weight is 365 / log 2 days in all time; three of them 7/8 of that.
    assert found.exposure_days == pytest.approx(365 / np.log(2) * 7 / 8, rel=EXACT)
    assert found.per_day == pytest.approx(found.counts / found.exposure_days)


@QUICK
@given(half_life=st.floats(1, 5000), span=st.floats(0.1, 10_000))
def test_integrates_the_weight_over_the_span(half_life: float, span: float) -> None:
    exposure = decayed_exposure_days(span, half_life_days=half_life)

    edges = np.linspace(0, span, 10)
    pieces = [
        quad(lambda age: 0.5 ** (age / half_life), start, end, limit=200)[0]
        for start, end in pairwise(edges)
    ]
    assert exposure == pytest.approx(sum(pieces), rel=BY_QUADRATURE)
    assert 0 < exposure <= min(span, half_life / np.log(2)) * (1 + EXACT)


def test_weighs_any_shape_of_ages() -> None:
    weights = decay_weights(np.array([[0.0, 90.0], [180.0, -90.0]]), half_life_days=90)

    assert weights.tolist() == [[1, 0.5], [0.25, 2]]


def test_gives_a_constant_rate_back() -> None:
    # Two events a day, in the middle of every day of three years.
    ages = np.repeat(np.arange(1095) + 0.5, 2)

    for half_life in (30, 365, 10_000):
        found = decayed_counts(
            ages,
            unit=np.zeros(len(ages), dtype=int),
            units=1,
            half_life_days=half_life,
            span_days=1095,
        )
        assert found.per_day[0] == pytest.approx(2, rel=BY_THE_DAY)


@QUICK
@given(st.lists(st.tuples(st.floats(0, 400), st.integers(0, 4)), max_size=30), st.floats(1, 1000))
def test_adds_up_one_by_one(events: list[tuple[float, int]], half_life: float) -> None:
    found = decayed_counts(
        np.array([age for age, _ in events]),
        unit=np.array([unit for _, unit in events], dtype=int),
        units=5,
        half_life_days=half_life,
        span_days=400,
    )

    one_by_one = [sum(0.5 ** (a / half_life) for a, u in events if u == unit) for unit in range(5)]
    assert found.counts == pytest.approx(one_by_one, rel=EXACT)


def test_counts_plainly_where_nothing_fades() -> None:
    found = decayed_counts(
        np.array([0.0, 300.0]),
        unit=np.array([1, 1]),
        units=2,
        half_life_days=1e12,
        span_days=300,
    )

    assert found.counts == pytest.approx([0, 2])
    assert found.exposure_days == pytest.approx(300)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"age_days": np.array([-1.0, 3.0])}, "between 0 and the 100 days"),
        ({"age_days": np.array([np.nan, 3.0])}, "between 0 and the 100 days"),
        ({"age_days": np.array([101.0, 3.0])}, "between 0 and the 100 days"),
        ({"age_days": np.array([1.0])}, "1 ages do not belong to 2 units"),
        ({"unit": np.array([0, 2])}, "between 0 and 1"),
        ({"half_life_days": 0}, "half-life of 0 days"),
        ({"span_days": 0}, "span of 0 days"),
    ],
)
def test_refuses_what_cannot_fade(wrong: dict[str, object], reason: str) -> None:
    usable: dict[str, object] = {
        "age_days": np.array([1.0, 2.0]),
        "unit": np.array([0, 1]),
        "units": 2,
        "half_life_days": 10,
        "span_days": 100,
    }

    with pytest.raises(ValueError, match=reason):
        decayed_counts(**(usable | wrong))  # type: ignore[arg-type]
