"""Figures of a result, drawn with Vega-Lite."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.drawing import captions, theme
from commonground.report.drawing.drawn import styled, write_drawn
from commonground.report.drawing.panels import gaps, lines
from commonground.report.drawing.time_axis import time_axis
from commonground.report.kinds import label_of
from commonground.report.names import require_outcome
from commonground.report.verdicts import findings
from commonground.report.withheld import withheld

if TYPE_CHECKING:
    import altair as alt

    from commonground.report.drawing.panels import Panel

COLUMNS = 2
"""Panels side by side."""

MARGIN = 0.05
"""Room beside the farthest interval."""

SIGNED = "datum.value == 0 ? 'no change' : format(datum.value, '+.0%')"
"""How an axis of relative changes is labelled."""


def effect_chart(effect: Effect, outcome: str | None = None) -> alt.ConcatChart:
    """Draw the area against its synthetic control, period by period.

    Parameters
    ----------
    effect
        The result.
    outcome
        The only outcome to draw; all of them, one panel each, if left out.
    """
    time = time_axis(effect)
    panels = [lines(effect, name, time) for name in _chosen(effect, outcome)]
    return _in_columns(panels, captions.EFFECT.alt(effect))


def gap_chart(effect: Effect, outcome: str | None = None) -> alt.ConcatChart:
    """Draw the area minus its synthetic control, with the band of placebo areas if there are any.

    Parameters
    ----------
    effect
        The result.
    outcome
        The only outcome to draw; all of them, one panel each, if left out.
    """
    time = time_axis(effect)
    counted = set(effect.series.dropna(subset=["observed"])["outcome"])
    drawn = [name for name in _chosen(effect, outcome) if name in counted or outcome]
    panels = [gaps(effect, name, time) for name in drawn]
    return _in_columns(panels, captions.GAPS.alt(effect))


def balance_chart(effect: Effect) -> Panel:
    """Draw what the mix was matched on: mix and all places as a share of the area's total."""
    import altair as alt

    balance = effect.weights.balance
    balance = balance[balance["target"] > 0]
    share = pd.concat(
        [
            pd.DataFrame(
                {"what": balance["family"], "who": who, "share": values / balance["target"]}
            )
            for who, values in [
                ("synthetic", balance["weighted"]),
                ("all places, scaled", balance["all_places"]),
            ]
        ]
    )
    order = list(dict.fromkeys(balance["family"]))
    names, colours = ["synthetic", "all places, scaled"], [theme.SYNTHETIC, theme.CONTEXT]
    points = (
        alt.Chart(share)
        .mark_point(filled=True, opacity=0.75, size=55)
        .encode(
            x=alt.X("share:Q", title="share of the area's own total").axis(format="%", grid=True),
            y=alt.Y("what:N", sort=order, title=None).axis(labelLimit=220),
            color=alt.Color("who:N", title=None, sort=names)
            .scale(domain=names, range=colours)
            .legend(orient="top"),
            shape=alt.Shape("who:N", title=None, sort=names).scale(
                domain=names, range=["circle", "diamond"]
            ),
        )
    )
    area = alt.Chart(pd.DataFrame({"share": [1.0]})).mark_rule(color=theme.AREA).encode(x="share:Q")
    chart = alt.layer(area, points).properties(
        width=theme.WIDE - 200, height=alt.Step(22), description=captions.BALANCE.alt(effect)
    )
    return styled(chart)


def weights_chart(effect: Effect) -> Panel:
    """Draw how the weight is spread: its cumulated share over places, the heaviest first."""
    import altair as alt

    donors = effect.weights.to_frame()
    data = pd.DataFrame(
        {
            "places": np.arange(len(donors) + 1),
            "share": np.concatenate([[0.0], donors["share"].cumsum()]),
            "equal": np.linspace(0, 1, len(donors) + 1),
        }
    )
    base = alt.Chart(data).encode(
        x=alt.X("places:Q", title="places in the mix, the heaviest first").scale(nice=False)
    )
    y = alt.Y("share:Q", title="share of all weight").axis(format="%").scale(domain=[0, 1])
    lines = [
        base.mark_line(color=theme.CONTEXT, strokeDash=[1, 2]).encode(y=alt.Y("equal:Q", title="")),
        base.mark_line(color=theme.SYNTHETIC).encode(y=y),
    ]
    chart = alt.layer(*lines, _half(data)).properties(
        width=theme.WIDE - 200, height=200, description=captions.WEIGHTS.alt(effect)
    )
    return styled(chart)


