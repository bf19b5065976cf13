"""What is asked of a comparison: which outcomes, how far, and how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy import special

from commonground.core.errors import MethodError
from commonground.core.panel import MissingCells, Panel, UnknownColumn
from commonground.core.periods import PeriodLike, UnknownPeriod
from commonground.evaluate.problem import WeightProblem
from commonground.numerics.calibration import Floats
from commonground.numerics.joint_test import (
    R_ROW_GROUPS,
    Joint,
    grouped_relative_effects,
    jackknife_moments,
    joint_test,
)
from commonground.numerics.linearisation import (
    FollowUp,
    Linearisation,
    Linearised,
    left_out_predictions,
    linearised,
    quotient,
)
from commonground.numerics.permutation import Alternative

Placebo = Literal["untreated", "any", "patches"]

FEWEST_PLACEBO_AREAS = 19
"""Fewer than this cannot give a p of 0.05."""


FEWEST_GROUPS = 2
"""A jackknife leaves one group out and must keep another."""


class ImpossibleInference(MethodError):
    """A way of counting uncertainty that cannot be used."""


@dataclass(frozen=True, slots=True)
class Inference:
    """How to count uncertainty.

    Parameters
    ----------
    kinds
        Linearised errors to give; the first is the one quoted, and the one placebo areas are
        studentised with. ``"residual"`` counts a place once and only what the match does not
        explain; ``"clustered"`` counts a place once; ``"unclustered"`` counts each of its periods.
    alternative
        ``"lower"`` if only a fall counts as an effect, ``"upper"``, or ``"two-sided"``.
    confidence
        Coverage of the intervals.
    permutations
        Placebo areas to draw; 0 for none.
    placebo
        Where they come from: ``"untreated"`` places, ``"patches"`` of neighbouring untreated
        places, or ``"any"`` place, the treated among them (R microsynth).
    jackknife
        Groups to leave out one at a time; ``True`` for as many as there are treated places.
    contrasts
        Combinations of log ratios to estimate: ``{"violence against property": {"violent": 1,
        "property": -1}}``.
    joint
        Outcomes of the joint test; all evaluated ones if left out.
    as_microsynth
        R microsynth's rules: normal tails, p without the observed set, interpolated quantiles, and
        a joint test over random groups of rows.
    placebo_rows, jackknife_rows, joint_rows
        Draws to use instead of our own: treated positions of each placebo area (sets, size); group
        of each place (places,); group of each place and period by last period (places, periods).
    """

    kinds: tuple[Linearisation, ...] = ("residual", "clustered")
    alternative: Alternative = "two-sided"
    confidence: float = 0.9
    permutations: int = 0
    placebo: Placebo = "untreated"
    jackknife: bool | int = False
    contrasts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    joint: tuple[str, ...] | None = None
    as_microsynth: bool = False
    placebo_rows: NDArray[np.intp] | None = None
    jackknife_rows: NDArray[np.intp] | None = None
    joint_rows: Mapping[str, NDArray[np.intp]] | None = None

    def __post_init__(self) -> None:
        """Check that the words are known and that the numbers can be meant."""
        for name, listed in (("kinds", self.kinds), ("joint", self.joint)):
            if isinstance(listed, str):
                raise ImpossibleInference(
                    f"{name} is the text {listed!r}; a list is needed, as [{listed!r}]."
                )
        if not self.kinds:
            raise ImpossibleInference("No kind of uncertainty is named. Name one, as 'residual'.")
        for kind in self.kinds:
            _require_known(kind, get_args(Linearisation), what="kind of uncertainty")
        _require_known(self.alternative, get_args(Alternative), what="alternative")
        _require_known(self.placebo, get_args(Placebo), what="way of drawing placebo areas")
        if len(set(self.kinds)) < len(self.kinds):
            raise ImpossibleInference(
                f"A kind of uncertainty is named twice: {', '.join(self.kinds)}. Name each once."
            )
        if not 0 < self.confidence < 1:
            raise ImpossibleInference(
                f"A confidence of {self.confidence:g}; between 0 and 1 is needed, as 0.9."
            )
        if not isinstance(self.jackknife, bool) and self.jackknife < FEWEST_GROUPS:
            raise ImpossibleInference(
                f"A jackknife of {self.jackknife} groups; at least {FEWEST_GROUPS} are needed. "
                "Write True for as many as there are treated places, or False for none."
            )
        if self.permutations and self.permutations < FEWEST_PLACEBO_AREAS:
            raise ImpossibleInference(
                f"{self.permutations} placebo areas were asked for; at least "
                f"{FEWEST_PLACEBO_AREAS} are needed to tell anything from chance."
            )


def _require_known(word: str, known: tuple[str, ...], *, what: str) -> None:
    if word not in known:
        raise ImpossibleInference(f"There is no {what} {word!r}; there are {', '.join(known)}.")


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """Estimates of outcomes, then contrasts, for several sets over one horizon.

    Parameters
    ----------
    t
        What placebo areas are ranked by, shape (sets, outcomes + contrasts).
    log_ratio, log_se
        Log of observed over counterfactual and its standard error, same shape.
    expected
        Counterfactual total of each outcome, shape (sets, outcomes).
    joint
        Joint test of the outcomes, one a set.
    """

    t: Floats
    log_ratio: Floats
    log_se: Floats
    expected: Floats
    joint: Joint

    @property
    def studentised(self) -> Floats:
        """Log ratio over its standard error."""
        return quotient(self.log_ratio, self.log_se)

    @property
    def ranked(self) -> Floats:
        """The same, infinite where nothing was recorded: beyond all others, not left out."""
        beyond = np.where(self.t < 0, -np.inf, np.where(self.t > 0, np.inf, np.nan))
        return np.where(np.isnan(self.log_ratio), beyond, self.studentised)


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is asked of the panel: outcomes, over horizons, with which uncertainty.

    Parameters
    ----------
    outcomes
        Outcomes to evaluate.
    horizons
        Last period of each horizon, as a label; the shortest horizon first.
    start
        Position of the first period of every horizon.
    follow_ups
        Counts over each horizon, with what the constraints predict.
    inference
        How to count uncertainty.
    """

    outcomes: tuple[str, ...]
    horizons: tuple[str, ...]
    start: int
    follow_ups: tuple[FollowUp, ...]
    inference: Inference

    @property
    def contrasts(self) -> Floats:
        """Coefficients of the contrasts, shape (contrasts, outcomes)."""
        named = self.inference.contrasts.values()
        rows = [[float(one.get(outcome, 0.0)) for outcome in self.outcomes] for one in named]
        return np.array(rows, dtype=np.float64).reshape(-1, len(self.outcomes))

    @property
    def joint(self) -> list[int]:
        """Positions of the outcomes in the joint test."""
        wanted = self.inference.joint or self.outcomes
        return [self.outcomes.index(outcome) for outcome in wanted]

    def compare(
        self, at: int, *, weights: Floats, treated: NDArray[np.intp], kind: Linearisation
    ) -> Linearised:
        """Compare treated sets with their weighted donors over one horizon."""
        return linearised(self.follow_ups[at], weights=weights, treated=treated, kind=kind)

    def compare_area(
        self, at: int, problem: WeightProblem, *, kind: Linearisation | None = None
    ) -> Linearised:
        """Compare the area itself, by the quoted kind of uncertainty if none is named."""
        return self.compare(
            at,
            weights=problem.weights[None],
            treated=problem.treated[None],
            kind=kind or self.inference.kinds[0],
        )

    def estimates(
        self,
        at: int,
        *,
        weights: Floats,
        treated: NDArray[np.intp],
        row_groups: NDArray[np.intp] | None,
    ) -> Estimates:
        """Estimate outcomes and contrasts over one horizon, by the quoted kind of uncertainty."""
        found = self.compare(at, weights=weights, treated=treated, kind=self.inference.kinds[0])
        joint = self.joint_of(
            found.log_ratio, found.log_covariance, freedom=self.joint_freedom(found, treated)
        )
        if row_groups is not None:
            effects = grouped_relative_effects(
                self.follow_ups[at].counts, weights=weights, treated=treated, groups=row_groups
            )
            joint = self.joint_of(*jackknife_moments(effects), freedom=R_ROW_GROUPS - 1)
        ratio, se = self.contrasted(found.log_ratio, found.log_covariance)
        return Estimates(
            t=np.hstack([found.t, quotient(ratio, se)]),
            log_ratio=np.hstack([found.log_ratio, ratio]),
            log_se=np.hstack([found.log_se, se]),
            expected=found.counterfactual,
            joint=joint,
        )

    def joint_freedom(self, found: Linearised, treated: NDArray[np.intp]) -> Floats:
        """Return the degrees of freedom of the joint covariance, shape (sets,).

        The least of the tested outcomes' own where they are estimated and there are treated places
        enough to tell the outcomes apart, else one less than the treated places.
        """
        least: Floats = found.freedom[:, self.joint].min(axis=1)
        apart = treated.shape[1] - 1
        if apart < len(self.joint) or not np.isfinite(least).all():
            return np.full(len(least), float(apart))
        return least

    def joint_of(self, estimates: Floats, covariance: Floats, *, freedom: Floats | float) -> Joint:
        """Test all outcomes together, by their joint covariance.

        Parameters
        ----------
        estimates, covariance
            Shapes (sets, outcomes) and (sets, outcomes, outcomes).
        freedom
            Degrees of freedom behind the covariance, of all sets or shape (sets,). R microsynth
            uses normal and chi-square tails, however few there are.
        """
        columns, r_rules = self.joint, self.inference.as_microsynth
        return joint_test(
            estimates[:, columns],
            covariance[:, columns][:, :, columns],
            alternative=self.inference.alternative,
            freedom=np.where(np.asarray(freedom) > 0, np.inf, freedom) if r_rules else freedom,
        )

    def contrasted(self, log_ratio: Floats, covariance: Floats) -> tuple[Floats, Floats]:
        """Return contrasts of log ratios and their standard errors, shape (sets, contrasts)."""
        rows = self.contrasts
        used = rows != 0
        value = np.where(used[None], rows[None] * log_ratio[:, None, :], 0.0).sum(axis=2)
        both = used[:, :, None] & used[:, None, :]
        pairs = np.where(both, rows[:, :, None] * rows[:, None, :], 0.0)
        spread = np.where(both[None], pairs[None] * covariance[:, None], 0.0).sum(axis=(2, 3))
        return value, np.sqrt(np.maximum(spread, 0.0))


