"""When: what the records can show of months, days and hours."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from commonground.ingest.quality import Quality
from commonground.report.numbers import ABSENT, count, decimal
from commonground.report.pieces.blocks import Block, table_block
from commonground.report.quality_report.figures import busiest_bursts, figure, hour_is_known
from commonground.report.quality_report.spans import (
    MOST_AGENCIES,
    busiest_agencies,
    gaps_of,
    months_of,
    outside_of,
)
from commonground.report.quality_report.tables import rows_of

MOST_GAPS = 40
"""Gaps that are listed; the table on file has all."""

MOST_BURSTS = 10
"""Days that are listed; the table on file has all."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
THIN = "*"
"""Marks a thin month."""


def when(quality: Quality) -> Iterator[Block]:
    """Return what can be said of time."""
    yield from figure("months", quality)
    for agency in busiest_agencies(quality):
        yield _months(quality, agency)
    yield from _gaps(quality)
    if hour_is_known(quality):
        yield from figure("hours", quality)
    else:
        yield Block("text", text="No record says at what hour an incident happened.")
    yield from figure("days", quality)
    yield from _bursts(quality)
    yield from _delays(quality)


def _months(quality: Quality, agency: str) -> Block:
    """Return an agency's incidents, a year to a row and a month to a column."""
    months = months_of(quality, agency)
    outside = outside_of(quality, agency)
    cells = {
        (month.year, month.month): f"{count(incidents)}{THIN if is_thin else ''}"
        for month, incidents, is_thin in rows_of(months, "month", "incidents", "is_thin")
    }
    words = f"Incidents by month: {agency}."
    if months["is_thin"].any():
        words += f" {THIN} less than half the usual number."
    if outside:
        words += (
            f" {count(outside)} more happened before or after, as the records have it; "
            "tables/months.csv has them."
        )
    several = len(busiest_agencies(quality)) > 1
    years = range(months["month"].iloc[0].year, months["month"].iloc[-1].year + 1)
    return table_block(
        words,
        [f"Year, {agency}" if several else "Year", *MONTHS],
        [
            (str(year), *(cells.get((year, month), ABSENT) for month in range(1, 13)))
            for year in years
        ],
        text_columns=(0,),
    )


def _gaps(quality: Quality) -> Iterator[Block]:
    kinds = {"silent": "no incident at all", "thin": "less than half the usual number"}
    gaps = pd.concat([gaps_of(quality, agency) for agency in busiest_agencies(quality)])
    if gaps.empty:
        yield Block("text", text="No month is thin, and there is no gap of two weeks or more.")
        return
    listed = gaps.head(MOST_GAPS)
    more = f" The first {MOST_GAPS} of {count(len(gaps))} are listed; tables/gaps.csv has all."
    yield table_block(
        "Stretches that may be missing from the files. A panel must not take them for zeros."
        f"{more if len(gaps) > MOST_GAPS else ''}",
        ["Agency", "First day", "Last day", "What is there"],
        [
            (
                str(agency),
                f"{starts:%Y-%m-%d}",
                f"{ends - pd.Timedelta(days=1):%Y-%m-%d}",
                kinds.get(kind, kind),
            )
            for agency, starts, ends, kind in rows_of(listed, "agency", "starts", "ends", "kind")
        ],
        text_columns=(0, 1, 2, 3),
    )
    if quality.months["agency"].nunique() > MOST_AGENCIES:
        yield Block(
            "text",
            text=(
                f"The {MOST_AGENCIES} agencies with most incidents are shown; tables/months.csv "
                "and tables/gaps.csv have all."
            ),
        )


def _bursts(quality: Quality) -> Iterator[Block]:
    bursts = busiest_bursts(quality)
    if bursts.empty:
        return
    yield table_block(
        "Days with most drug incidents, of those that hold more than three times the median day's "
        f"({count(quality.days['incidents'].median())}).",
        ["Day", "Drug incidents"],
        [
            (f"{day:%A} {day.day} {day:%B %Y}", count(incidents))
            for day, incidents in rows_of(bursts.head(MOST_BURSTS), "day", "incidents")
        ],
        text_columns=(0,),
    )


def _delays(quality: Quality) -> Iterator[Block]:
    if quality.delays.empty:
        yield Block(
            "text",
            text=(
                "The records do not say when they were made, so nothing can be said of how much "
                "the last weeks of the files still lack."
            ),
        )
        return
    yield table_block(
        "How long it takes until an incident is on record. The last weeks of any file lack those "
        "that are late.",
        ["Of 100 incidents", "are on record within (days)"],
        [
            (f"{100 * quantile:.0f}", decimal(days, places=0))
            for quantile, days in rows_of(quality.delays, "quantile", "days")
        ],
        text_columns=(),
    )
