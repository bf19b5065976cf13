"""What other draws show: the jackknife, and placebo areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from commonground.core.errors import MethodError
from commonground.core.progress import Progress
from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.question import (
    FEWEST_PLACEBO_AREAS,
    Estimates,
    Inference,
    Question,
)
from commonground.evaluate.solving import Area, Positions
from commonground.numerics.batch_calibration import BatchWeights
from commonground.numerics.calibration import Floats
from commonground.numerics.jackknife import Jackknifed, jackknife_groups, jackknifed
from commonground.numerics.joint_test import R_ROW_GROUPS, Joint, jackknife_moments
from commonground.numerics.linearisation import quotient
from commonground.numerics.permutation import placebo_areas, placebo_patches

FEWEST_REPLICATES_SHARE = 0.9
"""Share of jackknife groups that must leave a solvable set behind for the rest to mean anything."""


class TooFewPlaceboAreas(MethodError):
    """Too few placebo areas to rank anything among."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaceboDistribution:
    """What the placebo areas show.

    Parameters
    ----------
    by_horizon
        Estimates of the solved sets, one entry a horizon; empty if too few sets were solved.
    gaps
        Treated minus counterfactual of every period, shape (sets, periods, outcomes).
    drawn
        Sets drawn.
    unsolved
        Sets without weights that match them: left out, or used all the same by R's rules.
    """

    by_horizon: tuple[Estimates, ...]
    gaps: Floats
    drawn: int
    unsolved: int


def placebo_distribution(
    problem: WeightProblem,
    question: Question,
    *,
    seed: int,
    workers: int,
    row_groups: Sequence[Positions | None],
    progress: Progress | None = None,
) -> PlaceboDistribution | None:
    """Evaluate placebo areas as if each had been treated; ``None`` if none were asked for."""
    inference = question.inference
    rows = _placebo_rows(problem, inference, seed=seed)
    if rows is None:
        return None

    among = _counted(problem) if inference.placebo == "any" else problem.donors
    followed = [counted_series(problem, outcome) for outcome in question.outcomes]
    parts: list[list[Estimates]] = [[] for _ in question.horizons]
    gaps: list[Floats] = []
    done = unsolved = 0
    areas = [Area(treated=treated, among=among) for treated in rows]
    for batch in problem.solver.solve_many(areas, workers=workers):
        treated = rows[done : done + len(batch.is_exact)]
        done += len(treated)
        unsolved += int((~batch.is_exact).sum())
        usable = batch.is_exact | inference.as_microsynth
        weights, treated = batch.weights[usable], treated[usable]
        for at, part in enumerate(parts):
            part.append(
                question.estimates(at, weights=weights, treated=treated, row_groups=row_groups[at])
            )
        gaps.append(np.stack([s[treated].sum(axis=1) - weights @ s for s in followed], axis=2))
        if progress:
            progress("Placebo areas", done, len(rows))

    enough = inference.as_microsynth or done - unsolved >= FEWEST_PLACEBO_AREAS
    return PlaceboDistribution(
        by_horizon=tuple(_joined(part) for part in parts) if enough else (),
        gaps=np.concatenate(gaps),
        drawn=len(rows),
        unsolved=unsolved,
    )


def counted_series(problem: WeightProblem, outcome: str) -> Floats:
    """Return the counts of an outcome, ``nan`` in periods not counted for every place in use."""
    counts = problem.panel.series(outcome)
    used = np.concatenate([problem.treated, problem.donors])
    incomplete = np.isnan(counts[used]).any(axis=0)
    return np.where(incomplete, np.nan, np.nan_to_num(counts))


@dataclass(frozen=True, slots=True, eq=False)
class JackknifeResult:
    """Jackknife uncertainty of every horizon, or why there is none.

    Parameters
    ----------
    by_horizon
        One entry a horizon; empty if too many groups could not be left out.
    joint
        Joint test of every horizon.
    groups
        Groups asked for.
    infeasible
        Groups without which no weights reach the targets, with the constraints in conflict.
    """

    by_horizon: tuple[Jackknifed, ...]
    joint: tuple[Joint, ...]
    groups: int
    infeasible: Mapping[int, tuple[str, ...]]