def interval_chart(effect: Effect) -> alt.FacetChart:
    """Draw the change of every outcome over the longest horizon, with every kind of interval."""
    import altair as alt

    data = _intervals(effect)
    ends = _ends(data)
    data = data.assign(
        goes_below=(data["lower"] <= -1) | (data["lower"] < ends[0]),
        goes_above=data["upper"] > ends[1],
        lower=data["lower"].clip(*ends),
        upper=data["upper"].clip(*ends),
    )
    scale = alt.Scale(domain=ends, nice=False, clamp=True)
    kinds = list(dict.fromkeys(data["kind"]))
    base = alt.Chart(data).encode(
        y=alt.Y("kind:N", sort=kinds, title=None).axis(domain=False),
        color=alt.Color("quoted:N", legend=None).scale(
            domain=[True, False], range=[theme.AREA, theme.CONTEXT]
        ),
    )
    x = alt.X("lower:Q", title="change against the synthetic control", scale=scale)
    rules = base.mark_rule(strokeWidth=2.5).encode(
        x=x.axis(grid=True, labelExpr=SIGNED, tickCount=6), x2="upper:Q"
    )
    points = base.mark_point(filled=True, size=65, opacity=1).encode(x=alt.X("change:Q"))
    arrows = [
        base.transform_filter(f"datum.{goes_on}")
        .mark_point(shape=shape, filled=True, size=65, opacity=1)
        .encode(x=alt.X(f"{end}:Q"))
        for goes_on, shape, end in [
            ("goes_below", "triangle-left", "lower"),
            ("goes_above", "triangle-right", "upper"),
        ]
    ]
    zero = alt.Chart().mark_rule(color=theme.INK).encode(x=alt.datum(0.0))
    chart = (
        alt.layer(zero, rules, points, *arrows, data=data)
        .properties(width=theme.WIDE - 300, height=alt.Step(20))
        .facet(
            row=alt.Row("outcome:N", sort=list(dict.fromkeys(data["outcome"])), title=None).header(
                labelAngle=0, labelAlign="left", labelAnchor="middle", labelFontWeight="bold"
            ),
            spacing=10,
        )
        .properties(description=captions.INTERVALS.alt(effect))
    )
    return styled(chart)


DRAWN: dict[str, tuple[Callable[[Effect], alt.TopLevelMixin], captions.FigureWords]] = {
    "intervals": (interval_chart, captions.INTERVALS),
    "effect": (effect_chart, captions.EFFECT),
    "gaps": (gap_chart, captions.GAPS),
    "balance": (balance_chart, captions.BALANCE),
    "weights": (weights_chart, captions.WEIGHTS),
}
"""Every figure of a result, by name, with its words."""


def drawable(effect: Effect) -> list[str]:
    """Return the names of the figures that have something to show, in order."""
    empty = {
        "intervals": _intervals(effect).empty,
        "effect": False,
        "gaps": effect.series["observed"].isna().all(),
        "balance": not (effect.weights.balance["target"] > 0).any(),
        "weights": False,
    }
    return [name for name in DRAWN if not empty[name]]


def all_figures(effect: Effect) -> dict[str, str]:
    """Return every figure as a Vega-Lite specification (JSON), by name."""
    return {name: DRAWN[name][0](effect).to_json(indent=1) for name in drawable(effect)}


def write_figures(effect: Effect, folder: Path, *, fewest: int = 0) -> list[Path]:
    """Write every figure as SVG, PNG and Vega-Lite specification.

    Parameters
    ----------
    effect
        The result.
    folder
        Where to write; made if it is not there.
    fewest
        Smallest count that may be shown; 0 withholds nothing.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    return write_drawn(all_figures(withheld(effect, fewest=fewest)).items(), folder)


def _chosen(effect: Effect, outcome: str | None) -> list[str]:
    if outcome is None:
        return list(dict.fromkeys(effect.series["outcome"]))
    require_outcome(effect, outcome)
    return [outcome]


def _in_columns(panels: list[Panel], description: str) -> alt.ConcatChart:
    import altair as alt

    chart = alt.concat(*panels, columns=COLUMNS).properties(description=description)
    return styled(chart)


def _half(data: pd.DataFrame) -> alt.Chart:
    """Mark how many places carry half of the weight."""
    import altair as alt

    row = data[data["share"] >= 0.5].head(1)
    point = alt.Chart(row).mark_point(filled=True, size=60, color=theme.SYNTHETIC, opacity=1)
    words = f"Half of the weight lies on {row['places'].iloc[0]} of {len(data) - 1} places"
    return cast("alt.Chart", point.encode(x="places:Q", y="share:Q").properties(title=words))


def _ends(data: pd.DataFrame) -> list[float]:
    """Return the ends of the axis of changes, from those ends of intervals that there are."""
    lower = data.loc[data["lower"] > -1, "lower"]
    upper = data.loc[np.isfinite(data["upper"]), "upper"]
    low = min([0.0, *lower, *data["change"]])
    high = max([0.0, *upper, *data["change"]])
    return [max(low - MARGIN, -1.0), min(high, captions.FARTHEST) + MARGIN]


def _intervals(effect: Effect) -> pd.DataFrame:
    horizon = effect.horizons[-1]
    table = effect.uncertainty[effect.uncertainty["horizon"] == horizon].merge(
        effect.estimates[["horizon", "outcome", "change"]], on=["horizon", "outcome"]
    )
    table = table.dropna(subset=["lower", "upper", "change"])
    rested = {row.outcome: row.kind for row in findings(effect) if row.horizon == horizon}
    return table.assign(
        quoted=table["kind"] == table["outcome"].map(rested),
        kind=[label_of(kind) for kind in table["kind"]],
    )[["outcome", "kind", "quoted", "change", "lower", "upper"]]
