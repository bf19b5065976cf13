"""Reliability: stated probabilities put right by how often things came about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import isotonic_regression

from commonground.numerics.calibration import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """How often what was said to have a probability came about.

    Parameters
    ----------
    stated
        Distinct probabilities that were stated, ascending.
    came_about
        Share of the cases of each that came about, made to ascend, same shape.
    """

    stated: Floats
    came_about: Floats

    @classmethod
    def of(cls, stated: Floats, *, cases: Floats, came_about: Floats) -> Reliability:
        """Learn from cases, by isotonic regression (Zadrozny and Elkan 2002, KDD 694-699).

        Parameters
        ----------
        stated
            Probabilities that were stated, ascending, shape (levels,).
        cases
            Of how many cases each was stated, same shape; a level without one is left out.
        came_about
            How many of those came about, same shape.
        """
        held = cases > 0
        if not held.any():
            raise ValueError("there is no case to learn from")
        share = came_about[held] / cases[held]
        fitted = isotonic_regression(share, weights=cases[held].astype(np.float64)).x
        return cls(np.asarray(stated[held]), np.asarray(fitted, dtype=np.float64))

    def put_right(self, stated: Floats) -> Floats:
        """Return probabilities as they come about, between the learnt ones in a straight line.

        Parameters
        ----------
        stated
            Probabilities, any shape.
        """
        return np.asarray(np.interp(stated, self.stated, self.came_about))
