"""The result in sentences: what changed, against what, how sure, and what the data cannot tell."""

from __future__ import annotations

import math

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.kinds import label_of
from commonground.report.names import require_outcome
from commonground.report.numbers import (
    GAP,
    count,
    decimal,
    percent,
    probability,
    span,
    together,
    when,
)
from commonground.report.verdicts import Finding, Verdict, findings, level_of

DEFAULT_NAME = "intervention"

_ASKED: dict[str, str] = {
    "lower": "p asks for a fall only",
    "upper": "p asks for a rise only",
    "two-sided": "p asks for any change",
}


def paragraph(effect: Effect) -> str:
    """Return the result in one paragraph of plain language, for the longest horizon."""
    rows = _of_horizon(effect, effect.horizons[-1])
    sentences = [
        _what_was_compared(effect),
        *(_outcome(row, effect) for row in rows if not row.is_contrast),
        _all_together(effect),
        _before_the_start(effect),
        _what_stays_open(effect),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def outcome_sentence(effect: Effect, outcome: str, *, horizon: str | None = None) -> str:
    """Return one sentence about one outcome or contrast.

    Parameters
    ----------
    effect
        The result.
    outcome
        Name of an outcome or contrast.
    horizon
        Last period; the longest horizon if left out.
    """
    require_outcome(effect, outcome)
    rows = _of_horizon(effect, horizon or effect.horizons[-1])
    return next(_outcome(row, effect) for row in rows if row.outcome == outcome)


def name_of(effect: Effect) -> str:
    """Return what people call the intervention, ready to begin a sentence."""
    name = effect.intervention.name
    return "The intervention" if name == DEFAULT_NAME else name


def alikeness(effect: Effect) -> str:
    """Say how closely the mix resembles the area before the start."""
    if effect.weights.model == "exact" and bool(effect.weights.balance["is_exact"].all()):
        return "that matched the area in everything compared before the start"
    return "chosen to be as like the area before the start as possible"


def what_p_asks(effect: Effect) -> str:
    """Say which changes a small p of this result speaks for: ``p asks for a fall only``."""
    return _ASKED[effect.inference.alternative]


def _what_was_compared(effect: Effect) -> str:
    weights, area = effect.weights, len(effect.intervention.area)
    places = "1 place" if area == 1 else f"{count(area)} places"
    return (
        f"{name_of(effect)} covered {places}; its effect is counted from {when(effect.starts)} to "
        f"{when(effect.horizons[-1])}. What was recorded there is set against a weighted mix of "
        f"{count(weights.positive)} of {count(len(weights.donors))} untreated places "
        f"{alikeness(effect)}. The mix shows what to expect had there been no intervention."
    )


def _outcome(row: Finding, effect: Effect) -> str:
    if row.is_contrast:
        return _contrast(row, effect)
    counts = f"{count(row.observed)} against {decimal(row.counterfactual)} expected"
    confidence = percent(effect.inference.confidence)
    interval = f"{confidence} interval {span(row.lower, row.upper)}{_by(row, effect)}"
    size = percent(abs(row.change))
    match row.verdict:
        case Verdict.FELL | Verdict.ROSE:
            return f"Recorded {row.outcome} {row.verdict} by about {size} ({counts}; {interval})."
        case (
            Verdict.FELL_IN_DOUBT
            | Verdict.ROSE_IN_DOUBT
            | Verdict.FELL_BEFORE_TOO
            | Verdict.ROSE_BEFORE_TOO
            | Verdict.FELL_BEFORE_TOO_IN_DOUBT
            | Verdict.ROSE_BEFORE_TOO_IN_DOUBT
        ):
            verb, doubt = row.verdict.split("; ")
            sized = f"{verb} by about {size} ({counts}; {interval})"
            return f"Recorded {row.outcome} {sized}, but {doubt}."
        case Verdict.WITHHELD:
            return f"The counts of {row.outcome} are too small to be shown."
        case Verdict.NO_SIZEABLE_CHANGE:
            return f"Recorded {row.outcome} showed no sizeable change ({counts}; {interval})."
        case _:
            facts = f"{count(row.observed)} recorded, {decimal(row.counterfactual)} expected"
            return f"For {row.outcome} the data can't tell: {facts}{_what_fits(row, effect)}."


def _what_fits(row: Finding, effect: Effect) -> str:
    if math.isnan(row.lower) or math.isnan(row.upper):
        return ", and no interval can be given"
    if row.lower <= -1 and math.isinf(row.upper):
        return ", and the interval has no end either way"
    if row.lower <= -1 or math.isinf(row.upper):
        return f", and the interval goes from {span(row.lower, row.upper)}{_by(row, effect)}"
    return f", and anything from {span(row.lower, row.upper)} fits them{_by(row, effect)}"


def _by(row: Finding, effect: Effect) -> str:
    """Name the kind of uncertainty where it is not the quoted one."""
    return "" if row.kind == effect.quoted else f", judged by {label_of(row.kind)}"


def _contrast(row: Finding, effect: Effect) -> str:
    interval = (
        f"{percent(row.lower, signed=True)} to {percent(row.upper, signed=True)} at "
        f"{percent(effect.inference.confidence)}"
    )
    return (
        f"The contrast {row.outcome} is {percent(row.change, signed=True)} ({interval}): "
        f"{row.verdict}."
    )


def _all_together(effect: Effect) -> str:
    """Say what the joint test of the quoted kind finds, where there is more than one outcome."""
    joint = effect.joint
    quoted = joint[(joint["horizon"] == effect.horizons[-1]) & (joint["kind"] == effect.quoted)]
    if effect.series["outcome"].nunique() < 2 or quoted["p"].isna().all():
        return ""
    p = float(quoted["p"].iloc[0])
    written = f"p{GAP}{'' if p < 0.001 else f'={GAP}'}{probability(p)}"
    if p <= level_of(effect.inference):
        return (
            "Taken together, the outcomes differ from the comparison by more than chance alone "
            f"would often produce ({written})."
        )
    return f"Taken together, the outcomes differ by no more than chance can produce ({written})."


def _before_the_start(effect: Effect) -> str:
    """Say what the method finds for a pretended start, when there is nothing to find."""
    if effect.diagnostics is None:
        return ""
    table = effect.diagnostics.placebo_in_time.dropna(subset=["lower", "upper"])
    if table.empty:
        return ""
    pretended = when(str(table["starts"].iloc[0]))
    found = table[(table["lower"] > 0) | (table["upper"] < 0)]
    if found.empty:
        return (
            f"For an earlier, pretended start ({pretended}), when nothing was done, the same "
            "method finds no change that stands out from chance."
        )
    return (
        f"For an earlier, pretended start ({pretended}), when nothing was done, the same method "
        f"also finds a change in {together(list(found['outcome']))}: part of what it finds now may "
        "not be the intervention's doing."
    )


def _what_stays_open(effect: Effect) -> str:
    intervention = effect.intervention
    open_questions = ["whether something else that happened only there, and then, had a part in it"]
    if not intervention.buffer and intervention.comparison is None:
        open_questions.append("whether crime moved to places next to the area")
    open_questions.append("whether fewer records mean fewer crimes or fewer reports")
    return f"What these data can't tell: {'; '.join(open_questions)}."


def _of_horizon(effect: Effect, horizon: str) -> list[Finding]:
    return [found for found in findings(effect) if found.horizon == horizon]
