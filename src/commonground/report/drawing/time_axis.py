"""The time axis of figures: numbered or by the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from commonground.core.periods import periods_of

if TYPE_CHECKING:
    import altair as alt

    from commonground.evaluate.micro_synthetic_control import Effect

LONG_DAYS = 3 * 365
"""Longer stretches are labelled by year, shorter ones by month."""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Where each period stands on an axis.

    Parameters
    ----------
    middles
        Middle of each period: a number, or a moment as ISO text.
    start
        Where the first treated period begins.
    is_dated
        Whether the axis is a calendar.
    is_long
        Whether a calendar has room for names of years only.
    """

    middles: list[Any]
    start: Any
    is_dated: bool
    is_long: bool = False

    def encoding(self) -> alt.X:
        """Return the horizontal channel of a chart whose column ``when`` holds the middles."""
        import altair as alt

        if self.is_dated:
            ends = alt.Scale(domain=[self.middles[0], self.middles[-1]], nice=False)
            if self.is_long:
                return alt.X("when:T", title=None, scale=ends).axis(
                    format="%Y", tickCount={"interval": "year", "step": 1}
                )
            return alt.X("when:T", title=None, scale=ends).axis(format="%b %Y", tickCount=4)
        axis = alt.Axis(tickMinStep=1, format="d")
        ends = alt.Scale(domain=[self.middles[0], self.middles[-1]], nice=False)
        return alt.X("when:Q", title="period", axis=axis, scale=ends)


def time_axis(effect: Effect) -> TimeAxis:
    """Return the axis of a result's periods."""
    labels = pd.Series(effect.series["period"].unique(), name="period")
    periods, _ = periods_of(labels)
    at = periods.position(effect.starts)
    if periods.unit == "number":
        numbers = [int(label) for label in periods.labels]
        return TimeAxis(middles=numbers, start=numbers[at] - 0.5, is_dated=False)
    edges = periods.edges
    middles = edges[:-1] + (edges[1:] - edges[:-1]) / 2
    return TimeAxis(
        middles=[moment.isoformat() for moment in middles],
        start=edges[at].isoformat(),
        is_dated=True,
        is_long=(middles[-1] - middles[0]).days > LONG_DAYS,
    )
