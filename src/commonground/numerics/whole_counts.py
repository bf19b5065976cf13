"""Counts: whole numbers from 0, or refused."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Counts: TypeAlias = NDArray[np.int64]

Integers: TypeAlias = NDArray[np.integer]
"""Of any width, as callers have them."""

LARGEST = 2**53
"""Above this, floating point no longer tells a whole number from the next."""


def whole_counts(values: ArrayLike, *, of: str = "counts") -> Counts:
    """Return values as whole numbers.

    Parameters
    ----------
    values
        Any shape. Floating point is taken where it holds whole numbers.
    of
        What they are, for the sentence of an error.

    Raises
    ------
    ValueError
        If a value is missing, negative, too large or not whole.
    """
    given = np.asarray(values)
    if given.dtype.kind == "b" or not given.size:
        return given.astype(np.int64)
    if given.dtype.kind not in "iuf":
        raise ValueError(f"{of} are of type {given.dtype}; whole numbers from 0 are needed")
    usable = (given >= 0) & (given < LARGEST)
    if given.dtype.kind == "f":
        usable &= np.floor(given) == given
    if not usable.all():
        raise ValueError(f"{of} hold {given[~usable][0]}; whole numbers from 0 are needed")
    return given.astype(np.int64)
