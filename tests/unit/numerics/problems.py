"""Random calibration problems of the kind a city gives: sparse counts beside large populations."""

from __future__ import annotations

from dataclasses import dataclass

import clarabel
import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]

QUICK = settings(max_examples=50, deadline=None)
"""Times are not tested here: other tests run on the same cores."""


@dataclass(frozen=True, eq=False)
class Case:
    """Constraint values of all places, and which of them are treated."""

    values: Floats
    treated: NDArray[np.intp]
    donors: NDArray[np.intp]

    @property
    def targets(self) -> Floats:
        """Totals of the treated places."""
        return np.asarray(self.values[self.treated].sum(axis=0))

    @property
    def base_weight(self) -> float:
        """The equal weight."""
        return len(self.treated) / len(self.donors)


@st.composite
def cases(draw: st.DrawFn, *, most_columns: int = 12) -> Case:
    """Draw sparse counts, indicators, populations, zero columns, copies and sums of columns."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    places = draw(st.integers(6, 60))
    columns = [np.ones(places)]
    for _ in range(draw(st.integers(1, most_columns))):
        columns.append(_column(draw(st.sampled_from(KINDS)), columns, random))
    order = random.permutation(places)
    size = draw(st.integers(1, places // 2))
    return Case(np.column_stack(columns), np.sort(order[:size]), np.sort(order[size:]))


KINDS = ("rare", "common", "indicator", "population", "zero", "copy", "sum")


def _column(kind: str, columns: list[Floats], random: np.random.Generator) -> Floats:
    places, earlier = len(columns[0]), columns[random.integers(len(columns))]
    made: dict[str, NDArray[np.number]] = {
        "rare": random.poisson(0.1, places),
        "common": random.poisson(3.0, places),
        "indicator": random.integers(0, 2, places),
        "population": random.integers(0, 10**6, places),
        "zero": np.zeros(places),
        "copy": earlier * random.choice([1.0, 1e-3, 1e5]),
        "sum": earlier + columns[random.integers(len(columns))],
    }
    return made[kind].astype(np.float64)


def least_quadratic(
    curvature: Floats, linear: Floats, *, equal: Floats, to: Floats
) -> tuple[Floats, float] | None:
    """Minimise ``x'Px / 2 + q'x`` with ``Ax = b``, ``x >= 0`` by clarabel; ``None`` if it fails."""
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-11
    size = len(linear)
    solved = clarabel.DefaultSolver(
        sparse.csc_matrix(np.triu(curvature)),
        linear,
        sparse.csc_matrix(np.vstack([equal, -np.eye(size)])),
        np.concatenate([to, np.zeros(size)]),
        [clarabel.ZeroConeT(len(to)), clarabel.NonnegativeConeT(size)],
        settings,
    ).solve()
    if str(solved.status) != "Solved":
        return None
    return np.array(solved.x), float(solved.obj_val)
