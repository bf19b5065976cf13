"""Tables of found places, one subject a table, as they may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from commonground.find.ranking import PARTS, TABLE
from commonground.report.market_report.content import Content
from commonground.report.market_report.designs.rows import detectable_rows
from commonground.report.market_report.months import months_of
from commonground.report.workbook import write_table_files

ABOUT: Mapping[str, str] = {
    "places": (
        "Every place that was looked at, candidates first. A number of people that is empty is "
        "below 11, or would tell one that is."
    ),
    "criteria": "The definition put to each place: what was found, what is needed, and the answer.",
    "sensitivity": "What is left of each place when a choice is made another way.",
    "months": "Drug incidents in each candidate place's extent, and in the city, by month.",
    "institutions": "Booking places, and what they put on record.",
    "exposures": (
        "Who and what lies within 300 m of each place's boundary. An empty count of people is "
        "below 11; apportioned counts are shared out by area."
    ),
    "ranking": (
        "Candidate places by harm index, for weights that were stated: median, 90 % interval, "
        "ranks, and how probably each comes first or among the first ones."
    ),
    "ranking_parts": (
        "What the harm index is made of: weight and share of each kind, and how probably a place "
        "would come first if that kind alone were weighed."
    ),
    "detectable": (
        "The smallest change at each candidate place that could be told from chance, as a share of "
        "the target's count before: by outcome, months before and after, with rings and without."
    ),
}
"""What each table holds, in one line."""

DIGITS = 6
"""Decimals that are written: more are noise of the machine."""

COUNTS = (
    "drug", "drug_inside", "all_kinds", "sales", "police_initiated", "citizen_initiated",
    "unknown_initiated", "violent", "drug_calls", "overdoses", "points",
)  # fmt: skip
MEASURES = (
    "drug_low", "drug_high", "expected", "times_city", "times_city_low", "times_city_high",
    "clearness", "chance", "extent_ha", "boundary_ha", "recurrence", "agreement",
)  # fmt: skip


def market_tables(content: Content) -> dict[str, pd.DataFrame]:
    """Return every table of found places, by name, in the order in which they are read.

    Parameters
    ----------
    content
        What the report is about.
    """
    return {
        "places": places_table(content),
        "criteria": _criteria(content),
        "sensitivity": _numbered(content, content.found.sensitivity),
        "months": _months(content),
        "institutions": content.found.institutions,
        "exposures": _numbered(content, content.found.exposures),
        **_ranking(content),
        "detectable": detectable_rows(content.found.designs, numbers=content.numbers),
    }


def write_market_tables(content: Content, folder: Path, *, title: str) -> list[Path]:
    """Write one CSV a table that has something to show, and all of them as one workbook.

    Parameters
    ----------
    content
        What the report is about.
    folder
        Where to write; made if it is not there.
    title
        Name of the report.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    tables = {name: table for name, table in market_tables(content).items() if len(table)}
    return write_table_files(
        tables, folder, about=ABOUT, title=title, caveats=content.found.caveats
    )


def places_table(content: Content) -> pd.DataFrame:
    """Return one row a place that was looked at: its id, its tier and its numbers."""
    rows = []
    for place in content.places:
        market = place.market
        known = market.numbers
        rows.append(
            {
                "number": place.number,
                "id": market.id,
                "name": place.where,
                "tier": market.tier,
                "stable": bool(known["is_stable"]),
                **{name: known[name] for name in (*COUNTS, *MEASURES)},
                "firm_ha": market.firm.area / 10_000,
                "streets": "; ".join(market.streets),
            }
        )
    columns = ["number", "id", "name", "tier", "stable", *COUNTS, *MEASURES, "firm_ha", "streets"]
    table = pd.DataFrame(rows, columns=columns)
    table[list(COUNTS)] = table[list(COUNTS)].astype("Float64").astype("Int64")
    return table.round(dict.fromkeys([*MEASURES, "firm_ha"], DIGITS))


def _criteria(content: Content) -> pd.DataFrame:
    rows = [
        {
            "number": place.number,
            "id": place.market.id,
            "criterion": one.name,
            "answer": one.answer,
            "value": one.value,
            "threshold": one.threshold,
            "reason": one.reason,
        }
        for place in content.places
        for one in place.market.criteria
    ]
    columns = ["number", "id", "criterion", "answer", "value", "threshold", "reason"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"value": "float64"}).round({"value": DIGITS, "threshold": DIGITS})


def _months(content: Content) -> pd.DataFrame:
    columns = ["number", "id", "month", "incidents", "city"]
    if not content.candidates:
        return pd.DataFrame(columns=columns)
    held = [
        months_of(content.found, place.market).assign(number=place.number, id=place.market.id)
        for place in content.candidates
    ]
    table = pd.concat(held, ignore_index=True)
    return table.assign(month=table["month"].dt.strftime("%Y-%m"))[columns]


def _ranking(content: Content) -> dict[str, pd.DataFrame]:
    ranking = content.found.ranking
    if ranking is None:
        order, parts = (pd.DataFrame(columns=names) for names in (TABLE, PARTS))
    else:
        order, parts = ranking.table, ranking.parts
    return {
        "ranking": _numbered(content, order),
        "ranking_parts": _numbered(content, parts),
    }


def _numbered(content: Content, table: pd.DataFrame) -> pd.DataFrame:
    """Put the number of its place before each row of a table that knows places by their id."""
    numbered = table.rename(columns={"market": "id"})
    numbered.insert(0, "number", numbered["id"].map(content.numbers).astype("Int64"))
    return numbered.round(DIGITS)