def question_of(
    problem: WeightProblem,
    *,
    outcomes: Sequence[str],
    horizons: Sequence[PeriodLike] | None,
    inference: Inference,
) -> Question:
    """Cut the horizons out of a panel, and predict what the constraints say of each."""
    if isinstance(outcomes, str):
        raise UnknownColumn(
            f"The outcomes are the text {outcomes!r}; a list is needed, as [{outcomes!r}]."
        )
    panel, outcomes = problem.panel, tuple(dict.fromkeys(outcomes))
    _require_evaluated(panel, outcomes, inference)
    start = panel.periods.position(problem.intervention.starts)
    wanted = horizons or [panel.periods.labels[-1]]
    ends = sorted({panel.periods.position(period) for period in wanted})
    if ends[0] < start:
        raise UnknownPeriod(
            f"The horizon to {panel.periods.labels[ends[0]]} ends before the intervention starts "
            f"({panel.periods.labels[start]}). Give a later period."
        )
    columns = [panel.outcomes.index(outcome) for outcome in outcomes]
    _require_counted(problem, columns, start, ends[-1])
    follow_ups = []
    for end in ends:
        counts = np.nan_to_num(panel.counts[:, start : end + 1][:, :, columns])
        predicted = left_out_predictions(
            problem.independent, counts.sum(axis=1), fitted=problem.donors
        )
        follow_ups.append(FollowUp(counts=counts, predicted=predicted))
    return Question(
        outcomes=outcomes,
        horizons=tuple(panel.periods.labels[end] for end in ends),
        start=start,
        follow_ups=tuple(follow_ups),
        inference=inference,
    )


