"""Micro-synthetic control: what changed in an area, against weighted places that were like it.

Robbins, Saunders and Kilmer (2017), *A framework for synthetic control methods with
high-dimensional, micro-level data*, Journal of the American Statistical Association 112, 109-126;
Robbins and Davenport (2021), *microsynth*, Journal of Statistical Software 97(2).
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.core.periods import PeriodLike
from commonground.core.progress import Progress
from commonground.evaluate.caveats import caveats_of
from commonground.evaluate.diagnostics import Diagnostics, diagnose
from commonground.evaluate.matching import Matching, NothingToMatch
from commonground.evaluate.problem import OtherWeights, WeightProblem
from commonground.evaluate.question import ImpossibleInference, Inference, Question, question_of
from commonground.evaluate.resampling import (
    counted_series,
    jackknife,
    placebo_distribution,
    row_groups,
)
from commonground.evaluate.uncertainty import Findings, Tables
from commonground.evaluate.weights import SyntheticWeights, weights_of
from commonground.numerics.parallel import one_thread

PLACEBO_BAND = (0.05, 0.95)
"""Quantiles of placebo gaps that figures show as a band."""


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """What happened, what would have happened, and how sure we are of the difference.

    Parameters
    ----------
    intervention
        Where and since when.
    weights
        The weighted donors that stand in for the area.
    estimates
        One row a horizon and outcome (or contrast): ``horizon`` (its last period), ``outcome``,
        ``observed``, ``counterfactual``, ``difference``, ``change`` (relative).
    uncertainty
        One row a horizon, outcome and kind: ``kind``, ``statistic``, ``freedom``, ``p``, ``lower``
        and ``upper`` (relative change), ``log_se``.
    joint
        One row a horizon and kind: the test of all outcomes together.
    series
        One row an outcome and period: ``observed``, ``counterfactual``, ``all_places`` (scaled to
        the area's number of places), ``placebo_low`` and ``placebo_high`` (of the gap).
    starts
        First period in which the intervention could have had an effect.
    inference
        How uncertainty was counted.
    diagnostics
        Checks of the comparison; ``None`` if they were not asked for.
    caveats
        What a reader must know.
    """

    intervention: Intervention
    weights: SyntheticWeights
    estimates: pd.DataFrame
    uncertainty: pd.DataFrame
    joint: pd.DataFrame
    series: pd.DataFrame
    starts: str
    inference: Inference
    diagnostics: Diagnostics | None = None
    caveats: tuple[str, ...] = ()

    @property
    def quoted(self) -> str:
        """The kind of uncertainty that is quoted."""
        return self.inference.kinds[0]

    @property
    def horizons(self) -> tuple[str, ...]:
        """Last period of each horizon."""
        return tuple(dict.fromkeys(self.estimates["horizon"]))

    def change(self, outcome: str) -> float:
        """Return the relative change of an outcome over the longest horizon: -0.2 is 20 % less."""
        asked = (self.estimates["horizon"] == self.horizons[-1]) & (
            self.estimates["outcome"] == outcome
        )
        return float(self.estimates.loc[asked, "change"].item())

    def to_frame(self, kind: str | None = None) -> pd.DataFrame:
        """Return one row a horizon and outcome, with the uncertainty of one kind.

        Parameters
        ----------
        kind
            The quoted kind if left out.
        """
        chosen = self.uncertainty[self.uncertainty["kind"] == (kind or self.quoted)]
        return self.estimates.merge(chosen, on=["horizon", "outcome"], how="inner")

    def summary(self) -> str:
        """Return a few lines of text: each outcome's change, its interval and p."""
        lines = [
            _line(row, confidence=self.inference.confidence)
            for row in self.to_frame().to_dict(orient="records")
        ]
        return "\n".join([*lines, *(f"Caveat: {caveat}" for caveat in self.caveats)])


def _line(row: Mapping[Hashable, Any], *, confidence: float) -> str:
    """Say one row of `Effect.to_frame`; a contrast has no counts, and some have no interval."""
    counts = interval = ""
    if not np.isnan(row["observed"]):
        counts = f"{row['observed']:.0f} recorded, {row['counterfactual']:.1f} expected without, "
    if not np.isnan(row["lower"]):
        ends = f"{row['lower']:+.1%} to {row['upper']:+.1%}"
        p = "p < 0.001" if row["p"] < 0.001 else f"p = {row['p']:.3f}"
        interval = f" ({confidence:.0%} interval {ends}, {p})"
    change = "no change known" if np.isnan(row["change"]) else f"{row['change']:+.1%}"
    return f"{row['outcome']} to {row['horizon']}: {counts}{change}{interval}"


def micro_synthetic_control(  # noqa: PLR0913  what is asked, and how
    panel: Panel,
    *,
    intervention: Intervention,
    outcomes: Sequence[str],
    matching: Matching | None = None,
    horizons: Sequence[PeriodLike] | None = None,
    inference: Inference | None = None,
    weights: WeightProblem | None = None,
    diagnostics: bool = True,
    seed: int = 0,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Effect:
    """Estimate the effect of one intervention on several outcomes.

    Parameters
    ----------
    panel
        Counts and covariates of the treated and untreated places.
    intervention
        Where, since when, against what.
    outcomes
        Outcomes to evaluate.
    matching
        What the weighted donors must have in common with the area; only with ``weights`` it may be
        left out.
    horizons
        Last periods to evaluate to, in any order; the last of the panel if left out.
    inference
        How to count uncertainty; linearised and two-sided if left out.
    weights
        Weights that were already found with `WeightProblem.of`, to be used as they are.
    diagnostics
        Check the comparison as well (`evaluate.diagnostics`).
    seed
        Same seed, same result, whatever the number of workers.
    workers
        Threads for placebo areas and the jackknife; all cores if left out.
    progress
        Called with the name of a stage, what is done of it, and what there is to do.

    Raises
    ------
    InfeasibleTargets
        If no weights reach the targets.
    MissingCells
        If a count of a treated place is missing.
    OtherWeights
        If the weights given were made for something else.
    """
    asked = inference or Inference()
    workers = workers or os.cpu_count() or 1
    if seed < 0:
        raise ImpossibleInference(f"The seed is {seed}; a whole number from 0 on is needed.")
    problem = _problem(panel, intervention, matching, weights=weights, asked=asked)

    with one_thread():
        question = question_of(problem, outcomes=outcomes, horizons=horizons, inference=asked)
        findings = _findings(problem, question, seed=seed, workers=workers, progress=progress)
        checks = diagnose(problem, question, progress=progress) if diagnostics else None
    found, tables = weights_of(problem), Tables.of(findings)

    return Effect(
        intervention=intervention,
        weights=found,
        estimates=tables.estimates,
        uncertainty=tables.uncertainty,
        joint=tables.joint,
        series=_series(findings),
        starts=panel.periods.labels[question.start],
        inference=asked,
        diagnostics=checks,
        caveats=caveats_of(findings, tables, weights=found, checks=checks),
    )


def _problem(
    panel: Panel,
    intervention: Intervention,
    matching: Matching | None,
    *,
    weights: WeightProblem | None,
    asked: Inference,
) -> WeightProblem:
    """Return the weights that were given, or find them."""
    if weights is not None:
        if not isinstance(weights, WeightProblem):
            raise OtherWeights(
                f"The weights are a {type(weights).__name__}, which does not hold what they were "
                "made from. Make them with WeightProblem.of(panel, intervention=..., matching=...)."
            )
        return weights.on(panel, intervention, matching)
    if matching is None:
        raise NothingToMatch(
            "There is nothing to match on. Give a matching, or weights made of one."
        )
    return WeightProblem.of(
        panel, intervention=intervention, matching=matching, as_microsynth=asked.as_microsynth
    )


def _findings(
    problem: WeightProblem,
    question: Question,
    *,
    seed: int,
    workers: int,
    progress: Progress | None,
) -> Findings:
    seeds = [int(s) for s in np.random.SeedSequence(seed).generate_state(3, dtype=np.uint64)]
    groups = row_groups(problem, question, seed=seeds[2])
    main = [
        question.estimates(
            at,
            weights=problem.weights[None],
            treated=problem.treated[None],
            row_groups=groups[at],
        )
        for at in range(len(question.horizons))
    ]
    return Findings(
        problem=problem,
        question=question,
        main=tuple(main),
        placebo=placebo_distribution(
            problem, question, seed=seeds[0], workers=workers, row_groups=groups, progress=progress
        ),
        left_out=jackknife(problem, question, seed=seeds[1], workers=workers, progress=progress),
    )


def _series(findings: Findings) -> pd.DataFrame:
    problem, placebo = findings.problem, findings.placebo
    periods = problem.panel.periods.labels
    tables = []
    for at, outcome in enumerate(findings.question.outcomes):
        counts, everywhere = counted_series(problem, outcome), problem.panel.series(outcome)
        places_counted = np.maximum((~np.isnan(everywhere)).sum(axis=0), 1)
        band = np.full((2, len(periods)), np.nan)
        if placebo is not None and placebo.by_horizon:
            band = np.quantile(placebo.gaps[:, :, at], PLACEBO_BAND, axis=0)
        tables.append(
            pd.DataFrame(
                {
                    "outcome": outcome,
                    "period": periods,
                    "observed": counts[problem.treated].sum(axis=0),
                    "counterfactual": problem.weights @ counts,
                    "all_places": np.nansum(everywhere, axis=0)
                    * len(problem.treated)
                    / places_counted,
                    "placebo_low": band[0],
                    "placebo_high": band[1],
                }
            )
        )
    return pd.concat(tables, ignore_index=True)
