"""When: drug incidents of a place by month, and by hour of the week."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.report.drawing import theme
from commonground.report.drawing.time_axis import LONG_DAYS
from commonground.report.market_report.maps.frame import MAP_WIDTH, SMALL_TEXT, Look
from commonground.report.market_report.months import months_of

if TYPE_CHECKING:
    from commonground.report.drawing.panels import Panel
    from commonground.report.market_report.content import Content, Place


AXIS = 50
"""Width that is left for an upright axis."""

PANEL_HEIGHT = 190

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS_A_DAY = 24

ENOUGH_FOR_HOURS = 2 * 7 * HOURS_A_DAY
"""From this many incidents on, two an hour of the week, each hour is drawn by itself."""

STEP_HOURS = 4
"""With fewer, so many hours are drawn as one."""

CITY_LINE: tuple[Look, ...] = (
    {"color": "white", "strokeWidth": 4.5},
    {"color": theme.SYNTHETIC, "strokeWidth": 2, "strokeDash": [5, 3]},
)
"""The city's line has a white edge, to be seen on dark bars."""

_LETTERS: Look = {"labelFontSize": SMALL_TEXT, "titleFontSize": SMALL_TEXT}


def months_chart(content: Content, place: Place) -> Panel:
    """Draw the drug incidents of a place by month, and the city's, scaled to the same total."""
    import altair as alt

    data = months_of(content.found, place.market)
    scaled = data["incidents"].sum() / max(data["city"].sum(), 1)
    data = data.assign(until=data["month"] + pd.offsets.MonthBegin(1), scaled=data["city"] * scaled)
    ends = [data["month"].iloc[0].isoformat(), data["until"].iloc[-1].isoformat()]
    long = (data["until"].iloc[-1] - data["month"].iloc[0]).days > LONG_DAYS
    x = alt.X("month:T", title=None, scale=alt.Scale(domain=ends, nice=False)).axis(
        format="%Y" if long else "%b %Y",
        tickCount={"interval": "year", "step": 1} if long else 4,
        labelFontSize=SMALL_TEXT,
        labelFlush=True,
    )
    y = alt.Y("incidents:Q", title="drug incidents").axis(
        format=",d", tickMinStep=1, tickCount=4, **_LETTERS
    )
    bars = alt.Chart(data).mark_bar(color=theme.AREA, stroke="white", strokeWidth=0.8)
    ended = alt.Chart(pd.concat([data, data.tail(1).assign(month=data["until"].iloc[-1])]))
    lines = [
        ended.mark_line(interpolate="step-after", **look).encode(x=x, y=alt.Y("scaled:Q"))
        for look in CITY_LINE
    ]
    return alt.layer(bars.encode(x=x, x2="until:T", y=y, y2=alt.datum(0)), *lines).properties(
        width=MAP_WIDTH - AXIS, height=PANEL_HEIGHT
    )


def hours_chart(content: Content, place: Place) -> Panel:  # noqa: ARG001  as every chart of a place
    """Draw the drug incidents of a place by day and hour of the week."""
    import altair as alt

    hours = place.market.hours
    if hours is None:
        hours = np.zeros((len(DAYS), HOURS_A_DAY), dtype=np.int64)
    step, counts = stepped(hours)
    data = pd.DataFrame(
        [
            {"day": DAYS[day], "hour": hour * step, "until": (hour + 1) * step, "incidents": int(n)}
            for day, row in enumerate(counts)
            for hour, n in enumerate(row)
        ]
    )
    most = max(int(counts.max()), 1)
    base = alt.Chart(data).encode(
        x=alt.X("hour:Q", title="hour of the day")
        .scale(domain=[0, HOURS_A_DAY], nice=False)
        .axis(values=list(range(0, HOURS_A_DAY + 1, STEP_HOURS)), format="d", **_LETTERS),
        y=alt.Y("day:N", sort=list(DAYS), title=None).axis(labelFontSize=SMALL_TEXT),
    )
    squares = base.mark_rect(stroke="white", strokeWidth=1).encode(
        x2="until:Q",
        color=alt.Color("incidents:Q", title="drug incidents")
        .scale(domain=[0, most], range=[theme.GRID, theme.AREA])
        .legend(
            orient="top",
            format="d",
            gradientLength=150,
            tickCount=min(most, 4),
            tickMinStep=1,
            **_LETTERS,
        ),
    )
    chart = squares.properties(width=MAP_WIDTH - AXIS, height=alt.Step(25))
    return cast("alt.Chart", chart)


def stepped(hours: NDArray[np.int64]) -> tuple[int, NDArray[np.int64]]:
    """Return how many hours are drawn as one, and the incidents of each such stretch.

    Parameters
    ----------
    hours
        Incidents by weekday and hour, shape (7, 24).
    """
    step = 1 if hours.sum() >= ENOUGH_FOR_HOURS else STEP_HOURS
    return step, hours.reshape(len(DAYS), -1, step).sum(axis=2)
