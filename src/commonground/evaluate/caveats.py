"""What a reader of an effect must know; each caveat is a fact about this result, in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from commonground.evaluate.diagnostics import Diagnostics
from commonground.evaluate.matching import matched_outcomes
from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.question import Question
from commonground.evaluate.resampling import JackknifeResult, PlaceboDistribution
from commonground.evaluate.solving import listed
from commonground.evaluate.uncertainty import Findings, Tables
from commonground.evaluate.weights import SyntheticWeights

FEWEST_PRE_PERIODS = 8
"""Fewer periods before the start cannot tell a match from a coincidence."""

FEW_EXPECTED = 10
"""An expected total below this makes relative changes jump by themselves."""

FEW_TREATED = 30
"""Below this, tails of standard errors rest on an approximation that the places are too few for."""

ONE_AREA = (
    "One area had the intervention. Whatever else happened there and nowhere else at the same time "
    "counts as its effect."
)

COVERAGE = {
    "clustered": (
        "Clustered errors count the usual differences between places as chance, though the match "
        "removes them, so these intervals are too wide for outcomes that most places record often."
    ),
    "unclustered": (
        "Unclustered errors count each period of a place as an observation of its own. That leaves "
        "out that a busy place stays busy, which makes intervals too narrow; and it counts the "
        "usual differences between places, which the match removes, as chance, which makes them "
        "too wide. Which of the two wins depends on the outcome."
    ),
    "jackknife": (
        "The jackknife matches anew without each group, which adds chance of its own: its "
        "intervals hold the truth a little more often than they say."
    ),
}
"""Kinds of uncertainty whose intervals do not hold the truth as often as they say, and why: as the
coverage study in the docs has counted."""

PLACEBO_BY_R = (
    "By R microsynth's rules placebo intervals hold the truth less often than they say for rare "
    "outcomes, and more often for common ones."
)


def caveats_of(
    findings: Findings, tables: Tables, *, weights: SyntheticWeights, checks: Diagnostics | None
) -> tuple[str, ...]:
    """Return the caveats of a result, the general ones first."""
    problem = findings.problem
    return (
        ONE_AREA,
        *_about_design(problem),
        *weights.caveats,
        *(_about_earlier_start(checks.placebo_in_time) if checks else ()),
        *(_about_other_weights(checks.equally_good) if checks else ()),
        *_about_counts(problem, tables.estimates),
        *_about_joint(findings),
        *_about_coverage(findings, tables),
        *_about_placebo(findings),
        *_about_zero_p(tables),
        *_about_jackknife(findings),
        *(checks.notes if checks else ()),
    )


def _about_design(problem: WeightProblem) -> Iterator[str]:
    intervention = problem.intervention
    kept_out = sum(len(ring.places) for ring in intervention.buffer)
    if kept_out:
        yield f"{kept_out} places around the area were kept out of the comparison."
    elif intervention.comparison is None:
        yield (
            "No buffer was set: places next to the area serve as donors, so crime that moved there "
            "would make the effect look larger than it is."
        )
    before = _matched_periods(problem)
    if not matched_outcomes(problem.matching):
        yield (
            "No outcome was matched: the comparison shares covariates with the area, not its "
            "history."
        )
    elif before < FEWEST_PRE_PERIODS:
        yield (
            f"Only {before} periods before the start were matched; fewer than {FEWEST_PRE_PERIODS} "
            "cannot tell a lasting likeness from a passing one."
        )
    if len(problem.treated) == 1:
        yield (
            "A single place was treated, so how such places vary cannot be estimated and there is "
            "no linearised interval. Judge it by placebo places."
        )
    elif len(problem.treated) < FEW_TREATED:
        yield (
            f"Only {len(problem.treated)} places were treated. Intervals and tests rest on how few "
            "places differ from one another, and hold the truth less often than they say."
        )
    yield from problem.panel.notes


def _matched_periods(problem: WeightProblem) -> int:
    periods, since = problem.panel.periods, problem.matching.since
    first = 0 if since is None else periods.position(since)
    return periods.position(problem.intervention.starts) - first


def _about_earlier_start(in_time: pd.DataFrame) -> Iterator[str]:
    """Say where the method finds an effect before the intervention, when there can be none."""
    found = in_time[(in_time["lower"] > 0) | (in_time["upper"] < 0)]
    if found.empty:
        return
    first, last = map(_period, in_time[["starts", "horizon"]].iloc[0])
    changes = ", ".join(
        f"{name} {_signed(change)} ({_signed(lower)} to {_signed(upper)})"
        for name, change, lower, upper in zip(
            found["outcome"], found["change"], found["lower"], found["upper"], strict=True
        )
    )
    yield (
        "The same method finds an effect where there can be none. Told that the intervention "
        f"started in {first}, it finds by {last}, before the real start: {changes}. Either the "
        "area was already changing, or it was chosen at its worst and was coming back to its usual "
        "level. Either can go on after the start, and would then be counted as the intervention's "
        "effect: for these outcomes, what changed after the start does not show the intervention "
        "alone."
    )


def _about_other_weights(equally_good: pd.DataFrame) -> Iterator[str]:
    """Say where weights that match as well would turn a fall into a rise."""
    open_ = equally_good[(equally_good["least_change"] <= 0) & (equally_good["most_change"] >= 0)]
    if open_.empty:
        return
    changes = ", ".join(
        f"{name} {_signed(least)} "
        + ("to no upper end" if np.isinf(most) else f"to {_signed(most)}")
        for name, least, most in zip(
            open_["outcome"], open_["least_change"], open_["most_change"], strict=True
        )
    )
    yield (
        "Other weights match the area as well, and some show no fall, or a rise. Over all of "
        f"them, to {_period(open_['horizon'].iloc[0])}: {changes}. Those used are the most equal."
    )


def _period(label: object) -> str:
    return f"period {label}" if str(label).isdigit() else str(label)


def _signed(share: float) -> str:
    return f"{100 * share:+.0f} %".replace("-", "−")


def _about_counts(problem: WeightProblem, estimates: pd.DataFrame) -> Iterator[str]:
    rows = zip(
        estimates["outcome"],
        estimates["horizon"],
        estimates["observed"].to_numpy(dtype=np.float64),
        estimates["counterfactual"].to_numpy(dtype=np.float64),
        strict=True,
    )
    for outcome, horizon, observed, expected in rows:
        if observed == expected == 0:
            yield f"No {outcome} was recorded or expected up to {horizon}: it tells nothing."
        elif expected < FEW_EXPECTED:
            yield (
                f"Only {expected:.1f} of {outcome} were expected up to {horizon}: too few for a "
                "relative change to mean much."
            )
        if observed == 0 < expected:
            yield (
                f"No {outcome} was recorded up to {horizon}, so there is no interval for its "
                "change; judge it by placebo areas."
            )
    silent = np.nan_to_num(problem.panel.counts[problem.treated]).sum(axis=(1, 2)) == 0
    if silent.any():
        first = problem.panel.places.ids[problem.treated[silent][0]]
        yield (
            f"{int(silent.sum())} of {len(silent)} treated places never recorded anything (the "
            f"first is {first}): check that they report at all."
        )


def _about_joint(findings: Findings) -> Iterator[str]:
    question = findings.question
    for horizon, main in zip(question.horizons, findings.main, strict=True):
        tested = [question.outcomes[at] for at in question.joint]
        unknown = np.isnan(main.log_ratio[0, question.joint])
        if unknown.any():
            missing = ", ".join(np.array(tested)[unknown])
            yield (
                f"There is no joint test up to {horizon}, because {missing} has no relative change "
                "there. Leave it out of the joint test."
            )
        elif np.isnan(main.joint.p[0]) and main.joint.rank[0]:
            needed = main.joint.rank[0] + 1 if question.inference.alternative == "two-sided" else 2
            treated = len(findings.problem.treated)
            lacking = (
                f"at least {needed} treated places are needed, and there are {treated}"
                if treated < needed
                else "more donors with weight are needed"
            )
            yield (
                f"There is no joint test by standard errors up to {horizon}: to test "
                f"{len(tested)} outcomes together {lacking}. Name fewer outcomes for it, or rank "
                "it among placebo areas."
            )
        elif 0 < main.joint.rank[0] < len(tested):
            yield (
                f"The outcomes of the joint test up to {horizon} overlap: {main.joint.rank[0]} "
                f"directions vary, not {len(tested)}, and the test uses those."
            )


def _about_placebo(findings: Findings) -> Iterator[str]:
    placebo = findings.placebo
    if placebo is None:
        return
    if placebo.unsolved:
        yield _about_unsolved(placebo, findings.question)
    if findings.question.inference.placebo != "patches":
        yield (
            "Placebo areas are scattered places; places of one neighbourhood vary together, so "
            "real areas differ more than these."
        )
    for horizon, estimates in zip(findings.question.horizons, placebo.by_horizon, strict=False):
        few = (estimates.expected < FEW_EXPECTED).mean(axis=0) > 0.5
        if few.any():
            names = " and of ".join(np.array(findings.question.outcomes)[few])
            yield (
                f"Most placebo areas expect fewer than {FEW_EXPECTED} of {names} up to {horizon}, "
                "and say little about a busier place."
            )


def _about_unsolved(placebo: PlaceboDistribution, question: Question) -> str:
    none = f"{placebo.unsolved} of {placebo.drawn} placebo areas have no weights that match them"
    if question.inference.as_microsynth:
        return f"{none}; as in R microsynth, their weights were used all the same."
    if not placebo.by_horizon:
        return f"{none}, so there is no permutation test. Match less, or longer blocks of periods."
    return f"{none} and were left out."


def _about_zero_p(tables: Tables) -> Iterator[str]:
    ranked = pd.concat([tables.uncertainty, tables.joint.assign(outcome="the joint test")])
    zero = ranked[(ranked["kind"] == "permutation") & (ranked["p"] == 0)]
    if len(zero):
        yield (
            f"A permutation p of 0 ({', '.join(dict.fromkeys(zero['outcome']))}) means that no "
            "placebo area drawn was as extreme, not that none is: R microsynth does not count the "
            "area itself."
        )


def _about_coverage(findings: Findings, tables: Tables) -> Iterator[str]:
    kinds = list(dict.fromkeys(tables.uncertainty["kind"]))
    yield from (COVERAGE[kind] for kind in kinds if kind in COVERAGE)
    if "permutation" in kinds and findings.question.inference.as_microsynth:
        yield PLACEBO_BY_R


def _about_jackknife(findings: Findings) -> Iterator[str]:
    left_out = findings.left_out
    if left_out is None or not left_out.infeasible:
        return
    group, names = next(iter(left_out.infeasible.items()))
    why = f"Group {group + 1}, for one, leaves these in conflict: {listed(names)}."
    if not names:
        why = f"Group {group + 1}, for one, was not solved."
    yield (
        f"{len(left_out.infeasible)} of {left_out.groups} jackknife groups cannot be left out, "
        f"because nothing then matches the area, {_consequence(left_out, findings.question)}. "
        f"{why}"
    )


def _consequence(left_out: JackknifeResult, question: Question) -> str:
    if question.inference.as_microsynth:
        return "and as in R microsynth they were used all the same: its intervals mean nothing"
    return "and they were left out" if left_out.by_horizon else "so no jackknife is given"
