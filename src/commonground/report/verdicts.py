"""The words in which a report may say what changed; the data choose among them, not the writer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from commonground.evaluate.micro_synthetic_control import Effect

SIZEABLE = 0.1
"""Smallest relative change worth calling one. Published sites averaged 16 % (Saunders, Robbins and
Ober 2017); an interval that stays within 10 % leaves no room for an effect like that."""

ROUNDING = 1e-12
"""Slack so that a p of exactly the level is not read as above it."""


class Verdict(StrEnum):
    """What may be said of one outcome."""

    FELL = "fell"
    ROSE = "rose"
    FELL_IN_DOUBT = "fell; not every way of counting uncertainty agrees"
    ROSE_IN_DOUBT = "rose; not every way of counting uncertainty agrees"
    NO_SIZEABLE_CHANGE = "no sizeable change"
    CANT_TELL = "can't tell"
    DIFFERS = "differs"
    DIFFERS_IN_DOUBT = "differs; not every way of counting uncertainty agrees"


MEANING: dict[Verdict, str] = {
    Verdict.FELL: "The whole interval lies below no change, by every way of counting uncertainty.",
    Verdict.ROSE: "The whole interval lies above no change, by every way of counting uncertainty.",
    Verdict.FELL_IN_DOUBT: (
        "The quoted interval lies below no change; another way of counting uncertainty leaves no "
        "change possible."
    ),
    Verdict.ROSE_IN_DOUBT: (
        "The quoted interval lies above no change; another way of counting uncertainty leaves no "
        "change possible."
    ),
    Verdict.NO_SIZEABLE_CHANGE: (
        f"The whole interval lies within {SIZEABLE:.0%} of no change: a larger effect does not "
        "fit the data."
    ),
    Verdict.CANT_TELL: (
        "No change and a sizeable one both fit the data. This is not a finding of no effect."
    ),
    Verdict.DIFFERS: "The two sides of the contrast did not change alike.",
    Verdict.DIFFERS_IN_DOUBT: (
        "The two sides of the contrast did not change alike by the quoted interval; that of "
        "another way of counting uncertainty leaves it open."
    ),
}
"""What each verdict means, for the reader."""

_IN_DOUBT = {
    Verdict.FELL: Verdict.FELL_IN_DOUBT,
    Verdict.ROSE: Verdict.ROSE_IN_DOUBT,
    Verdict.DIFFERS: Verdict.DIFFERS_IN_DOUBT,
}


def verdict_of(lower: float, upper: float) -> Verdict:
    """Return the verdict that one interval of the relative change allows.

    Parameters
    ----------
    lower, upper
        Ends of the interval: -0.2 is 20 % less. Without both there is no telling.
    """
    if not np.isfinite(lower) or not np.isfinite(upper):
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
    p
        Of the quoted kind.
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
    verdict: Verdict
    is_contrast: bool


def findings(effect: Effect) -> list[Finding]:
    """Return every estimate with its verdict, in the order of the result."""
    outcomes = set(effect.series["outcome"])
    found = []
    for row in effect.to_frame()[_FROM_RESULT].itertuples(index=False, name=None):
        horizon, outcome, observed, counterfactual, difference, change, lower, upper, p = row
        is_contrast = outcome not in outcomes
        verdict = _worded(verdict_of(lower, upper), is_contrast=is_contrast)
        agree = _others_agree(effect, horizon, outcome, is_below=upper < 0)
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
                p=p,
                verdict=verdict if agree else _IN_DOUBT.get(verdict, verdict),
                is_contrast=is_contrast,
            )
        )
    return found


_FROM_RESULT = [name for name in Finding.__slots__ if name not in {"verdict", "is_contrast"}]


def _worded(verdict: Verdict, *, is_contrast: bool) -> Verdict:
    """Word a verdict on a contrast, which compares two changes and neither falls nor rises."""
    changed = verdict in (Verdict.FELL, Verdict.ROSE)
    return Verdict.DIFFERS if is_contrast and changed else verdict


def _others_agree(effect: Effect, horizon: str, outcome: str, *, is_below: bool) -> bool:
    """Say whether every other kind of uncertainty rules out no change on the same side.

    A kind does so by its interval and by its p; what it does not give is not held against it.
    """
    table = effect.uncertainty
    same = (table["horizon"] == horizon) & (table["outcome"] == outcome)
    others = table[same & (table["kind"] != effect.quoted)]
    open_side = others["upper"] >= 0 if is_below else others["lower"] <= 0
    inference = effect.inference
    tested = inference.alternative in ("two-sided", "lower" if is_below else "upper")
    tails = 1 if inference.alternative == "two-sided" else 2
    unlikely = others["p"] > (1 - inference.confidence) / tails + ROUNDING
    return not bool(open_side.any() or (tested and unlikely.any()))
