"""Incidents keep their hours, their season and their period."""

import numpy as np
import pandas as pd
import pytest

from commonground.core.periods import Periods
from commonground.ingest.synthetic.plan import CATEGORIES, Operation
from commonground.ingest.synthetic.tempo import CLOCKS, Tempo, operation_tempo, tempo

PERIODS = Periods(unit="quarter", first=pd.Period("2015Q1").ordinal, count=8)
ABOUT = 0.08
"""Two years of trend add at most 5 %; a quarter has 90 to 92 days, and weeks do not end with it."""


@pytest.fixture(scope="module")
def own() -> Tempo:
    return tempo(PERIODS)


@pytest.mark.parametrize("clock", list(CLOCKS))
def test_has_weights_for_every_hour_and_day(clock: str) -> None:
    hours, days = CLOCKS[clock]

    assert len(hours) == 24
    assert len(days) == 7


def test_is_one_quarter_a_quarter_on_a_flat_clock() -> None:
    quarters = tempo(PERIODS, clock="flat").quarters

    assert quarters.mean(axis=0) == pytest.approx(np.ones(len(CATEGORIES)), abs=ABOUT)


def test_is_busier_in_summer(own: Tempo) -> None:
    violent = own.quarters[:, CATEGORIES.index("violent")]

    assert (violent[2::4] > violent[0::4]).all()


def test_draws_moments_inside_their_period(own: Tempo) -> None:
    random = np.random.default_rng(1)
    period = random.integers(len(PERIODS), size=5_000)
    category = random.integers(len(CATEGORIES), size=5_000)

    minutes = own.moments(period, category, random)

    at = PERIODS.edges[0] + pd.to_timedelta(minutes, unit="min")
    assert (PERIODS.edges.searchsorted(at, side="right") - 1 == period).all()


def test_puts_an_operation_into_its_days() -> None:
    when, begins = operation_tempo(PERIODS, Operation(market=0, after=0.5, days=10))

    hours = np.flatnonzero(when.weights[0])
    first = PERIODS.edges[0] + pd.Timedelta(hours=int(hours[0]))
    last = PERIODS.edges[0] + pd.Timedelta(hours=int(hours[-1]))
    assert when.quarters.sum(axis=0) == pytest.approx(np.ones(len(CATEGORIES)))
    assert begins <= first
    assert last < begins + pd.Timedelta(days=10)
