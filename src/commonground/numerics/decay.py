"""Events that count less the longer ago they were: half as much after every half-life."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonground.numerics.calibration import Floats
from commonground.numerics.whole_counts import Integers


@dataclass(frozen=True, slots=True, eq=False)
class DecayedCounts:
    """Exponentially weighted counts, and the time they stand for.

    Parameters
    ----------
    counts
        Sum of the weights of each unit's events, shape (units,).
    exposure_days
        Days at full weight that the observed span amounts to, the same for all units.
    """

    counts: Floats
    exposure_days: float

    @property
    def per_day(self) -> Floats:
        """Weighted rate of each unit, in events a day."""
        return self.counts / self.exposure_days


def decayed_counts(
    age_days: Floats,
    *,
    unit: Integers,
    units: int,
    half_life_days: float,
    span_days: float,
) -> DecayedCounts:
    """Count events by unit with weights that halve with every half-life.

    Parameters
    ----------
    age_days
        How long ago each event was, in days, shape (events,).
    unit
        Unit of each event, from 0, shape (events,).
    units
        How many units there are; those without an event count 0.
    half_life_days
        Age at which an event counts half.
    span_days
        How far back events were observed, in days; none can be older.

    Returns
    -------
    DecayedCounts
        Counts and the exposure to divide them by: a unit with a constant rate has that rate on
        average, whatever the half-life.

    Raises
    ------
    ValueError
        If an age is outside the span, a unit does not exist, or a length of time is not positive.
    """
    age_days, unit = np.asarray(age_days, dtype=np.float64), np.asarray(unit)
    exposure = decayed_exposure_days(span_days, half_life_days=half_life_days)
    if age_days.shape != unit.shape or age_days.ndim != 1:
        raise ValueError(f"{age_days.size} ages do not belong to {unit.size} units of events")
    if not ((age_days >= 0) & (age_days <= span_days)).all():
        raise ValueError(f"ages must lie between 0 and the {span_days:g} days observed")
    if len(unit) and not 0 <= unit.min() <= unit.max() < units:
        raise ValueError(f"units of events must lie between 0 and {units - 1}")

    weights = decay_weights(age_days, half_life_days=half_life_days)
    counts = np.bincount(unit, weights, minlength=units).astype(np.float64, copy=False)
    return DecayedCounts(counts, exposure)


def decay_weights(age_days: Floats, *, half_life_days: float) -> Floats:
    """Return ``2 ** (-age / half-life)``.

    Parameters
    ----------
    age_days
        Ages in days, any shape.
    half_life_days
        Age at which the weight is a half.

    Raises
    ------
    ValueError
        If the half-life is not positive.
    """
    _require_half_life(half_life_days)
    return np.asarray(np.exp2(-np.asarray(age_days, dtype=np.float64) / half_life_days))


def decayed_exposure_days(span_days: float, *, half_life_days: float) -> float:
    """Return the integral of the weight over the span: the days it amounts to at full weight.

    For a long span it is the half-life times 1.4427. Where ages are whole days from 0, give
    ages to the middle of the day, or the sum is high by ``.35 / half-life`` of itself.

    Parameters
    ----------
    span_days
        How far back events were observed, in days.
    half_life_days
        Age at which the weight is a half.

    Raises
    ------
    ValueError
        If a length of time is not positive.
    """
    _require_half_life(half_life_days)
    if not 0 < span_days < np.inf:
        raise ValueError(f"a span of {span_days} days was not observed; give days above 0")
    rate = np.log(2) / half_life_days
    return float(-np.expm1(-rate * span_days) / rate)


def _require_half_life(half_life_days: float) -> None:
    if not 0 < half_life_days < np.inf:
        raise ValueError(f"a half-life of {half_life_days} days is none; give days above 0")
