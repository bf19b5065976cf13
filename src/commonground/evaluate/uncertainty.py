"""Uncertainty as tables: every kind of interval and test, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.question import Estimates, Question, quantile, tail
from commonground.evaluate.resampling import JackknifeResult, PlaceboDistribution
from commonground.numerics.calibration import Floats
from commonground.numerics.joint_test import Joint
from commonground.numerics.linearisation import quotient
from commonground.numerics.permutation import rank_interval, rank_p


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """All that was found about one question.

    Parameters
    ----------
    problem, question
        The weights, and what was asked of them.
    main
        Estimates of the area itself, one entry a horizon.
    placebo, left_out
        What placebo areas and the jackknife show; ``None`` if they were not asked for.
    """

    problem: WeightProblem
    question: Question
    main: tuple[Estimates, ...]
    placebo: PlaceboDistribution | None
    left_out: JackknifeResult | None


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Findings as tables; what their columns hold is said in `Effect`."""

    estimates: pd.DataFrame
    uncertainty: pd.DataFrame
    joint: pd.DataFrame

    @classmethod
    def of(cls, findings: Findings) -> Tables:
        """Write findings as tables."""
        return cls(_estimates(findings), _uncertainty(findings), _joint(findings))


def _estimates(findings: Findings) -> pd.DataFrame:
    problem, question = findings.problem, findings.question
    rows: list[tuple[object, ...]] = []
    for at, horizon in enumerate(question.horizons):
        sums = question.follow_ups[at].sums
        observed, expected = sums[problem.treated].sum(axis=0), problem.weights @ sums
        difference = observed - expected
        change = quotient(difference, np.maximum(expected, 0.0))
        rows += zip(
            [horizon] * len(observed),
            question.outcomes,
            observed,
            expected,
            difference,
            change,
            strict=True,
        )
        contrasts = findings.main[at].log_ratio[0, len(observed) :]
        rows += [
            (horizon, name, np.nan, np.nan, np.nan, np.expm1(value))
            for name, value in zip(question.inference.contrasts, contrasts, strict=True)
        ]
    columns = ["horizon", "outcome", "observed", "counterfactual", "difference", "change"]
    return pd.DataFrame(rows, columns=columns)


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """One kind of uncertainty of every outcome and contrast over one horizon."""

    kind: str
    statistic: Floats
    freedom: Floats
    p: Floats
    lower: Floats
    upper: Floats
    log_se: Floats

    @classmethod
    def by_log_ratio(
        cls,
        kind: str,
        question: Question,
        *,
        log_ratio: Floats,
        log_se: Floats,
        freedom: Floats,
        statistic: Floats | None = None,
    ) -> _Judged:
        """Judge a log ratio by its standard error; the p by another statistic if given."""
        reach = quantile(question.inference.confidence, freedom=freedom) * log_se
        tested = quotient(log_ratio, log_se) if statistic is None else statistic
        return cls(
            kind=kind,
            statistic=tested,
            freedom=freedom,
            p=tail(tested, alternative=question.inference.alternative, freedom=freedom),
            lower=np.expm1(log_ratio - reach),
            upper=np.expm1(log_ratio + reach),
            log_se=log_se,
        )

    def rows(self, horizon: str, names: Sequence[str]) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "horizon": horizon,
                "outcome": names,
                "kind": self.kind,
                "statistic": self.statistic,
                "freedom": self.freedom,
                "p": self.p,
                "lower": self.lower,
                "upper": self.upper,
                "log_se": self.log_se,
            }
        )


def _uncertainty(findings: Findings) -> pd.DataFrame:
    question, main = findings.question, findings.main
    left_out, placebo = findings.left_out, findings.placebo
    names = [*question.outcomes, *question.inference.contrasts]
    tables = []
    for at, horizon in enumerate(question.horizons):
        judged = _judged_linearised(findings.problem, question, at)
        if left_out is not None and left_out.by_horizon:
            judged.append(_judged_jackknife(question, main[at], left_out, at))
        if placebo is not None and placebo.by_horizon:
            judged.append(_judged_placebo(question, main[at], placebo.by_horizon[at]))
        tables += [one.rows(horizon, names) for one in judged]
    return pd.concat(tables, ignore_index=True)


