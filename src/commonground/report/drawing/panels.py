"""One outcome over time, as a panel of a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np
import pandas as pd

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.drawing import theme
from commonground.report.drawing.time_axis import TimeAxis

if TYPE_CHECKING:
    import altair as alt

    Panel: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart

LINES = {
    "observed": ("area", theme.AREA, [1, 0], 2.5),
    "counterfactual": ("synthetic", theme.SYNTHETIC, [6, 3], 2.0),
    "all_places": ("all places", theme.CONTEXT, [1, 2], 1.5),
}
"""Name, colour, dashes and width of each line."""

LABEL_APART = 0.08
"""Least distance of two labels, as a share of a panel's height."""

LABEL_SPARE = theme.LABEL_ROOM - 20
"""Width a panel without names of lines may add."""


def lines(effect: Effect, outcome: str, time: TimeAxis) -> Panel:
    """Draw area, synthetic control and all places; each line is named where it ends."""
    import altair as alt

    series = effect.series[effect.series["outcome"] == outcome].assign(when=time.middles)
    top = float(np.nanmax(series[list(LINES)].to_numpy(), initial=1.0)) * 1.05
    scale = alt.Scale(domain=[0, top], nice=True)
    layers: list[alt.Chart | alt.LayerChart] = [_start(time)]
    for column, (_, colour, dash, width) in reversed(LINES.items()):
        layers.append(
            alt.Chart(series)
            .mark_line(color=colour, strokeDash=dash, strokeWidth=width)
            .encode(x=time.encoding(), y=alt.Y(f"{column}:Q", title=None, scale=scale))
        )
    layers.append(_names(series, time, apart=top * LABEL_APART))
    return alt.layer(*layers).properties(
        title=outcome, width=theme.PANEL_WIDTH, height=theme.PANEL_HEIGHT
    )


def _names(series: pd.DataFrame, time: TimeAxis, *, apart: float) -> alt.Chart:
    """Write the name of each line behind its end, moved apart where two would touch."""
    import altair as alt

    ends = series[list(LINES)].iloc[-1].dropna().sort_values()
    heights: list[float] = []
    for value in ends:
        heights.append(max(float(value), heights[-1] + apart if heights else 0.0))
    named = pd.DataFrame(
        {
            "when": [time.middles[-1]] * len(ends),
            "height": heights,
            "name": [LINES[str(column)][0] for column in ends.index],
        }
    )
    known = [words[0] for words in LINES.values()]
    colours = [words[1] for words in LINES.values()]
    names = (
        alt.Chart(named)
        .mark_text(align="left", dx=6, fontSize=11)
        .encode(
            x=time.encoding(),
            y="height:Q",
            text="name:N",
            color=alt.Color("name:N", legend=None).scale(domain=known, range=colours),
        )
    )
    return cast("alt.Chart", names)


def _start(time: TimeAxis) -> alt.Chart:
    import altair as alt

    data = pd.DataFrame({"when": [time.start]})
    rule = (
        alt.Chart(data)
        .mark_rule(color=theme.INK, strokeDash=[2, 2], strokeWidth=1)
        .encode(x=time.encoding())
    )
    return cast("alt.Chart", rule)


def gaps(effect: Effect, outcome: str, time: TimeAxis) -> Panel:
    """Draw the area minus its synthetic control over the band of placebo areas."""
    import altair as alt

    series = effect.series[effect.series["outcome"] == outcome].assign(when=time.middles)
    series["gap"] = series["observed"] - series["counterfactual"]
    y = alt.Y("placebo_low:Q", title=None)
    layers: list[alt.Chart | alt.LayerChart] = []
    if series["placebo_low"].notna().any():
        layers.append(
            alt.Chart(series)
            .mark_area(color=theme.BAND)
            .encode(x=time.encoding(), y=y, y2="placebo_high:Q")
        )
    zero = alt.Chart(pd.DataFrame({"gap": [0.0]})).mark_rule(color=theme.CONTEXT).encode(y="gap:Q")
    line = alt.Chart(series).mark_line(color=theme.AREA, point={"color": theme.AREA, "size": 25})
    layers += [zero, _start(time), line.encode(x=time.encoding(), y=alt.Y("gap:Q", title=None))]
    return alt.layer(*layers).properties(
        title=outcome, width=theme.PANEL_WIDTH + LABEL_SPARE, height=theme.PANEL_HEIGHT
    )
