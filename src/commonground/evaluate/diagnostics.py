"""What to look at before believing an effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from commonground.core.errors import MethodError
from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.core.progress import Progress, quietly
from commonground.evaluate.matching import Matching, earlier, matched_outcomes
from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.question import (
    Inference,
    Question,
    quantile,
    question_of,
    tail,
)
from commonground.evaluate.resampling import counted_series
from commonground.evaluate.solving import InfeasibleTargets, NotSolved
from commonground.numerics.calibration import Floats
from commonground.numerics.linearisation import quotient

TOP_DONORS = 5
"""Heaviest donors that are left out one by one, and then together."""

POWER = 0.8
"""Chance of finding an effect of the detectable size."""

FEWEST_EARLIER_PERIODS = 4
"""Periods to match that must remain before a pretended start."""


class TooShortForPlaceboInTime(MethodError):
    """Too few periods before the start to pretend an earlier one."""


@dataclass(frozen=True, slots=True, eq=False)
class Diagnostics:
    """Checks of a comparison.

    Parameters
    ----------
    fit
        How well the past was matched: ``outcome``, ``rmspe`` (root mean squared gap a period before
        the start), ``mean_before`` and ``relative`` (their ratio).
    equally_good
        Least and most counterfactual over all weights that match as well: ``horizon``,
        ``outcome``, ``least``, ``most``, ``least_change``, ``most_change``.
    without_donors
        The change without the heaviest donors: ``left_out``, ``share`` (of all weight),
        ``outcome``, ``counterfactual``, ``change``.
    placebo_in_time
        The effect found where there can be none, for a start pretended earlier.
    detectable
        Smallest relative change whose interval leaves out 0 with 80 % power: ``outcome``,
        ``horizon``, ``after`` (by the result's own error) and ``before`` (by what was known at the
        start).
    notes
        Which checks could not be made, and why.
    """

    fit: pd.DataFrame
    equally_good: pd.DataFrame
    without_donors: pd.DataFrame
    placebo_in_time: pd.DataFrame
    detectable: pd.DataFrame
    notes: tuple[str, ...] = ()


def diagnose(
    problem: WeightProblem, question: Question, *, progress: Progress | None = None
) -> Diagnostics:
    """Check a comparison in every way the data allow.

    Parameters
    ----------
    problem
        The solved weights.
    question
        The outcomes and horizons evaluated.
    progress
        Called with the name of a stage, what is done of it, and what there is to do.
    """
    told = progress or quietly
    notes: list[str] = []
    told("Checks", 0, 3)
    try:
        in_time = placebo_in_time(problem, question)
    except (InfeasibleTargets, NotSolved, TooShortForPlaceboInTime) as error:
        in_time = _rows(_JUDGED_COLUMNS, [])
        notes.append(f"No effect could be looked for at an earlier, pretended start. {error}")
    told("Checks", 1, 3)
    without_donors = _without_donors(problem, question, notes)
    told("Checks", 2, 3)
    equally_good = _equally_good(problem, question)
    told("Checks", 3, 3)
    return Diagnostics(
        fit=_fit(problem, question),
        equally_good=equally_good,
        without_donors=without_donors,
        placebo_in_time=in_time,
        detectable=_detectable(problem, question, in_time),
        notes=tuple(notes),
    )


def placebo_in_time(problem: WeightProblem, question: Question) -> pd.DataFrame:
    """Look for an effect before the start, where there can be none.

    The start is pretended to be earlier by the length of the longest horizon, and the match made
    anew on what came before; an honest method finds nothing.

    Raises
    ------
    TooShortForPlaceboInTime
        If too few periods to match would remain.
    """
    length = max(follow_up.counts.shape[1] for follow_up in question.follow_ups)
    panel, intervention = problem.panel, problem.intervention
    pretended = _pretended(panel, intervention, problem.matching, length)
    again = WeightProblem.of(
        panel.until(question.start),
        intervention=pretended,
        matching=earlier(problem.matching, periods=length),
    )
    asked = question_of(
        again, outcomes=question.outcomes, horizons=None, inference=question.inference
    )
    return _judged(again, asked, starts=pretended.starts)


def minimum_detectable_change(
    panel: Panel,
    *,
    intervention: Intervention,
    outcomes: Sequence[str],
    matching: Matching,
    periods: int,
    inference: Inference | None = None,
) -> pd.DataFrame:
    """Say, before an intervention, how large a change would have to be to be found.

    Parameters
    ----------
    panel
        Counts up to the start; what comes after is not looked at.
    intervention
        The area and the first period that will count.
    outcomes
        Outcomes that will be evaluated.
    matching
        The match that will be used.
    periods
        Length of the follow-up.
    inference
        Alternative and confidence that will be used.

    Returns
    -------
    pandas.DataFrame
        ``outcome``, ``expected`` (counterfactual total of the pretended follow-up), ``log_se`` and
        ``detectable``: the smallest relative change whose interval leaves out 0 with 80 % power.
    """
    start = _start(panel, intervention)
    pretended = _pretended(panel, intervention, matching, periods)
    problem = WeightProblem.of(
        panel.until(start), intervention=pretended, matching=earlier(matching, periods=periods)
    )
    question = question_of(
        problem, outcomes=outcomes, horizons=None, inference=inference or Inference()
    )
    found = question.compare_area(0, problem)
    return pd.DataFrame(
        {
            "outcome": question.outcomes,
            "expected": found.counterfactual[0],
            "log_se": found.log_se[0],
            "detectable": detectable(
                found.log_se[0], freedom=found.freedom[0], inference=question.inference
            ),
        }
    )


def detectable(log_se: Floats, *, freedom: Floats, inference: Inference) -> Floats:
    """Return the smallest relative change whose interval leaves out 0 with 80 % power.

    Parameters
    ----------
    log_se, freedom
        Standard error of the log ratio and its degrees of freedom, same shape.
    inference
        Confidence of the interval, which is two-sided whatever the alternative. The alternative
        says only in which direction: a rise if only rises count, otherwise a fall.
    """
    power = quantile(2 * POWER - 1, freedom=freedom)
    reach = (quantile(inference.confidence, freedom=freedom) + power) * log_se
    return np.asarray(np.expm1(reach if inference.alternative == "upper" else -reach))


def _start(panel: Panel, intervention: Intervention) -> int:
    """Return the position of the start, which may lie just after the last period."""
    return panel.periods.slice(0, len(panel.periods) + 1).position(intervention.starts)


def _pretended(
    panel: Panel, intervention: Intervention, matching: Matching, periods: int
) -> Intervention:
    start = _start(panel, intervention) - periods
    first = 0 if matching.since is None else panel.periods.position(matching.since)
    fewest = FEWEST_EARLIER_PERIODS if matched_outcomes(matching) else 0
    if start < first:
        raise TooShortForPlaceboInTime(
            f"A start {periods} periods earlier would lie before the first period to match. "
            "Evaluate a shorter follow-up."
        )
    if start - first < fewest:
        raise TooShortForPlaceboInTime(
            f"A start {periods} periods earlier would leave {start - first} periods to match; at "
            f"least {fewest} are needed. Evaluate a shorter follow-up."
        )
    return Intervention(
        name=f"{intervention.name}, pretended earlier",
        area=intervention.area,
        starts=panel.periods.labels[start],
        buffer=intervention.buffer,
        comparison=intervention.comparison,
    )


_JUDGED_COLUMNS = (
    *("starts", "horizon", "outcome", "observed", "counterfactual", "change"),
    *("lower", "upper", "p", "log_se", "freedom"),
)


def _judged(problem: WeightProblem, question: Question, *, starts: str) -> pd.DataFrame:
    found = question.compare_area(0, problem)
    ratio, se, freedom = found.log_ratio[0], found.log_se[0], found.freedom[0]
    reach = quantile(question.inference.confidence, freedom=freedom) * se
    return pd.DataFrame(
        {
            "starts": starts,
            "horizon": question.horizons[0],
            "outcome": question.outcomes,
            "observed": found.treated[0],
            "counterfactual": found.counterfactual[0],
            "change": np.expm1(ratio),
            "lower": np.expm1(ratio - reach),
            "upper": np.expm1(ratio + reach),
            "p": tail(quotient(ratio, se), alternative="two-sided", freedom=freedom),
            "log_se": se,
            "freedom": freedom,
        },
        columns=list(_JUDGED_COLUMNS),
    )


def _fit(problem: WeightProblem, question: Question) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    for outcome in question.outcomes:
        counts = counted_series(problem, outcome)[:, : question.start]
        counts = counts[:, ~np.isnan(counts).any(axis=0)]
        observed = counts[problem.treated].sum(axis=0)
        gap = observed - problem.weights @ counts
        periods = max(len(gap), 1)
        rmspe, mean = np.sqrt((gap**2).sum() / periods), observed.sum() / periods
        rows.append((outcome, rmspe, mean, rmspe / mean if mean else np.nan))
    return _rows(["outcome", "rmspe", "mean_before", "relative"], rows)


def _equally_good(problem: WeightProblem, question: Question) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    horizon, sums = question.horizons[-1], question.follow_ups[-1].sums
    for at, outcome in enumerate(question.outcomes):
        least, most = problem.equally_good_range(sums[:, at])
        observed = sums[problem.treated, at].sum()
        changes = [observed / end - 1 if end > 0 else np.inf for end in (most, least)]
        rows.append((horizon, outcome, least, most, *changes))
    return _rows(["horizon", "outcome", "least", "most", "least_change", "most_change"], rows)


def _without_donors(problem: WeightProblem, question: Question, notes: list[str]) -> pd.DataFrame:
    weights = problem.weights
    heaviest = np.argsort(-weights, kind="stable")[: min(TOP_DONORS, int((weights > 0).sum()))]
    ids = problem.panel.places.ids
    trials = [(ids[at], np.array([at])) for at in heaviest]
    if len(heaviest) > 1:
        trials.append((f"the {len(heaviest)} heaviest", heaviest))
    rows: list[tuple[object, ...]] = []
    for name, left_out in trials:
        try:
            again = WeightProblem.of(
                problem.panel,
                intervention=problem.intervention,
                matching=problem.matching,
                left_out=left_out,
            )
        except (InfeasibleTargets, NotSolved):
            who = f"donor {name}" if len(left_out) == 1 else f"{name} donors"
            notes.append(f"Without {who} nothing matches the area, so the result hangs on them.")
            continue
        rows += _changes(again, question, name, float(weights[left_out].sum() / weights.sum()))
    return _rows(["left_out", "share", "outcome", "counterfactual", "change"], rows)


def _changes(
    problem: WeightProblem, question: Question, name: str, share: float
) -> Iterator[tuple[object, ...]]:
    sums = question.follow_ups[-1].sums
    observed, expected = sums[problem.treated].sum(axis=0), problem.weights @ sums
    for at, outcome in enumerate(question.outcomes):
        change = observed[at] / expected[at] - 1 if expected[at] > 0 else np.nan
        yield (name, share, outcome, expected[at], change)


def _detectable(problem: WeightProblem, question: Question, in_time: pd.DataFrame) -> pd.DataFrame:
    inference, found = question.inference, question.compare_area(-1, problem)
    after = detectable(found.log_se[0], freedom=found.freedom[0], inference=inference)
    before = np.full(len(question.outcomes), np.nan)
    if len(in_time):
        log_se, freedom = (in_time[name].to_numpy(np.float64) for name in ("log_se", "freedom"))
        before = detectable(log_se, freedom=freedom, inference=inference)
    rows = zip(question.outcomes, [question.horizons[-1]] * len(after), after, before, strict=True)
    return _rows(["outcome", "horizon", "after", "before"], list(rows))


def _rows(columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns))
