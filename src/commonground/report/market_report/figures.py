"""The figures of found places, each with its words: what it shows, how to read it, what is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from commonground.find.design.design import Design
from commonground.report.drawing.drawn import specified, styled, write_drawn
from commonground.report.market_report.charts import (
    DAYS,
    ENOUGH_FOR_HOURS,
    STEP_HOURS,
    hours_chart,
    months_chart,
    stepped,
)
from commonground.report.market_report.content import Content, Place
from commonground.report.market_report.maps.city_map import MOST_CELLS, city_map, drawn_cells
from commonground.report.market_report.maps.design_map import design_map
from commonground.report.market_report.maps.place_map import AROUND_M, place_map
from commonground.report.market_report.months import months_of
from commonground.report.market_report.rank_chart import rank_chart
from commonground.report.numbers import count, decimal, together
from commonground.report.pieces.blocks import Block

if TYPE_CHECKING:
    from commonground.find.ranking import Ranking
    from commonground.report.drawing.panels import Panel

CELLS = (
    "Drug incidents are shown on cells of 50 m, never at an address; overdoses, calls for help and "
    "what is known to have happened indoors are on no map."
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its words.

    Parameters
    ----------
    name
        What its files are called.
    title
        What it shows, as a heading would say it.
    caption
        How to read it.
    alt
        What is to be seen in it, for those who do not see it.
    draw
        Draws it.
    """

    name: str
    title: str
    caption: str
    alt: str
    draw: Callable[[], Panel]

    @property
    def block(self) -> Block:
        """Its place in a document."""
        return Block("figure", text=self.caption, figure=self.name, title=self.title, alt=self.alt)


