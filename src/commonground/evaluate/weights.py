"""The weights that turn untreated places into a stand-in for the treated area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.evaluate.matching import Matching, Model
from commonground.evaluate.problem import WeightProblem
from commonground.numerics.calibration import Floats

FEW_EFFECTIVE_DONORS = 30
"""Below this, one donor's bad year moves the counterfactual."""

HEAVY_DONOR = 0.1
"""Share of all weight on one donor that is worth a caveat."""


@dataclass(frozen=True, slots=True, eq=False)
class SyntheticWeights:
    """Weights of the donors, and how well the weighted donors resemble the treated area.

    Parameters
    ----------
    intervention
        The intervention they were made for.
    places
        Ids of all places, in the order of ``values``.
    values
        One weight a place; treated places and those kept out have 0.
    donors
        Positions of the places that could get weight.
    model
        How strictly the targets were matched; see `evaluate.matching.Model`.
    balance
        One row a constraint: ``constraint``, ``family``, ``is_exact``, ``target`` (total of the
        treated), ``weighted`` (of the donors) and ``all_places`` (all places, scaled to the same
        number).
    misfit
        Largest relative misfit of an exact constraint.
    gap
        Relative duality gap: 0 proves that no other weights are more equal (``nan`` by R's rule).
    caveats
        What a reader must know.
    """

    intervention: Intervention
    places: tuple[str, ...]
    values: Floats
    donors: NDArray[np.intp]
    model: Model
    balance: pd.DataFrame
    misfit: float
    gap: float
    caveats: tuple[str, ...] = ()

    @property
    def effective_sample_size(self) -> float:
        """How many equally weighted donors would be as informative: ``(sum w)^2 / sum w^2``."""
        return float(self.values.sum() ** 2 / (self.values**2).sum())

    @property
    def positive(self) -> int:
        """Number of donors with weight."""
        return int((self.values > 0).sum())

    @property
    def largest_share(self) -> float:
        """Share of all weight on the heaviest donor."""
        return float(self.values.max() / self.values.sum())

    def to_frame(self) -> pd.DataFrame:
        """Return the donors with weight, the heaviest first: ``place``, ``weight``, ``share``."""
        order = np.argsort(-self.values, kind="stable")[: self.positive]
        return pd.DataFrame(
            {
                "place": [self.places[at] for at in order],
                "weight": self.values[order],
                "share": self.values[order] / self.values.sum(),
            }
        )

    def summary(self) -> str:
        """Return a few lines of text."""
        exact = int(self.balance["is_exact"].sum())
        return (
            f"{self.positive} of {len(self.donors)} donors have weight, worth "
            f"{self.effective_sample_size:.1f} equal ones; the heaviest carries "
            f"{self.largest_share:.1%}.\n{exact} constraints are met exactly (relative misfit "
            f"{self.misfit:.0e}), {len(self.balance) - exact} as closely as possible."
        )


def synthetic_weights(
    panel: Panel,
    *,
    intervention: Intervention,
    matching: Matching,
    as_microsynth: bool = False,
) -> SyntheticWeights:
    """Find the most equal non-negative weights under which the donors match the treated area.

    Parameters
    ----------
    panel
        Counts and covariates; for cross-sectional weights, one period and covariates to match.
    intervention
        Where, since when, against what.
    matching
        What to match on.
    as_microsynth
        Stop where R microsynth stops, at a relative misfit of 1e-4.

    Raises
    ------
    InfeasibleTargets
        If no weights reach the targets and ``matching.backup`` is off; names the constraints.
    MissingCells
        If a matched count of a treated place is missing.
    """
    return weights_of(
        WeightProblem.of(
            panel, intervention=intervention, matching=matching, as_microsynth=as_microsynth
        )
    )


def weights_of(problem: WeightProblem) -> SyntheticWeights:
    """Return the weights of a solved problem, with their balance and caveats."""
    values, treated = problem.constraints.values, problem.treated
    counted = np.delete(values, _uncounted(problem), axis=0)
    balance = pd.DataFrame(
        {
            "constraint": problem.constraints.names,
            "family": problem.constraints.families,
            "is_exact": problem.constraints.is_exact,
            "target": values[treated].sum(axis=0),
            "weighted": problem.weights @ values,
            "all_places": counted.mean(axis=0) * len(treated),
        }
    )
    found = SyntheticWeights(
        intervention=problem.intervention,
        places=problem.panel.places.ids,
        values=problem.weights,
        donors=problem.donors,
        model=problem.model,
        balance=balance,
        misfit=problem.main.misfit,
        gap=problem.main.gap,
    )
    return replace(found, caveats=tuple(_caveats(found, problem)))


def _caveats(found: SyntheticWeights, problem: WeightProblem) -> Iterator[str]:
    yield from problem.fell_back
    uncounted = len(_uncounted(problem))
    if uncounted:
        yield f"{uncounted} donors were left out because counts before the start are missing."
    if not problem.main.is_exact:
        yield (
            f"After {problem.main.steps} steps the weights still miss a target by "
            f"{found.misfit:.1e} (relative): they do not match the area."
        )
    if found.effective_sample_size < FEW_EFFECTIVE_DONORS:
        yield (
            f"The counterfactual rests on the equivalent of {found.effective_sample_size:.1f} "
            "places: one donor's good or bad year can move it."
        )
    if found.largest_share > HEAVY_DONOR:
        heaviest = found.to_frame()["place"].iloc[0]
        yield f"Donor {heaviest} alone carries {found.largest_share:.0%} of the weight."


def _uncounted(problem: WeightProblem) -> NDArray[np.intp]:
    """Return the places that would be donors, had they been counted."""
    return np.setdiff1d(problem.intervention.donors(problem.panel.places), problem.area.among)
