"""Level sets: how far down a surface a cluster reaches, by its likelihood."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from commonground.numerics.calibration import Floats


def log_likelihood_ratio(cases: Floats, *, expected: Floats, total: Floats | float) -> Floats:
    """Return how much better one high rate inside explains the cases than one rate everywhere.

    Kulldorff 1997 (Communications in Statistics 26:1481-1496), Poisson model: c ln(c/e) +
    (C - c) ln((C - c)/(C - e)) where c > e, and 0 elsewhere.

    Parameters
    ----------
    cases, expected
        Observed and expected inside.
    total
        Cases inside and outside; the expected add up to it.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = xlogy(cases, cases / expected) + xlogy(
            total - cases, (total - cases) / (total - expected)
        )
    return np.where(cases > expected, ratio, 0.0)


def likeliest_level(
    heights: Floats, *, cases: Floats, expected: Floats, total: float
) -> NDArray[np.bool_]:
    """Return the upper level set of a surface that is the likeliest cluster.

    Places are taken in from the highest down, and the number of them that gives the greatest
    log-likelihood ratio is kept (Patil and Taillie 2004, Environmental and Ecological Statistics
    11:183-197).

    Parameters
    ----------
    heights
        Height of each place, shape (places,); of equal heights the earlier place comes first.
    cases, expected
        Observed and expected of each place.
    total
        All cases, inside and outside of these places; the expected of all add up to it.

    Returns
    -------
    numpy.ndarray
        Which places are in, shape (places,).
    """
    order = np.lexsort((np.arange(len(heights)), -heights))
    ratio = log_likelihood_ratio(
        np.cumsum(cases[order]), expected=np.cumsum(expected[order]), total=total
    )
    inside = np.zeros(len(heights), dtype=bool)
    inside[order[: int(ratio.argmax()) + 1]] = True
    return inside