def write_market_figures(content: Content, folder: Path) -> list[Path]:
    """Write every figure as SVG, PNG and Vega-Lite specification.

    Parameters
    ----------
    content
        What the report is about.
    folder
        Where to write; made if it is not there.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    return write_drawn(specified(market_charts(content)), folder)


def city_figure(content: Content) -> Figure:
    """Return the map of the city."""
    cells, every = drawn_cells(content)
    thinned = f" The {count(MOST_CELLS)} cells with most of {count(every)} are drawn."
    places = [f"{place.title} {place.where}" for place in (*content.candidates, *content.rejected)]
    return Figure(
        name="city",
        title="The city and the places that were looked at",
        caption=(
            f"Drug incidents {content.window}, and every place with enough of them to be looked "
            f"at. {CELLS}{thinned if every > len(cells) else ''}"
        ),
        alt=(
            f"Map of {content.city} with {count(int(cells['incidents'].sum()))} drug incidents on "
            f"{count(len(cells))} cells. {'; '.join(places) or 'No place was looked at'}."
        ),
        draw=partial(city_map, content),
    )


def map_figure(content: Content, place: Place) -> Figure:
    """Return the map of one place."""
    market = place.market
    reach = shapely.bounds(market.extent)
    wide, high = (round(reach[at + 2] - reach[at] + 2 * AROUND_M, -2) for at in (0, 1))
    around = market.extent.buffer(AROUND_M)
    near = [
        str(other.number)
        for other in content.places
        if other.number != place.number and other.market.boundary.intersects(around)
    ]
    neighbours = f" Near it are the places {together(near)}." if len(near) > 1 else ""
    if len(near) == 1:
        neighbours = f" Near it is place {near[0]}."
    return Figure(
        name=f"map-{market.id}",
        title=f"{place.title} and what is around it",
        caption=(
            f"Drug incidents {content.window}: a square is a cell of 50 m, and darker means more. "
            "The strong line is the boundary; within the dashed line records are likelier than "
            "not as dense as at a market."
        ),
        alt=(
            f"Map of about {count(wide)} by {count(high)} metres around {place.where}. The "
            f"boundary holds {decimal(market.area_ha)} hectares, the extent "
            f"{decimal(market.numbers['extent_ha'])}, its firm part "
            f"{decimal(market.firm.area / 10_000)}.{neighbours}"
        ),
        draw=partial(place_map, content, place),
    )


def design_figure(content: Content, place: Place, design: Design) -> Figure:
    """Return the map of what an intervention at a place would be."""
    rings, controls = len(design.rings), len(design.controls)
    watched = [str(content.numbers[one.id]) for one in design.alternatives]
    others = f" The alternatives are the places {together(watched)}." if len(watched) > 1 else ""
    if len(watched) == 1:
        others = f" The alternative is place {watched[0]}."
    gap = f", {count(design.gap_m)} m from the target's" if design.gap_m is not None else ""
    return Figure(
        name=f"design-{place.market.id}",
        title=f"If an intervention were made at place {place.number}",
        caption=(
            "The target and its rings, the controls with theirs, and the candidate places that the "
            "market may move to, by number. Rings leave out whatever else is drawn."
        ),
        alt=(
            f"Map of the target, {decimal(design.target.area / 10_000)} hectares, {rings} rings "
            f"around it and {controls} {'control' if controls == 1 else 'controls'} with rings of "
            f"their own{gap}.{others}"
        ),
        draw=partial(design_map, content, design),
    )


def time_figures(content: Content, place: Place) -> Iterator[Figure]:
    """Return the months, and the hours where they are known, of one place."""
    months = months_of(content.found, place.market)
    if len(months) > 1:
        yield _months(content, place, months)
    hours = place.market.hours
    if hours is not None and hours.sum():
        yield _hours(content, place)


def rank_figure(content: Content, ranking: Ranking) -> Figure:
    """Return the rank intervals of candidate places."""
    number = content.numbers
    ranks = ranking.table[["market", "rank_low", "rank_high"]]
    said = [
        f"place {number[market]} ranks {low} to {high}"
        for market, low, high in ranks.itertuples(index=False, name=None)
    ]
    return Figure(
        name="ranks",
        title="Which place could have which rank",
        caption=(
            "A bar reaches over the ranks that a place could have (90 % interval), and a dot marks "
            "the middle one of all draws. Where bars lie over the same rank, the records cannot "
            "tell the places apart."
        ),
        alt=f"Bars of rank intervals, the largest harm index on top: {'; '.join(said)}.",
        draw=partial(rank_chart, content, ranking),
    )


def market_charts(content: Content) -> Iterator[tuple[str, Panel]]:
    """Yield every figure as a chart, with its name."""
    for figure in _every(content):
        yield figure.name, styled(figure.draw().properties(description=figure.alt))


def _every(content: Content) -> Iterator[Figure]:
    yield city_figure(content)
    ranking = content.found.ranking
    if ranking is not None and len(ranking.table):
        yield rank_figure(content, ranking)
    for place in content.candidates:
        yield map_figure(content, place)
        if (design := content.design_of(place)) is not None:
            yield design_figure(content, place, design)
        yield from time_figures(content, place)


def _months(content: Content, place: Place, months: pd.DataFrame) -> Figure:
    records = content.found.records
    first, last = months["month"].iloc[0], months["month"].iloc[-1]
    whole = _is_whole(records.first, records.last, first, last)
    busiest = int(months["incidents"].argmax())
    when = months["month"].iloc[busiest]
    return Figure(
        name=f"months-{place.market.id}",
        title=f"{place.title} by month",
        caption=(
            "Bars: drug incidents in its extent. Dashed: those of the whole city, scaled to the "
            "same total. Where both move together, it is the work of the police, or the way "
            f"records are made, that changes.{'' if whole else ' The record ends within a month.'}"
        ),
        alt=(
            f"Bars of drug incidents by month, {first:%B %Y} to {last:%B %Y}: "
            f"{count(months['incidents'].sum())} in all, "
            f"{count(months['incidents'].iloc[busiest])} in the busiest month, {when:%B %Y}, and "
            f"none in {count((months['incidents'] == 0).sum())} months."
        ),
        draw=partial(months_chart, content, place),
    )


def _is_whole(
    first: object, last: object, first_month: pd.Timestamp, last_month: pd.Timestamp
) -> bool:
    """Say whether the first and the last month that are shown are covered to their ends."""
    begins, ends = pd.Timestamp(str(first)), pd.Timestamp(str(last))
    return begins <= first_month and ends == last_month + pd.offsets.MonthEnd(1)


def _hours(content: Content, place: Place) -> Figure:
    hours = np.asarray(place.market.hours)
    step, counts = stepped(hours)
    day, hour = np.unravel_index(int(counts.argmax()), counts.shape)
    few = (
        f" With fewer than {ENOUGH_FOR_HOURS} incidents, {STEP_HOURS} hours are drawn as one."
        if step > 1
        else ""
    )
    return Figure(
        name=f"hours-{place.market.id}",
        title=f"{place.title} by hour of the week",
        caption=(
            f"Drug incidents {content.window} whose hour is known.{few} They are the hours at "
            "which records were made: when police were there, as much as when drugs were sold."
        ),
        alt=(
            f"Squares by weekday and hour, darker with more drug incidents: "
            f"{count(hours.sum())} in all, most on {DAYS[int(day)]} from {int(hour) * step}:00 to "
            f"{(int(hour) + 1) * step}:00 ({count(counts.max())})."
        ),
        draw=partial(hours_chart, content, place),
    )
