"""The figures of an ingest, each with its words: what it shows, how to read it, what is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from commonground.ingest.findings import bursts_of
from commonground.ingest.quality import Quality
from commonground.report.drawing.drawn import specified, styled, write_drawn
from commonground.report.numbers import count, share, together
from commonground.report.pieces.blocks import Block
from commonground.report.quality_report import charts
from commonground.report.quality_report.spans import (
    MOST_AGENCIES,
    busiest_agencies,
    gaps_of,
    months_of,
)
from commonground.report.quality_report.tables import rows_of

if TYPE_CHECKING:
    import altair as alt

    from commonground.report.quality_report.charts import Chart

_HOUR = ("hour", "incidents")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its words.

    Parameters
    ----------
    title
        What it shows, as a heading would say it.
    draw
        Draws it.
    caption
        How to read it.
    alt
        What is to be seen in it, for those who do not see it.
    has_something
        Whether there is anything to draw.
    """

    title: str
    draw: Callable[[Quality], Chart]
    caption: Callable[[Quality], str]
    alt: Callable[[Quality], str]
    has_something: Callable[[Quality], bool]


def figure(name: str, quality: Quality) -> Iterator[Block]:
    """Give a figure its place, if there is anything to draw."""
    one = FIGURES[name]
    if one.has_something(quality):
        yield Block(
            "figure",
            text=one.caption(quality),
            figure=name,
            title=one.title,
            alt=one.alt(quality),
        )


