"""How few units hold how many events, beside what chance alone would do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from commonground.numerics.calibration import Floats
from commonground.numerics.whole_counts import Counts, Integers, whole_counts

EVENT_SHARES = (0.25, 0.5, 0.8)
"""The shares that the law of crime concentration is usually quoted for."""

CONFIDENCE = 0.95

NEGLIGIBLE = 1e-9
"""Expected number of units with so many events, below which the curve is cut off."""


@dataclass(frozen=True, slots=True, eq=False)
class Concentration:
    """How events are shared out among units.

    Parameters
    ----------
    units, events
        How many there are.
    event_shares
        Shares of the events, as asked.
    unit_shares
        Smallest share of the units that holds each of them, same shape.
    gini
        Gini coefficient: 0 if all units have as many, towards 1 if one has them all.
    generalised_gini
        The same against the most even that so few events can be; 0 if no unit has two.
    """

    units: int
    events: int
    event_shares: Floats
    unit_shares: Floats
    gini: float
    generalised_gini: float


@dataclass(frozen=True, slots=True, eq=False)
class ConcentrationCurve:
    """The Lorenz curve from the busiest unit down, with its origin.

    Parameters
    ----------
    unit_shares, event_shares
        Shape (units with an event + 1,), both from 0.
    """

    unit_shares: Floats
    event_shares: Floats


@dataclass(frozen=True, slots=True, eq=False)
class ChanceConcentration:
    """How concentrated events are that fall at random on equal units.

    Parameters
    ----------
    event_shares
        Shares of the events, as asked.
    expected
        Share of the units that holds each of them, same shape; without simulation.
    lower, upper
        Between these lie 95 % of simulated cities, same shape.
    generalised_gini
        Its mean over the simulated cities.
    """

    event_shares: Floats
    expected: Floats
    lower: Floats
    upper: Floats
    generalised_gini: float


def concentration(
    counts: Integers, *, units: int | None = None, event_shares: tuple[float, ...] = EVENT_SHARES
) -> Concentration:
    """Return which share of the units holds which share of the events.

    Units are taken from the busiest down, and a share that falls within a unit is interpolated.

    Parameters
    ----------
    counts
        Whole numbers from 0, one a unit.
    units
        How many units there are in all, where those without an event are left out of ``counts``.
    event_shares
        Shares asked for, above 0 and at most 1.

    Returns
    -------
    Concentration
        Shares, and the Gini coefficients of Bernasco and Steenbeek (2017): with ``c`` events on
        ``n`` units, ``G' = max(1, n / c) (G - 1) + 1``.

    Raises
    ------
    ValueError
        If counts are not whole, there is no event, or fewer units than have events.
    """
    busiest, units = _busiest(counts, units)
    shares = _asked(event_shares)
    gini, generalised = _ginis(busiest, units)
    return Concentration(
        units=units,
        events=int(busiest.sum()),
        event_shares=shares,
        unit_shares=_unit_shares(busiest, units, shares),
        gini=gini,
        generalised_gini=generalised,
    )


def concentration_curve(counts: Integers, *, units: int | None = None) -> ConcentrationCurve:
    """Return the whole curve: the share of the events that the busiest units hold.

    Parameters
    ----------
    counts
        Whole numbers from 0, one a unit.
    units
        How many units there are in all, where those without an event are left out of ``counts``.

    Raises
    ------
    ValueError
        As `concentration`.
    """
    busiest, units = _busiest(counts, units)
    held = np.concatenate([[0], np.cumsum(busiest)])
    return ConcentrationCurve(np.arange(len(held)) / units, held / held[-1])


def chance_concentration(
    events: int,
    *,
    units: int,
    event_shares: tuple[float, ...] = EVENT_SHARES,
    simulations: int = 999,
    seed: int,
) -> ChanceConcentration:
    """Return how concentrated events would be, were they dropped at random on equal units.

    Where events are fewer than units most units have none, and a few hold them all: that much
    concentration is no finding.

    Parameters
    ----------
    events, units
        How many fall on how many.
    event_shares
        Shares asked for, above 0 and at most 1.
    simulations
        Cities drawn for the interval.
    seed
        Same seed, same interval. The expected shares do not depend on it.

    Returns
    -------
    ChanceConcentration
        ``expected`` lies on the curve through the expected numbers of units with at least ``j``
        events, ``n P(Binomial(c, 1 / n) >= j)``, and of the events that they hold.

    Raises
    ------
    ValueError
        If there is no event, no unit or no simulation.
    """
    if events < 1 or units < 1 or simulations < 1:
        raise ValueError(
            f"{events} events on {units} units in {simulations} simulations; "
            "at least 1 of each is needed"
        )
    shares = _asked(event_shares)

    random = np.random.default_rng(seed)
    simulated = np.empty((simulations, len(shares)))
    ginis = np.empty(simulations)
    for draw in range(simulations):
        dropped = np.bincount(random.integers(units, size=events))
        busiest, _ = _busiest(dropped, units)
        simulated[draw] = _unit_shares(busiest, units, shares)
        ginis[draw] = _ginis(busiest, units)[1]
    tail = (1 - CONFIDENCE) / 2
    lower, upper = np.quantile(simulated, [tail, 1 - tail], axis=0)
    return ChanceConcentration(
        event_shares=shares,
        expected=_expected_unit_shares(events, units, shares),
        lower=lower,
        upper=upper,
        generalised_gini=float(ginis.mean()),
    )


def _busiest(counts: Integers, units: int | None) -> tuple[Counts, int]:
    """Return the counts of units with events, busiest first, and the number of all units."""
    counts = whole_counts(counts).ravel()
    busiest = np.sort(counts[counts > 0])[::-1]
    units = len(counts) if units is None else units
    if not len(busiest):
        raise ValueError(f"no event on {units} units; their concentration is undefined")
    if len(busiest) > units:
        raise ValueError(f"{len(busiest)} units have events, and there are to be {units} in all")
    return busiest, units


def _unit_shares(busiest: Counts, units: int, event_shares: Floats) -> Floats:
    held = np.concatenate([[0], np.cumsum(busiest)])
    return np.asarray(np.interp(event_shares * held[-1], held, np.arange(len(held))) / units)


def _ginis(busiest: Counts, units: int) -> tuple[float, float]:
    """Return ``G = (2 sum_i i y_i - n - 1) / n``, ranks ``i`` ascending, and its generalised form.

    Units without an event only raise the ranks of the others.
    """
    events = int(busiest.sum())
    ranks = units - np.arange(len(busiest))
    gini = (2 * float(ranks @ busiest) / events - units - 1) / units
    return gini, max(1.0, units / events) * (gini - 1) + 1


def _expected_unit_shares(events: int, units: int, event_shares: Floats) -> Floats:
    """Interpolate the curve through the expected numbers of units with ``j`` events or more."""
    mean = events / units
    most = min(events, int(mean + 20 * np.sqrt(mean) + 40))
    number = np.arange(1, most + 1)
    units_with = units * special.bdtrc(number - 1, events, 1 / units)
    units_with = units_with[units_with > NEGLIGIBLE]

    # Each unit with just j events adds j to what those with more of them hold.
    beyond = np.concatenate([units_with[1:], [0.0]])
    held = np.cumsum((np.arange(1, len(units_with) + 1) * (units_with - beyond))[::-1])
    at = np.concatenate([[0.0], held]) / held[-1]
    return np.asarray(
        np.interp(event_shares, at, np.concatenate([[0.0], units_with[::-1]])) / units
    )


def _asked(event_shares: tuple[float, ...]) -> Floats:
    shares = np.asarray(event_shares, dtype=np.float64)
    if not ((shares > 0) & (shares <= 1)).all():
        raise ValueError(f"shares of events {event_shares} do not lie above 0 and up to 1")
    return shares
