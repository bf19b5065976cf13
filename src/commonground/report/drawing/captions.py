"""The words that go with figures: what they show, and for those who do not see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.kinds import label_of
from commonground.report.numbers import count, decimal, percent, span, together, when
from commonground.report.verdicts import findings

FARTHEST = 1.5
"""Relative change at which a figure cuts intervals off, so that one wide interval does not flatten
the others."""


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Words of one figure.

    Parameters
    ----------
    title
        What it shows, as a heading would say it.
    caption
        How to read it.
    alt
        What is to be seen in it, for those who do not see it.
    """

    title: str
    caption: Callable[[Effect], str]
    alt: Callable[[Effect], str]


def _effect_caption(effect: Effect) -> str:
    return (
        "Counts by period. Solid: the area. Dashed: its synthetic control, which shows what to "
        "expect had there been no intervention. Dotted: all places of the data, scaled to the "
        f"area's number of places. The upright line marks the start ({when(effect.starts)})."
    )


def _effect_alt(effect: Effect) -> str:
    last = effect.horizons[-1]
    parts = [
        f"{row.outcome}: {count(row.observed)} recorded in the area, "
        f"{decimal(row.counterfactual)} in its synthetic control"
        for row in findings(effect)
        if row.horizon == last and not row.is_contrast
    ]
    return (
        "Line charts, one an outcome, of the area and its synthetic control by period. From "
        f"{when(effect.starts)} to {when(last)}: {'; '.join(parts)}."
    )


def _gaps_caption(effect: Effect) -> str:
    words = "Area minus synthetic control, by period; 0 means no difference."
    if effect.series["placebo_low"].notna().any():
        words += (
            " Nine in ten placebo areas, where nothing was done, lie in the grey band at each "
            "period. The band is in counts, and most placebo areas record fewer than this one; the "
            "p of the placebo areas allows for that, the band does not."
        )
    return words


def _gaps_alt(effect: Effect) -> str:
    series = effect.series
    periods = list(dict.fromkeys(series["period"]))
    after = series[series["period"].isin(periods[periods.index(effect.starts) :])]
    gap = (after["observed"] - after["counterfactual"]).groupby(after["outcome"], sort=False)
    parts = [f"{outcome} {decimal(mean)}" for outcome, mean in gap.mean().items()]
    return (
        "Line charts, one an outcome, of the area minus its synthetic control. Mean difference a "
        f"period since {when(effect.starts)}: {', '.join(parts)}."
    )


def _balance_caption(effect: Effect) -> str:
    balance = effect.weights.balance
    words = (
        f"Each mark is one of {len(balance)} things the mix was matched on, as a share of the "
        "area's own total (the upright line); an outcome has one mark a period or block of "
        "periods. The diamonds are all places together, without weights."
    )
    none = int((balance["target"] == 0).sum())
    return f"{words} {none} of which the area has none are in the table only." if none else words


def _balance_alt(effect: Effect) -> str:
    balance = effect.weights.balance
    used = balance[balance["target"] > 0]
    ratio = used["weighted"] / used["target"]
    plain = used["all_places"] / used["target"]
    return (
        f"Dot chart of {len(used)} constraints. The synthetic control has {percent(ratio.min())} "
        f"to {percent(ratio.max())} of the area's totals, all places scaled "
        f"{percent(plain.min())} to {percent(plain.max())}."
    )


def _weights_caption(effect: Effect) -> str:
    return (
        f"Share of all weight that the heaviest of the {count(effect.weights.positive)} places in "
        "the mix carry together. Dotted: all weights equal. The steeper the start, the more the "
        "answer hangs on a few places."
    )


def _weights_alt(effect: Effect) -> str:
    weights = effect.weights
    return (
        f"Line chart of the cumulated weight of {count(weights.positive)} places; the heaviest "
        f"carries {percent(weights.largest_share, places=1)}, and together they are worth "
        f"{decimal(weights.effective_sample_size)} equally weighted places."
    )


def _intervals_caption(effect: Effect) -> str:
    confidence = percent(effect.inference.confidence)
    shown = effect.uncertainty[effect.uncertainty["horizon"] == effect.horizons[-1]]
    cut = bool(((shown["upper"] > FARTHEST) | (shown["lower"] <= -1)).any())
    words = (
        f"Relative change to {when(effect.horizons[-1])} with {confidence} intervals, by every way "
        f"of counting uncertainty; the one the verdict rests on ({rests_on(effect)}) is dark. "
        "Where an interval meets the upright line, no change remains possible."
    )
    return f"{words} An arrow marks an interval that goes on beyond the figure." if cut else words


def rests_on(effect: Effect) -> str:
    """Name the kinds of uncertainty that the verdicts rest on, as a rule one."""
    kinds = dict.fromkeys(row.kind for row in findings(effect))
    return together([label_of(kind) for kind in kinds])


def _intervals_alt(effect: Effect) -> str:
    parts = [
        f"{row.outcome} {percent(row.change, signed=True)} ({span(row.lower, row.upper)})"
        for row in findings(effect)
        if row.horizon == effect.horizons[-1]
    ]
    return f"Points with intervals of the relative change. Quoted: {'; '.join(parts)}."


EFFECT = FigureWords("The area against its synthetic control", _effect_caption, _effect_alt)
GAPS = FigureWords("The difference, period by period", _gaps_caption, _gaps_alt)
BALANCE = FigureWords("How alike the mix and the area were", _balance_caption, _balance_alt)
WEIGHTS = FigureWords("How the weight is spread", _weights_caption, _weights_alt)
INTERVALS = FigureWords("How sure: every interval", _intervals_caption, _intervals_alt)
