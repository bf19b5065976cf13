"""Which of many tests count as found, with a stated share of false ones among them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonground.numerics.calibration import Floats


def discoveries(p: Floats, *, rate: float) -> NDArray[np.bool_]:
    """Return which tests are discoveries (Benjamini and Hochberg 1995).

    Parameters
    ----------
    p
        One a test, any shape. A missing one (``nan``) is no test and no discovery.
    rate
        Share of false discoveries, on average, among all discoveries.

    Returns
    -------
    numpy.ndarray
        Same shape as ``p``.

    Raises
    ------
    ValueError
        If the rate or a ``p`` is not between 0 and 1.
    """
    from scipy.stats import false_discovery_control

    p = np.asarray(p, dtype=np.float64)
    known = ~np.isnan(p)
    if not 0 < rate < 1:
        raise ValueError(f"a rate of {rate} is not between 0 and 1")
    if ((p[known] < 0) | (p[known] > 1)).any():
        raise ValueError("p must lie between 0 and 1")

    found = np.zeros(p.shape, dtype=bool)
    if known.any():
        found[known] = false_discovery_control(p[known], method="bh") <= rate
    return found
