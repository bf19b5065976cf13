"""Where: what the records can show of places."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from commonground.ingest.findings import DRUG
from commonground.ingest.quality import Quality
from commonground.report.numbers import ABSENT, count, decimal, share
from commonground.report.pieces.blocks import Block, table_block
from commonground.report.quality_report.disclosure import (
    DEGREES_PLACES,
    FEWEST_AT_A_PLACE,
    OVERDOSE,
)
from commonground.report.quality_report.figures import figure
from commonground.report.quality_report.tables import rows_of

NOT_SAID = "not said"


def where(quality: Quality) -> Iterator[Block]:
    """Return what can be said of places."""
    if not quality.located:
        yield Block("text", text="No record has coordinates: nothing can be said of where.")
    else:
        yield from _missing(quality)
        yield from _points(quality)
        yield from _bookings(quality)
        yield from _busiest(quality)


def _missing(quality: Quality) -> Iterator[Block]:
    table = quality.coordinates
    if not table["without"].sum():
        yield Block("text", text="Every incident has coordinates that can be true.")
        return
    yield from figure("missing", quality)
    yield table_block(
        "Incidents, and those of them without coordinates that can be true.",
        ["Category", "Incidents", "Without coordinates", "Share"],
        [
            (category, count(incidents), count(without), share(without, incidents))
            for category, incidents, without in rows_of(table, "category", "incidents", "without")
        ],
        text_columns=(0,),
    )


def _points(quality: Quality) -> Iterator[Block]:
    if quality.points.empty:
        return
    columns = ("category", "incidents", "points", "at_busiest")
    withheld = f" Fewer than {FEWEST_AT_A_PLACE} overdoses at one point are not shown."
    is_withheld = quality.points["at_busiest"].isna().any()
    yield table_block(
        "Incidents with coordinates, and the different points they lie on. Many incidents to a "
        "point mean that points were moved to crossings or blocks: smaller places cannot be told "
        f"apart.{withheld if is_withheld else ''}",
        ["Category", "With coordinates", "Points", "Incidents a point", "At the busiest point"],
        [
            (
                category,
                count(incidents),
                count(points),
                decimal(incidents / points),
                ABSENT if pd.isna(at_busiest) else count(at_busiest),
            )
            for category, incidents, points, at_busiest in rows_of(quality.points, *columns)
        ],
        text_columns=(0,),
    )


def _bookings(quality: Quality) -> Iterator[Block]:
    if quality.bookings.empty:
        yield Block(
            "text",
            text=(
                "The city file names no booking places. A jail, a police station or a hospital "
                "among the points with most records is one: name it there."
            ),
        )
        return
    is_withheld = quality.bookings["incidents"].isna().any()
    withheld = (
        f" Totals are not shown where fewer than {FEWEST_AT_A_PLACE} overdoses could be read from "
        "them."
    )
    yield table_block(
        "Booking places that the city file names, and the incidents on record there: people are "
        "searched there, and nothing is sold. The incidents are kept and marked, and a panel can "
        f"leave them out.{withheld if is_withheld else ''}",
        ["Booking place", "Incidents", "Drug incidents"],
        [
            (name, ABSENT if pd.isna(incidents) else count(incidents), count(drug))
            for name, incidents, drug in rows_of(
                quality.bookings, "institution", "incidents", "drug"
            )
        ],
        text_columns=(0,),
    )


def _busiest(quality: Quality) -> Iterator[Block]:
    categories = set(quality.coordinates["category"])
    if quality.busiest.empty:
        if not categories.isdisjoint(DRUG):
            yield Block(
                "text",
                text=f"No point has {FEWEST_AT_A_PLACE} drug incidents of the police or more.",
            )
        return
    columns = ["Where", "Near", "Incidents", "Days"]
    rows = [
        (
            location if isinstance(location, str) else NOT_SAID,
            f"{_degrees(latitude)}, {_degrees(longitude)}",
            count(incidents),
            count(days),
        )
        for location, latitude, longitude, incidents, days in rows_of(
            quality.busiest, "location", "latitude", "longitude", "incidents", "days"
        )
    ]
    first = 0 if quality.busiest["location"].notna().any() else 1
    never = " Overdoses are never listed by place." if OVERDOSE in categories else ""
    yield table_block(
        "Points with most drug incidents of the police, booking places left out, for a person to "
        "look at: is each a place where drugs are sold, or one where records are made? One day "
        "with many incidents is an operation. Coordinates are rounded to about 100 metres, and "
        f"points with fewer than {FEWEST_AT_A_PLACE} incidents are left out.{never}",
        columns[first:],
        [row[first:] for row in rows],
        text_columns=tuple(range(2 - first)),
    )


def _degrees(value: float) -> str:
    """Write degrees as a map's search box reads them, with a plain minus."""
    return f"{value:.{DEGREES_PLACES}f}"
