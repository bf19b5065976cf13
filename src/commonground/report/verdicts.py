"""The words in which a report may say what changed; the data choose among them, not the writer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.evaluate.question import Inference

SIZEABLE = 0.1
"""Smallest relative change worth calling one. Published sites averaged 16 % (Saunders, Robbins and
Ober 2017); an interval that stays within 10 % leaves no room for an effect like that."""

ROUNDING = 1e-12
"""Slack so that a p of exactly the level is not read as above it."""

SOUND_KINDS = ("residual", "jackknife", "permutation")
"""Kinds that may put another's verdict in doubt, because their tests hold their level. Clustered
errors count the usual differences between places, which the match removes, as chance, and are too
wide; unclustered ones add to that a fault that pulls the other way."""


class Verdict(StrEnum):
    """What may be said of one outcome."""

    FELL = "fell"
    ROSE = "rose"
    FELL_IN_DOUBT = "fell; not every way of counting uncertainty agrees"
    ROSE_IN_DOUBT = "rose; not every way of counting uncertainty agrees"
    FELL_BEFORE_TOO = "fell; did so before the start too"
    ROSE_BEFORE_TOO = "rose; did so before the start too"
    FELL_BEFORE_TOO_IN_DOUBT = (
        "fell; did so before the start too, and not every way of counting uncertainty agrees"
    )
    ROSE_BEFORE_TOO_IN_DOUBT = (
        "rose; did so before the start too, and not every way of counting uncertainty agrees"
    )
    NO_SIZEABLE_CHANGE = "no sizeable change"
    CANT_TELL = "can't tell"
    DIFFERS = "differs"
    DIFFERS_IN_DOUBT = "differs; not every way of counting uncertainty agrees"
    WITHHELD = "withheld"


_OTHERWISE = (
    "By another way of counting uncertainty that can be relied on, no change remains possible."
)
_FALL_BEFORE = (
    "The quoted interval lies below no change; but so it does for an earlier, pretended start, "
    "when nothing was done. Part of the fall, or all of it, may be the same thing going on."
)
_RISE_BEFORE = (
    "The quoted interval lies above no change; but so it does for an earlier, pretended start, "
    "when nothing was done. Part of the rise, or all of it, may be the same thing going on."
)

MEANING: dict[Verdict, str] = {
    Verdict.FELL: (
        "The whole interval lies below no change, by every way of counting uncertainty that can be "
        "relied on."
    ),
    Verdict.ROSE: (
        "The whole interval lies above no change, by every way of counting uncertainty that can be "
        "relied on."
    ),
    Verdict.FELL_IN_DOUBT: f"The quoted interval lies below no change. {_OTHERWISE}",
    Verdict.ROSE_IN_DOUBT: f"The quoted interval lies above no change. {_OTHERWISE}",
    Verdict.FELL_BEFORE_TOO: _FALL_BEFORE,
    Verdict.ROSE_BEFORE_TOO: _RISE_BEFORE,
    Verdict.FELL_BEFORE_TOO_IN_DOUBT: f"{_FALL_BEFORE} {_OTHERWISE}",
    Verdict.ROSE_BEFORE_TOO_IN_DOUBT: f"{_RISE_BEFORE} {_OTHERWISE}",
    Verdict.NO_SIZEABLE_CHANGE: (
        f"The whole interval lies within {SIZEABLE:.0%} of no change: a larger effect does not "
        "fit the data."
    ),
    Verdict.CANT_TELL: (
        "No change and a sizeable one both fit the data. This is not a finding of no effect."
    ),
    Verdict.DIFFERS: "The two sides of the contrast did not change alike.",
    Verdict.DIFFERS_IN_DOUBT: (
        "The two sides of the contrast did not change alike by the quoted interval. By another way "
        "of counting uncertainty that can be relied on, they may have."
    ),
    Verdict.WITHHELD: "Counts this small are not shown, nor counts that would give them away.",
}
"""What each verdict means, for the reader."""

_IN_DOUBT = {
    Verdict.FELL: Verdict.FELL_IN_DOUBT,
    Verdict.ROSE: Verdict.ROSE_IN_DOUBT,
    Verdict.FELL_BEFORE_TOO: Verdict.FELL_BEFORE_TOO_IN_DOUBT,
    Verdict.ROSE_BEFORE_TOO: Verdict.ROSE_BEFORE_TOO_IN_DOUBT,
    Verdict.DIFFERS: Verdict.DIFFERS_IN_DOUBT,
}
_BEFORE_TOO = {Verdict.FELL: Verdict.FELL_BEFORE_TOO, Verdict.ROSE: Verdict.ROSE_BEFORE_TOO}


def verdict_of(lower: float, upper: float) -> Verdict:
    """Return the verdict that one interval of the relative change allows.

    Parameters
    ----------
    lower, upper
        Ends of the interval: -0.2 is 20 % less, infinity no end. Where they are not known (``nan``)
        there is no telling.
    """
    if np.isnan(lower) or np.isnan(upper):
        return Verdict.CANT_TELL
    if upper < 0:
        return Verdict.FELL
    if lower > 0:
        return Verdict.ROSE
    if lower >= -SIZEABLE and upper <= SIZEABLE:
        return Verdict.NO_SIZEABLE_CHANGE
    return Verdict.CANT_TELL


@dataclass(frozen=True, slots=True)
class Finding:
    """One estimate with its quoted uncertainty and the verdict on it.

    Parameters
    ----------
    horizon, outcome
        Last period, and what was counted (or the name of a contrast).
    observed, counterfactual, difference
        Counts; ``nan`` for a contrast.
    change, lower, upper
        Relative change and its quoted interval.
    p, kind
        Of the uncertainty the verdict rests on: the quoted kind, or the first that gives an
        interval where that one gives none.
    verdict
        What may be said.
    is_contrast
        Whether this compares the changes of several outcomes.
    """

    horizon: str
    outcome: str
    observed: float
    counterfactual: float
    difference: float
    change: float
    lower: float
    upper: float
    p: float
    kind: str
    verdict: Verdict
    is_contrast: bool


def findings(effect: Effect) -> list[Finding]:
    """Return every estimate with its verdict, in the order of the result."""
    outcomes = set(effect.series["outcome"])
    found = []
    for row in effect.estimates[_ESTIMATED].itertuples(index=False, name=None):
        horizon, outcome, observed, counterfactual, difference, change = row
        ways = _ways(effect, horizon, outcome)
        quoted = ways.iloc[0]
        lower, upper = float(quoted["lower"]), float(quoted["upper"])
        is_contrast = outcome not in outcomes
        verdict = _worded(verdict_of(lower, upper), is_contrast=is_contrast)
        if np.isnan(observed) and not is_contrast:
            verdict = Verdict.WITHHELD
        if verdict is _before(effect, outcome):
            verdict = _BEFORE_TOO.get(verdict, verdict)
        agree = _agree(ways.iloc[1:], effect.inference, is_below=upper < 0)
        found.append(
            Finding(
                horizon=horizon,
                outcome=outcome,
                observed=observed,
                counterfactual=counterfactual,
                difference=difference,
                change=change,
                lower=lower,
                upper=upper,
                p=float(quoted["p"]),
                kind=str(quoted["kind"]),
                verdict=verdict if agree else _IN_DOUBT.get(verdict, verdict),
                is_contrast=is_contrast,
            )
        )
    return found


_ESTIMATED = ["horizon", "outcome", "observed", "counterfactual", "difference", "change"]


def _ways(effect: Effect, horizon: str, outcome: str) -> pd.DataFrame:
    """Return every kind of uncertainty of one estimate, the one to judge by first.

    That is the quoted one; where it gives no interval with two ends, as for a single treated
    place, the first that does, and then the first that gives any.
    """
    table = effect.uncertainty
    ways = table[(table["horizon"] == horizon) & (table["outcome"] == outcome)]
    ends = ways[["lower", "upper"]].to_numpy(dtype=np.float64)
    rank = 2.0 * np.isnan(ends).any(axis=1) + np.isinf(ends).any(axis=1)
    rank -= 0.5 * (ways["kind"] == effect.quoted).to_numpy()
    return ways.iloc[np.argsort(rank, kind="stable")]


def _before(effect: Effect, outcome: str) -> Verdict | None:
    """Return the verdict on an outcome for the pretended, earlier start, if there was one."""
    if effect.diagnostics is None:
        return None
    table = effect.diagnostics.placebo_in_time
    rows = table.loc[table["outcome"] == outcome, ["lower", "upper"]]
    return verdict_of(*rows.to_numpy(dtype=np.float64)[0]) if len(rows) else None


def _worded(verdict: Verdict, *, is_contrast: bool) -> Verdict:
    """Word a verdict on a contrast, which compares two changes and neither falls nor rises."""
    changed = verdict in (Verdict.FELL, Verdict.ROSE)
    return Verdict.DIFFERS if is_contrast and changed else verdict


def level_of(inference: Inference) -> float:
    """Return the level below which a p counts as unlikely, in keeping with the intervals.

    A one-sided p looks at one end of an interval only, and gets half of what it leaves out.
    """
    sides = 1 if inference.alternative == "two-sided" else 2
    return (1 - inference.confidence) / sides + ROUNDING


def _agree(others: pd.DataFrame, inference: Inference, *, is_below: bool) -> bool:
    """Say whether every other sound kind of uncertainty rules out no change on the same side.

    A kind does so by its interval and by its p; what it does not give is not held against it.
    """
    others = others[others["kind"].isin(SOUND_KINDS)]
    open_side = others["upper"] >= 0 if is_below else others["lower"] <= 0
    tested = inference.alternative in ("two-sided", "lower" if is_below else "upper")
    likely = others["p"] > level_of(inference)
    return not bool(open_side.any() or (tested and likely.any()))