def _judged_linearised(problem: WeightProblem, question: Question, at: int) -> list[_Judged]:
    judged = []
    for kind in question.inference.kinds:
        found = question.compare_area(at, problem, kind=kind)
        ratio, se = question.contrasted(found.log_ratio, found.log_covariance)
        freedom = np.append(found.freedom[0], np.full(ratio.shape[1], found.freedom[0].min()))
        difference = np.append(found.t[0], quotient(ratio[0], se[0]))
        judged.append(
            _Judged.by_log_ratio(
                kind,
                question,
                log_ratio=np.append(found.log_ratio[0], ratio[0]),
                log_se=np.where(np.isnan(freedom), np.nan, np.append(found.log_se[0], se[0])),
                freedom=freedom,
                statistic=None if kind == "residual" else difference,
            )
        )
    return judged


def _judged_jackknife(
    question: Question, main: Estimates, left_out: JackknifeResult, at: int
) -> _Judged:
    found = left_out.by_horizon[at]
    size = len(question.outcomes)
    ratio = main.log_ratio[0]
    _, contrast_se = question.contrasted(ratio[None, :size], found.log_covariance[None])
    log_se = np.concatenate([np.sqrt(np.diag(found.log_covariance)), contrast_se[0]])
    statistic = None
    freedom = np.full(len(ratio), float(found.replicates - 1))
    if question.inference.as_microsynth:
        statistic = np.concatenate(
            [
                quotient(found.difference, found.difference_se),
                quotient(ratio[size:], contrast_se[0]),
            ]
        )
        freedom = np.full(len(ratio), np.inf)
    return _Judged.by_log_ratio(
        "jackknife", question, log_ratio=ratio, log_se=log_se, freedom=freedom, statistic=statistic
    )


def _judged_placebo(question: Question, main: Estimates, placebo: Estimates) -> _Judged:
    r_rules = question.inference.as_microsynth
    null = placebo.studentised if r_rules else placebo.ranked
    lower, upper = rank_interval(
        np.vstack([main.studentised, null]) if r_rules else null,
        estimate=main.log_ratio[0],
        se=main.log_se[0],
        confidence=question.inference.confidence,
        interpolate=r_rules,
    )
    return _Judged(
        kind="permutation",
        statistic=main.t[0],
        freedom=np.full(len(lower), np.nan),
        p=rank_p(
            placebo.t, main.t[0], alternative=question.inference.alternative, add_one=not r_rules
        ),
        lower=np.expm1(lower),
        upper=np.expm1(upper),
        log_se=main.log_se[0],
    )


def _joint(findings: Findings) -> pd.DataFrame:
    question, left_out = findings.question, findings.left_out
    alternative = question.inference.alternative
    rows = []
    for at, horizon in enumerate(question.horizons):
        main = findings.main[at].joint
        tests: list[tuple[str, Joint]] = [(question.inference.kinds[0], main)]
        for kind in question.inference.kinds[1:]:
            found = question.compare_area(at, findings.problem, kind=kind)
            joint = question.joint_of(
                found.log_ratio,
                found.log_covariance,
                freedom=question.joint_freedom(found, findings.problem.treated[None]),
            )
            tests.append((kind, joint))
        if left_out is not None and left_out.joint:
            tests.append(("jackknife", left_out.joint[at]))
        rows += [(horizon, kind, t.statistic[0], t.rank[0], t.p[0]) for kind, t in tests]
        if findings.placebo is not None and findings.placebo.by_horizon:
            p = rank_p(
                findings.placebo.by_horizon[at].joint.statistic[:, None],
                main.statistic,
                alternative="upper" if alternative == "two-sided" else alternative,
                add_one=not question.inference.as_microsynth,
            )
            rows.append((horizon, "permutation", main.statistic[0], main.rank[0], p[0]))
    return pd.DataFrame(rows, columns=["horizon", "kind", "statistic", "rank", "p"])