def _require_evaluated(panel: Panel, outcomes: tuple[str, ...], inference: Inference) -> None:
    """Refuse a joint test or a contrast of anything that is not evaluated."""
    panel.require_outcomes(outcomes)
    if not outcomes:
        raise UnknownColumn(f"No outcome is named; there are {', '.join(panel.outcomes)}.")
    used = [*(inference.joint or ()), *(name for c in inference.contrasts.values() for name in c)]
    unknown = [name for name in used if name not in outcomes]
    if unknown:
        raise UnknownColumn(
            f"{unknown[0]!r} is in the joint test or a contrast, and not among the outcomes to "
            f"evaluate: {', '.join(outcomes)}."
        )
    taken = [name for name in inference.contrasts if name in outcomes]
    if taken:
        raise ImpossibleInference(f"The contrast {taken[0]!r} has the name of an outcome.")


def _require_counted(problem: WeightProblem, columns: list[int], start: int, end: int) -> None:
    """Refuse missing counts after the start: nothing stands in for them."""
    missing = np.any(problem.panel.missing[:, start : end + 1][:, :, columns], axis=(1, 2))
    used = np.union1d(problem.treated, problem.donors)
    gone = used[missing[used]]
    if len(gone):
        raise MissingCells(
            f"{len(gone)} places have missing counts after the start, the first is "
            f"{problem.panel.places.ids[gone[0]]!r}. A gap is not a zero: find the counts, end the "
            "horizon earlier, or take those places out of area and comparison."
        )


def tail(
    statistic: Floats, *, alternative: Alternative, freedom: Floats | float = np.inf
) -> Floats:
    """Return the p of a statistic with a t distribution.

    Parameters
    ----------
    statistic
        Any shape.
    alternative
        Which tail, or both.
    freedom
        Degrees of freedom: infinite for the normal distribution, ``nan`` if there is no p.
    """
    lower, upper = (_t_cdf(sign * statistic, freedom) for sign in (1.0, -1.0))
    if alternative == "two-sided":
        return 2 * np.minimum(lower, upper)
    return lower if alternative == "lower" else upper


def quantile(confidence: float, *, freedom: Floats | float = np.inf) -> Floats:
    """Return how many standard errors an interval reaches to either side."""
    level = (1 + confidence) / 2
    return np.where(
        np.isinf(freedom), special.ndtri(level), special.stdtrit(_finite(freedom), level)
    )


def _t_cdf(statistic: Floats, freedom: Floats | float) -> Floats:
    return np.where(
        np.isinf(freedom), special.ndtr(statistic), special.stdtr(_finite(freedom), statistic)
    )


def _finite(freedom: Floats | float) -> Floats:
    return np.where(np.isinf(freedom), 1.0, freedom)
