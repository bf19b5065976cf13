"""Figures of an ingest, drawn with Vega-Lite."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

import pandas as pd

from commonground.core.incidents import INITIATORS
from commonground.ingest.findings import bursts_of
from commonground.ingest.quality import Quality
from commonground.report.drawing import theme
from commonground.report.drawing.time_axis import LONG_DAYS
from commonground.report.numbers import count, share
from commonground.report.quality_report.spans import busiest_agencies, gaps_of, months_of, span_of

if TYPE_CHECKING:
    import altair as alt

    from commonground.report.drawing.panels import Panel

    Chart: TypeAlias = Panel | alt.VConcatChart

BAR = 17
"""Height of a bar that lies, in points."""

NAMES = 130
"""Width that is left for the names of bars."""

SAID = 150
"""Width that is left for what stands behind bars."""

UPRIGHT = theme.WIDE - 70
"""Width of a figure with an upright axis."""

TALLEST = 480
"""Height of all panels of a figure together, without titles and axes: a page must hold it."""

INITIATOR_COLOURS = {
    "police": theme.AREA,
    "citizen": theme.SYNTHETIC,
    "unknown": theme.BAND,
}


def missing_chart(quality: Quality) -> Chart:
    """Draw which share of each category has no usable coordinates."""
    import altair as alt

    table = quality.coordinates
    data = table.assign(
        share=table["without"] / table["incidents"],
        says=[
            f"{share(without, incidents)} ({count(without)} of {count(incidents)})"
            for without, incidents in zip(table["without"], table["incidents"], strict=True)
        ],
    )
    base = alt.Chart(data).encode(
        y=alt.Y("category:N", sort=list(data["category"]), title=None).axis(labelLimit=NAMES),
        x=alt.X("share:Q", title="share without coordinates").axis(format="~%", tickCount=5),
    )
    return _lying(base, says="says:N")


def records_chart(quality: Quality) -> Chart:
    """Draw how many rows made one incident."""
    import altair as alt

    records = quality.records
    last = int(records["rows"].max())
    total = records["incidents"].sum()
    data = records.assign(
        label=[f"{rows} or more" if rows == last else str(rows) for rows in records["rows"]],
        says=[f"{count(number)} ({share(number, total)})" for number in records["incidents"]],
    )
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=list(data["label"]), title="rows of one incident"),
        x=alt.X("incidents:Q", title="incidents").axis(format=",d", tickMinStep=1, tickCount=5),
    )
    return _lying(base, says="says:N")


def initiated_chart(quality: Quality) -> Chart:
    """Draw which share of each category police and citizens started."""
    import altair as alt

    order = list(quality.initiated["category"])
    data = quality.initiated.melt(id_vars="category", var_name="who", value_name="incidents")
    data["place"] = data["who"].map({who: at for at, who in enumerate(INITIATORS)})
    bars = (
        alt.Chart(data)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            y=alt.Y("category:N", sort=order, title=None).axis(labelLimit=NAMES),
            x=alt.X("incidents:Q", stack="normalize", title="share of incidents").axis(
                format="%", tickCount=5
            ),
            color=alt.Color("who:N", title="started by", sort=list(INITIATORS))
            .scale(domain=list(INITIATORS), range=[INITIATOR_COLOURS[who] for who in INITIATORS])
            .legend(orient="top"),
            order="place:Q",
        )
    )
    chart = bars.properties(width=theme.WIDE - NAMES, height=alt.Step(BAR + 6))
    return cast("alt.Chart", chart)


def months_chart(quality: Quality) -> Chart:
    """Draw incidents by month, one panel an agency; thin months and silences are marked."""
    import altair as alt

    agencies = busiest_agencies(quality)
    height = min(theme.PANEL_HEIGHT, TALLEST // len(agencies))
    panels = [_months(quality, agency).properties(height=height) for agency in agencies]
    if len(panels) == 1:
        return panels[0].properties(title="")
    return alt.vconcat(*panels)


def hours_chart(quality: Quality) -> Chart:
    """Draw incidents by hour of the day, of those whose hour is known."""
    import altair as alt

    known = quality.hours.dropna(subset=["hour"]).assign(
        hour=lambda table: pd.to_numeric(table["hour"]).astype(int)
    )
    whole = known.set_index("hour")["incidents"].reindex(range(24), fill_value=0).reset_index()
    bars = (
        alt.Chart(whole)
        .mark_bar(color=theme.AREA)
        .encode(
            x=alt.X("hour:O", title="hour of the day").axis(labelAngle=0),
            y=alt.Y("incidents:Q", title="incidents").axis(format=",d", tickMinStep=1),
        )
    )
    chart = bars.properties(width=UPRIGHT, height=theme.PANEL_HEIGHT)
    return cast("alt.Chart", chart)


def days_chart(quality: Quality) -> Chart:
    """Draw drug incidents by day, with the median day, and the days that stand out."""
    import altair as alt

    days = quality.days.assign(day=pd.to_datetime(quality.days["day"]))
    median = float(days["incidents"].median())
    bursts = bursts_of(days)
    x = _calendar("day", days["day"].iloc[0], days["day"].iloc[-1])
    y = alt.Y("incidents:Q", title="drug incidents").axis(format="d", tickMinStep=1)
    line = pd.DataFrame({"incidents": [median], "says": [f"median {median:,.0f}"]})
    level = alt.Chart(line).encode(y="incidents:Q")
    layers: list[alt.Chart] = [
        alt.Chart(days).mark_area(interpolate="step", color=theme.CONTEXT).encode(x=x, y=y),
        level.mark_rule(color=theme.AREA, strokeDash=[6, 3], strokeWidth=1.5),
        level.mark_text(align="left", dx=6, color=theme.AREA).encode(
            x=alt.value(UPRIGHT - theme.LABEL_ROOM), text="says:N"
        ),
    ]
    if len(bursts):
        points = alt.Chart(bursts).mark_point(filled=True, size=32, opacity=1)
        layers.append(points.encode(x=x, y=y, color=alt.value(theme.SYNTHETIC)))
    return alt.layer(*layers).properties(
        width=UPRIGHT - theme.LABEL_ROOM, height=theme.PANEL_HEIGHT
    )


def _lying(base: alt.Chart, *, says: str) -> Panel:
    """Draw bars that lie, with a text behind the end of each."""
    import altair as alt

    bars = base.mark_bar(color=theme.AREA)
    texts = base.mark_text(align="left", dx=5).encode(text=says)
    return alt.layer(bars, texts).properties(
        width=theme.WIDE - NAMES - SAID, height=alt.Step(BAR + 5)
    )


def _months(quality: Quality, agency: str) -> Panel:
    import altair as alt

    months = months_of(quality, agency)
    gaps = gaps_of(quality, agency)
    data = months.assign(until=months["month"] + pd.offsets.MonthBegin(1))
    starts, ends = span_of(quality)
    x = _calendar("month", starts, ends)
    y = alt.Y("incidents:Q", title="incidents").axis(format=",d", tickMinStep=1)
    layers: list[alt.Chart] = []
    silent = gaps[gaps["kind"] == "silent"].rename(columns={"starts": "month", "ends": "until"})
    if len(silent):
        bands = alt.Chart(silent[["month", "until"]]).mark_rect(color=theme.BAND)
        layers.append(bands.encode(x=x, x2="until:T"))
    colour = alt.condition("datum.is_thin", alt.value(theme.SYNTHETIC), alt.value(theme.AREA))
    bars = alt.Chart(data).mark_bar(stroke="white", strokeWidth=0.6)
    layers.append(bars.encode(x=x, x2="until:T", y=y, y2=alt.datum(0), color=colour))
    thin = data[data["is_thin"]]
    if len(thin):
        middle = thin.assign(month=thin["month"] + (thin["until"] - thin["month"]) / 2)
        marks = alt.Chart(middle).mark_point(
            shape="triangle-down", filled=True, size=45, opacity=1, yOffset=-7
        )
        layers.append(marks.encode(x=x, y=y, color=alt.value(theme.SYNTHETIC)))
    return alt.layer(*layers).properties(title=agency, width=UPRIGHT)


def _calendar(column: str, starts: pd.Timestamp, ends: pd.Timestamp) -> alt.X:
    import altair as alt

    scale = alt.Scale(domain=[starts.isoformat(), ends.isoformat()], nice=False)
    x = alt.X(f"{column}:T", title=None, scale=scale)
    if (ends - starts).days > LONG_DAYS:
        return x.axis(format="%Y", tickCount={"interval": "year", "step": 1})
    return x.axis(format="%b %Y", tickCount=6)