def jackknife(
    problem: WeightProblem,
    question: Question,
    *,
    seed: int,
    workers: int,
    progress: Progress | None = None,
) -> JackknifeResult | None:
    """Leave out one group of places at a time and match again; ``None`` if not asked for."""
    group_of = _jackknife_groups(problem, question.inference, seed=seed)
    if group_of is None:
        return None

    groups = int(group_of.max()) + 1
    treated, donors = problem.treated, problem.donors
    areas = [
        Area(
            treated=treated[group_of[treated] != group],
            among=donors,
            left_out=np.concatenate(
                [treated[group_of[treated] == group], donors[group_of[donors] == group]]
            ),
        )
        for group in range(groups)
    ]
    solved: list[BatchWeights] = []
    done = 0
    for batch in problem.solver.solve_many(areas, workers=workers):
        solved.append(batch)
        done += len(batch.is_exact)
        if progress:
            progress("Jackknife", done, groups)
    exact = np.concatenate([batch.is_exact for batch in solved])
    infeasible = {int(g): problem.solver.conflict(areas[g]) for g in np.flatnonzero(~exact)}
    usable = np.flatnonzero(exact | question.inference.as_microsynth)
    if len(usable) < FEWEST_REPLICATES_SHARE * groups:
        return JackknifeResult((), (), groups, infeasible)

    weights = np.concatenate([batch.weights for batch in solved])[usable]
    kept = [areas[group].treated for group in usable]
    results = [
        _replicated(problem, sums, kept=kept, weights=weights)
        for sums in (follow_up.sums for follow_up in question.follow_ups)
    ]
    joint = [_joint(question, one) for one in results]
    return JackknifeResult(
        tuple(one.jackknifed for one in results), tuple(joint), groups, infeasible
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Replicated:
    """Log ratio of the whole sample, relative effects of the replicates, and their jackknife."""

    log_ratio: Floats
    relative: Floats
    jackknifed: Jackknifed


def _replicated(
    problem: WeightProblem, sums: Floats, *, kept: Sequence[Positions], weights: Floats
) -> _Replicated:
    mean_treated = np.stack([sums[treated].mean(axis=0) for treated in kept])
    mean_weighted = weights @ sums / weights.sum(axis=1, keepdims=True)
    full_treated = sums[problem.treated].mean(axis=0)
    full_weighted = problem.weights @ sums / problem.weights.sum()
    found = jackknifed(
        mean_treated=mean_treated,
        mean_weighted=mean_weighted,
        full_treated=full_treated,
        full_weighted=full_weighted,
    )
    positive = (full_treated > 0) & (full_weighted > 0)
    ratio = quotient(np.where(positive, full_treated, np.nan), full_weighted)
    return _Replicated(np.log(ratio), quotient(mean_treated, mean_weighted) - 1, found)


def _joint(question: Question, replicated: _Replicated) -> Joint:
    freedom = replicated.jackknifed.replicates - 1
    if question.inference.as_microsynth:
        moments = jackknife_moments(replicated.relative[None])
        return question.joint_of(*moments, freedom=freedom)
    return question.joint_of(
        replicated.log_ratio[None], replicated.jackknifed.log_covariance[None], freedom=freedom
    )


def row_groups(
    problem: WeightProblem, question: Question, *, seed: int
) -> tuple[Positions | None, ...]:
    """Return random groups of rows for R's joint test, one entry a horizon; ``None`` otherwise."""
    if not question.inference.as_microsynth:
        return (None,) * len(question.horizons)
    given = question.inference.joint_rows or {}
    random = np.random.default_rng(seed)
    groups = []
    for horizon, follow_up in zip(question.horizons, question.follow_ups, strict=True):
        shape = follow_up.counts.shape[:2]
        drawn = np.empty(shape, dtype=np.intp)
        for arm in (problem.treated, problem.donors):
            size = len(arm) * shape[1]
            drawn[arm] = random.permutation(np.arange(size) % R_ROW_GROUPS).reshape(len(arm), -1)
        groups.append(given.get(horizon, drawn))
    return tuple(groups)


def _placebo_rows(problem: WeightProblem, inference: Inference, *, seed: int) -> Positions | None:
    if inference.placebo_rows is not None:
        return inference.placebo_rows
    if not inference.permutations:
        return None
    size, count = len(problem.treated), inference.permutations
    eligible = _counted(problem) if inference.placebo == "any" else problem.donors
    if inference.placebo == "patches":
        starts, others = problem.panel.places.neighbours()
        rows = placebo_patches(
            eligible, starts=starts, others=others, size=size, count=count, seed=seed
        )
    elif size > len(eligible) // 2:
        rows = np.empty((0, size), dtype=np.intp)
    else:
        rows = placebo_areas(eligible, size=size, count=count, seed=seed)
        rows = rows[(rows != problem.treated).any(axis=1)]
    if len(rows) < FEWEST_PLACEBO_AREAS:
        raise TooFewPlaceboAreas(
            f"Only {len(rows)} placebo areas of {size} places can be made from {len(eligible)} "
            f"places; at least {FEWEST_PLACEBO_AREAS} are needed. Add untreated places, or leave "
            "placebo areas out."
        )
    return rows


def _counted(problem: WeightProblem) -> Positions:
    return np.union1d(problem.donors, problem.treated)


def _jackknife_groups(
    problem: WeightProblem, inference: Inference, *, seed: int
) -> Positions | None:
    if inference.jackknife_rows is not None:
        return inference.jackknife_rows
    if not inference.jackknife:
        return None
    smaller = min(len(problem.treated), len(problem.donors))
    groups = smaller if inference.jackknife is True else min(int(inference.jackknife), smaller)
    if groups < 2:
        return None
    group_of = np.zeros(len(problem.panel.places), dtype=np.intp)
    group_of[problem.treated], group_of[problem.donors] = jackknife_groups(
        len(problem.treated), len(problem.donors), groups=groups, seed=seed
    )
    return group_of


def _joined(parts: Sequence[Estimates]) -> Estimates:
    return Estimates(
        t=np.concatenate([part.t for part in parts]),
        log_ratio=np.concatenate([part.log_ratio for part in parts]),
        log_se=np.concatenate([part.log_se for part in parts]),
        expected=np.concatenate([part.expected for part in parts]),
        joint=Joint(
            statistic=np.concatenate([part.joint.statistic for part in parts]),
            p=np.concatenate([part.joint.p for part in parts]),
            rank=np.concatenate([part.joint.rank for part in parts]),
            size=parts[0].joint.size,
        ),
    )
