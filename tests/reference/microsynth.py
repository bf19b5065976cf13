"""Readers of R microsynth's results, and how near to them we must come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from commonground.evaluate.matching import Matching
from commonground.evaluate.micro_synthetic_control import Effect, micro_synthetic_control
from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.question import Inference
from commonground.numerics.soft_calibration import soft_misfit

Results = Callable[[str], Path]

WEIGHTS = 1e-9
"""Both are exact to 1e-12 in the targets; a weight is at most 0.88."""
STATISTICS = 1e-8
"""Relative; two programs adding up 38,568 rows in another order."""
R_MODE = 1e-9
"""The same Newton path and stop: rounding only."""
R_LOOSE = 3e-4
"""R's jackknife sets stop at a relative misfit of 1e-4."""
PLACEBO_T = 1e-3
"""R's sets stop at 1e-4; where a target is zero, as in most, its path depends on the last bit."""
OBJECTIVE = 1e-7
"""R's interior point stops at 1e-8."""
EXACT = 1e-9
"""Relative misfit that every solved set keeps."""
PRINTED = 5e-5
"""Half a unit of the last digit printed in the vignette."""

OUTCOMES = ("i_felony", "i_misdemea", "i_drugs", "any_crime")
NINE = (
    *("i_robbery", "i_aggassau", "i_burglary", "i_larceny", "i_felony", "i_misdemea"),
    *("i_drugsale", "i_drugposs", "any_crime"),
)
COVARIATES = (
    *("TotalPop", "BLACK", "HISPANIC", "Males_1521", "HOUSEHOLDS", "FAMILYHOUS"),
    *("FEMALE_HOU", "RENTER_HOU", "VACANT_HOU"),
)
MATCHING = Matching(outcomes=OUTCOMES, covariates=COVARIATES)
BLOCKS = {
    **dict.fromkeys(("i_robbery", "i_aggassau", "i_felony", "i_misdemea"), (2,) * 6),
    **dict.fromkeys(("i_burglary", "i_larceny", "any_crime"), (1,) * 12),
    **dict.fromkeys(("i_drugsale", "i_drugposs"), (4,) * 3),
}


def effect_of(
    problem: WeightProblem,
    inference: Inference,
    *,
    horizons: tuple[int, ...] = (16,),
    diagnostics: bool = False,
) -> Effect:
    """Evaluate Seattle's four outcomes with weights already found."""
    return micro_synthetic_control(
        problem.panel,
        intervention=problem.intervention,
        outcomes=OUTCOMES,
        weights=problem,
        horizons=horizons,
        inference=inference,
        diagnostics=diagnostics,
    )


def assert_table(effect: Effect, path: Path, *, tolerance: float, horizon: str = "16") -> None:
    """Hold every number of R's printed table to ours."""
    expected = pd.read_csv(path).set_index("variable").loc[list(OUTCOMES)]
    table = effect.to_frame("unclustered").set_index("outcome")
    ours = table[table["horizon"] == horizon]
    for column, name in (
        *(("observed", "Trt"), ("counterfactual", "Con"), ("change", "Pct.Chng")),
        *(("p", "Linear.pVal"), ("lower", "Linear.Lower"), ("upper", "Linear.Upper")),
    ):
        wanted = expected[name].to_numpy(float)
        assert ours[column].to_numpy(float) == pytest.approx(wanted, rel=tolerance), name


def objective(problem: WeightProblem, weights: NDArray[np.float64]) -> float:
    """Return R's objective: half the squared misses over their scale."""
    written = problem.constraints
    targets = problem.solver.targets(problem.area)
    return soft_misfit(
        donors=written.values,
        targets=targets,
        is_exact=written.is_exact,
        tolerated=written.tolerated(targets),
        weights=weights,
    )


def r_weights(path: Path, problem: WeightProblem) -> NDArray[np.float64]:
    """Read the weights of R's donors, in our order of places; treated places get 0."""
    table = pd.read_csv(path, dtype={"ID": str})
    by_place = table.set_index("ID")["weight"].where(table.set_index("ID")["treated"] == 0, 0.0)
    return by_place.loc[list(problem.panel.places.ids)].to_numpy(np.float64)


def r_row(path: Path, name: str) -> NDArray[np.float64]:
    """Return one row of a file of statistics."""
    return pd.read_csv(path, index_col=0).loc[name].to_numpy(np.float64)


def placebo_rows(path: Path) -> NDArray[np.intp]:
    """Read the placebo areas that R drew."""
    rows = pd.read_csv(path, dtype=str).iloc[:, 1]
    return np.array([row.split() for row in rows], dtype=np.intp) - 1


def jackknife_groups(path: Path) -> NDArray[np.intp]:
    """Read the group of each place."""
    return pd.read_csv(path).sort_values("row")["jack_group"].to_numpy(np.intp) - 1


def row_groups(path: Path, periods: int) -> NDArray[np.intp]:
    """Read the group of each place and period."""
    return pd.read_csv(path).iloc[:, 0].to_numpy(np.intp).reshape(periods, -1).T - 1
