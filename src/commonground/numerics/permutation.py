"""Placebo areas, and what their ranks say."""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from commonground.numerics.calibration import Floats

Alternative = Literal["lower", "upper", "two-sided"]

ALL_SETS = 1_000
"""If no more sets than this are possible, all of them are used instead of a sample."""

TRIES_A_PATCH = 50


def placebo_areas(
    eligible: NDArray[np.intp], *, size: int, count: int, seed: int
) -> NDArray[np.intp]:
    """Draw sets of places without replacement, each at random.

    Parameters
    ----------
    eligible
        Positions to draw from.
    size, count
        Places in a set, and sets to draw.
    seed
        Same seed, same sets.

    Returns
    -------
    numpy.ndarray
        Shape (sets, size), each row ascending. All possible sets, once each, where they are few.
    """
    possible = comb(len(eligible), size)
    if possible <= max(count, ALL_SETS):
        return np.array(list(combinations(np.sort(eligible), size)), dtype=np.intp).reshape(
            -1, size
        )

    random = np.random.default_rng(seed)
    drawn = [
        random.choice(len(eligible), size=size, replace=False, shuffle=False) for _ in range(count)
    ]
    return np.sort(eligible[np.array(drawn)], axis=1).astype(np.intp)


def placebo_patches(
    eligible: NDArray[np.intp],
    *,
    starts: NDArray[np.intp],
    others: NDArray[np.intp],
    size: int,
    count: int,
    seed: int,
) -> NDArray[np.intp]:
    """Grow contiguous sets of places, each from a random place outwards.

    Parameters
    ----------
    eligible
        Positions that may be part of a patch.
    starts, others
        Neighbours as compressed sparse rows.
    size, count
        Places in a patch, and patches to grow.
    seed
        Same seed, same patches.

    Returns
    -------
    numpy.ndarray
        Shape (patches, size), each row ascending; fewer than asked for, or none, where too few
        contiguous places exist.
    """
    random = np.random.default_rng(seed)
    allowed = np.zeros(len(starts) - 1, dtype=bool)
    allowed[eligible] = True
    grown: list[NDArray[np.intp]] = []
    for _ in range(count * TRIES_A_PATCH):
        if len(grown) == count:
            break
        patch = _patch(int(random.choice(eligible)), allowed, starts, others, size, random)
        if patch is not None:
            grown.append(patch)
    return np.array(grown, dtype=np.intp).reshape(-1, size)


def rank_p(
    placebo: Floats, observed: Floats, *, alternative: Alternative, add_one: bool = True
) -> Floats:
    """Return how extreme observed statistics are among those of placebo areas.

    Parameters
    ----------
    placebo, observed
        Shapes (sets, outcomes) and (outcomes,). Sets without a statistic (``nan``) do not count.
    alternative
        ``"lower"`` counts placebo statistics as low as the observed one, ``"upper"`` as high.
    add_one
        Count the observed set among the placebo areas, so that p is valid and never 0 (Phipson and
        Smyth 2010). Without it, R microsynth's ``p_lower = #(T_b < T_0) / B``.
    """
    known = ~np.isnan(placebo)
    sets = known.sum(axis=0)
    if add_one:
        lower = (1 + (known & (placebo <= observed)).sum(axis=0)) / (1 + sets)
        upper = (1 + (known & (placebo >= observed)).sum(axis=0)) / (1 + sets)
    else:
        lower = (known & (placebo < observed)).sum(axis=0) / np.where(sets > 0, sets, np.nan)
        upper = 1 - lower
    two = np.minimum(1.0, 2 * np.minimum(lower, upper))
    p = {"lower": lower, "upper": upper, "two-sided": two}[alternative]
    return np.where(np.isnan(observed), np.nan, p)


def rank_interval(
    placebo: Floats, *, estimate: Floats, se: Floats, confidence: float, interpolate: bool = False
) -> tuple[Floats, Floats]:
    """Return the estimates that placebo statistics would not call surprising.

    Parameters
    ----------
    placebo
        Studentised placebo estimates, shape (sets, outcomes).
    estimate, se
        The estimate and its standard error, shape (outcomes,).
    confidence
        Coverage asked for.
    interpolate
        Use interpolated quantiles (R's type 7) instead of order statistics at rank
        ``(sets + 1) alpha / 2``, which cover at least as often as asked for.

    Returns
    -------
    tuple
        Lower and upper ends; infinite where there are too few sets for the confidence.
    """
    tail = (1 - confidence) / 2
    low, high = np.empty(len(estimate)), np.empty(len(estimate))
    for at in range(len(estimate)):
        known = np.sort(placebo[~np.isnan(placebo[:, at]), at])
        if interpolate:
            low[at], high[at] = (
                np.quantile(known, [tail, 1 - tail]) if len(known) else (np.nan,) * 2
            )
            continue
        rank = int(np.floor((len(known) + 1) * tail + 1e-9))
        low[at], high[at] = (known[rank - 1], known[-rank]) if rank else (-np.inf, np.inf)
    return estimate - se * high, estimate - se * low


def _patch(  # noqa: PLR0917  one solver loop
    seed_place: int,
    allowed: NDArray[np.bool_],
    starts: NDArray[np.intp],
    others: NDArray[np.intp],
    size: int,
    random: np.random.Generator,
) -> NDArray[np.intp] | None:
    """Grow one patch ring by ring, the last cut at random; ``None`` if it cannot grow so far."""
    patch, ring = {seed_place}, [seed_place]
    while len(patch) < size:
        reached = {
            int(near)
            for place in ring
            for near in others[starts[place] : starts[place + 1]]
            if allowed[near]
        } - patch
        if not reached:
            return None
        ring = sorted(reached)
        room = size - len(patch)
        if len(ring) > room:
            ring = sorted(random.choice(ring, size=room, replace=False).tolist())
        patch.update(ring)
    return np.sort(np.fromiter(patch, dtype=np.intp))