def write_ingest_figures(quality: Quality, folder: Path) -> list[Path]:
    """Write every figure that has something to show as SVG, PNG and Vega-Lite specification.

    Parameters
    ----------
    quality
        What to draw, as it may be shown.
    folder
        Where to write; made if it is not there.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    return write_drawn(specified(quality_charts(quality)), folder)


def quality_charts(quality: Quality) -> Iterator[tuple[str, alt.TopLevelMixin]]:
    """Yield every figure that has something to show as a chart, with its name."""
    for name, one in FIGURES.items():
        if one.has_something(quality):
            yield name, styled(one.draw(quality).properties(description=one.alt(quality)))


def busiest_bursts(quality: Quality) -> pd.DataFrame:
    """Return the days that hold far more drug incidents than the median day, the busiest first."""
    days = quality.days.assign(day=pd.to_datetime(quality.days["day"]))
    return bursts_of(days).sort_values(
        ["incidents", "day"], ascending=[False, True], ignore_index=True
    )


def hour_is_known(quality: Quality) -> bool:
    """Say whether the hour of any incident is known."""
    return bool(quality.hours["hour"].notna().any())


def initiator_is_known(quality: Quality) -> bool:
    """Say whether any record tells who started it."""
    return bool(quality.initiated[["police", "citizen"]].to_numpy().sum())


def _missing_caption(_: Quality) -> str:
    return (
        "Incidents without usable coordinates, as a share of each category. What has no "
        "coordinates is on no map; where one kind of record lacks them more often than another, "
        "the map shows the two with different completeness."
    )


def _missing_alt(quality: Quality) -> str:
    table = quality.coordinates
    parts = [
        f"{category} {share(without, incidents)}"
        for category, without, incidents in rows_of(table, "category", "without", "incidents")
    ]
    return f"Bars, one a category, of the share without coordinates: {', '.join(parts)}."


def _months_caption(quality: Quality) -> str:
    words = "Each bar is the incidents that are said to have happened in a month."
    agencies = busiest_agencies(quality)
    gaps = pd.concat([gaps_of(quality, agency) for agency in agencies])
    if (gaps["kind"] == "thin").any():
        words += (
            " A light bar with a triangle is a month with less than half the usual number: a file "
            "that is cut there, or records that are missing."
        )
    if (gaps["kind"] == "silent").any():
        words += " Grey stretches hold nothing at all."
    if quality.months["agency"].nunique() > MOST_AGENCIES:
        words += f" The {MOST_AGENCIES} agencies with most incidents are drawn."
    return words


def _months_alt(quality: Quality) -> str:
    parts = []
    for agency in busiest_agencies(quality):
        months = months_of(quality, agency)
        first, last = months["month"].iloc[0], months["month"].iloc[-1]
        kinds = gaps_of(quality, agency)["kind"]
        parts.append(
            f"{agency}, {first:%B %Y} to {last:%B %Y}: {count(months['incidents'].min())} to "
            f"{count(months['incidents'].max())} incidents a month, {(kinds == 'thin').sum()} thin "
            f"months, {(kinds == 'silent').sum()} silences"
        )
    return f"Bars of incidents by month. {'; '.join(parts)}."


def _hours_caption(quality: Quality) -> str:
    unknown = quality.hours.loc[quality.hours["hour"].isna(), "incidents"].sum()
    total = quality.hours["incidents"].sum()
    words = (
        "Each bar is the hour in which they are said to have happened. Midnight, and often noon, "
        "stand for hours that nobody knew."
    )
    if not unknown:
        return words
    return f"{words} The hour of {share(unknown, total)} is unknown."


def _hours_alt(quality: Quality) -> str:
    known = quality.hours.dropna(subset=["hour"]).sort_values("incidents", kind="stable")
    hours = [f"{int(hour)}:00 ({count(incidents)})" for hour, incidents in rows_of(known, *_HOUR)]
    return (
        "Bars of incidents, one an hour. Most are said to have happened in the hour from "
        f"{hours[-1]}, fewest in that from {hours[0]}."
    )


def _days_caption(quality: Quality) -> str:
    words = "Each step is a day; the dashed line is the median day."
    if busiest_bursts(quality).empty:
        return words
    return (
        f"{words} A mark is a day with more than three times as many: so many at once are the "
        "rhythm of police operations, not of the market."
    )


def _days_alt(quality: Quality) -> str:
    days = pd.to_datetime(quality.days["day"])
    records = quality.days["incidents"]
    top = days[records == records.max()].iloc[0]
    return (
        f"Drug incidents on each day from {days.iloc[0]:%d %B %Y} to {days.iloc[-1]:%d %B %Y}: "
        f"{count(records.median())} on the median day, {count(records.max())} on the busiest, "
        f"{top:%d %B %Y}; {count(len(busiest_bursts(quality)))} days stand out."
    )


def _records_caption(_: Quality) -> str:
    return (
        "Each bar is the incidents that so many rows of the files made. Who counts rows counts an "
        "incident with three charges three times."
    )


def _records_alt(quality: Quality) -> str:
    records = quality.records
    last = records["rows"].max()
    parts = [
        f"{count(number)} of {rows}{' or more' if rows == last else ''}"
        for rows, number in zip(records["rows"], records["incidents"], strict=True)
    ]
    return f"Bars of incidents by the rows each was made of: {together(parts)}."


def _initiated_caption(_: Quality) -> str:
    return (
        "Police on their own account, or a citizen who called or reported, as shares of each "
        "category. The number of what police start follows what police do."
    )


def _initiated_alt(quality: Quality) -> str:
    parts = [
        f"{category} {share(police, police + citizen + unknown)}"
        for category, police, citizen, unknown in rows_of(
            quality.initiated, "category", "police", "citizen", "unknown"
        )
    ]
    return f"Stacked bars, one a category. Started by police: {', '.join(parts)}."


FIGURES: dict[str, Figure] = {
    "missing": Figure(
        "Where coordinates are missing",
        charts.missing_chart,
        _missing_caption,
        _missing_alt,
        lambda quality: bool(quality.located and quality.coordinates["without"].sum()),
    ),
    "months": Figure(
        "Incidents by month",
        charts.months_chart,
        _months_caption,
        _months_alt,
        lambda quality: not quality.months.empty,
    ),
    "hours": Figure(
        "Incidents by hour of the day",
        charts.hours_chart,
        _hours_caption,
        _hours_alt,
        hour_is_known,
    ),
    "days": Figure(
        "Drug incidents by day",
        charts.days_chart,
        _days_caption,
        _days_alt,
        lambda quality: len(quality.days) > 1,
    ),
    "records": Figure(
        "Rows of one incident",
        charts.records_chart,
        _records_caption,
        _records_alt,
        lambda quality: bool(quality.records.query("rows > 1")["incidents"].sum()),
    ),
    "initiated": Figure(
        "Who started the record",
        charts.initiated_chart,
        _initiated_caption,
        _initiated_alt,
        initiator_is_known,
    ),
}
"""Every figure of an ingest, by name."""
