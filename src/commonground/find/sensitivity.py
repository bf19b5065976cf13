"""Sensitivity: what of each place remains when a choice is made another way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from commonground.core.errors import CommonGroundError
from commonground.core.incidents import Incidents
from commonground.core.market import Market, Shape
from commonground.core.progress import Progress, quietly
from commonground.find.boundaries import MOST_LIKELY, closed
from commonground.find.definition import Drawing
from commonground.find.ground import Ground, grounds_of, raster_of
from commonground.find.raster import Raster
from commonground.find.records import Records, records_of
from commonground.find.segments import Segments
from commonground.find.units import has_names

OTHER_CELLS_M = (100.0, 200.0)
"""Sides of the cells that are tried beside the usual ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """One choice made another way.

    Parameters
    ----------
    name
        What is done otherwise.
    records
        Makes the records it looks at; they take room only while they are looked at.
    drawing
        How it draws.
    streets
        Streets that it divides the city into.
    """

    name: str
    records: Callable[[], Records]
    drawing: Drawing
    streets: Segments | None


def sensitivity_of(
    incidents: Incidents,
    *,
    ground: Ground,
    markets: Sequence[Market],
    drawing: Drawing,
    city: Shape | None = None,
    progress: Progress = quietly,
) -> pd.DataFrame:
    """Return what of each place remains when a choice is made another way.

    Parameters
    ----------
    incidents
        The incidents that places were found in.
    ground
        The city as it was looked at.
    markets
        The places.
    drawing
        How they were drawn.
    city
        Boundary of the city in metres.
    progress
        Called with the name of a stage, what is done of it, and what there is to do.

    Returns
    -------
    pandas.DataFrame
        One row a variant and place: ``variant``, ``market``, ``incidents`` (drug incidents of the
        window in its extent), ``covered`` (share of its boundary that is still dense); empty where
        the records do not allow the variant, and ``why`` says so.
    """
    points = [_sample(market, drawing=drawing) for market in markets]
    variants = list(_variants(incidents, ground=ground, drawing=drawing, city=city))
    rows: list[dict[str, object]] = []

    def left_in(
        name: str, dense: NDArray[np.bool_], raster: Raster, records: Records
    ) -> list[dict[str, object]]:
        return [
            {
                "variant": name,
                "market": market.id,
                "incidents": _held(records, market),
                "covered": float(_at(raster, dense, sample).mean()),
                "why": "",
            }
            for market, sample in zip(markets, points, strict=True)
        ]

    for at, name in enumerate(_origins(ground)):
        dense = _dense(iter([ground.only(at)]), ground.raster)
        rows += left_in(name, dense, ground.raster, ground.records)
    for done, variant in enumerate(variants):
        progress("Other choices", done, len(variants))
        try:
            records = variant.records()
        except CommonGroundError as problem:
            rows += [
                {"variant": variant.name, "market": market.id, "why": str(problem)}
                for market in markets
            ]
            continue
        raster = raster_of(records, drawing=variant.drawing)
        others = grounds_of(
            records,
            definition=ground.definition,
            drawing=variant.drawing,
            city_ha=ground.city_ha,
            streets=variant.streets,
        )
        rows += left_in(variant.name, _dense(others, raster), raster, records)
    progress("Other choices", len(variants), len(variants))
    columns = ["variant", "market", "incidents", "covered", "why"]
    return pd.DataFrame(rows, columns=columns).astype({"incidents": "Int64"})


def _origins(ground: Ground) -> list[str]:
    """Name the ways in which a city without street names is divided."""
    count = len(ground.divisions)
    return [f"grid origin {at} of {count}" for at in range(1, count + 1)] if count > 1 else []


def _variants(
    incidents: Incidents, *, ground: Ground, drawing: Drawing, city: Shape | None
) -> Iterator[Variant]:
    definition, records, frame = ground.definition, ground.records, incidents.frame
    streets = ground.streets
    if streets is not None and has_names(records):
        yield Variant("hundred-blocks", lambda: records, drawing, None)
    sides: tuple[float, ...] = OTHER_CELLS_M
    if ground.unit != "cell":
        sides = (drawing.cell_m, *sides)
    nameless = replace(records, incidents=_without(records.incidents, "location"))
    for side in sides:
        other = replace(drawing, cell_m=side)
        yield Variant(f"cells of {side:g} m", lambda: nameless, other, None)

    def of(some: Incidents, where: NDArray[np.bool_] | None = None) -> Callable[[], Records]:
        return lambda: records_of(
            some,
            definition=definition,
            drawing=drawing,
            until=records.last,
            boundary=city,
            where=where,
        )

    is_drug = incidents.are(*definition.categories)
    kept = tuple(name for name in definition.categories if name != "drug possession")
    if kept and len(kept) < len(definition.categories) and incidents.are("drug possession").any():
        rest = of(incidents, ~is_drug | incidents.are(*kept))
        yield Variant("without possession", rest, drawing, streets)
    if (is_drug & (frame["initiated_by"] != "unknown").to_numpy()).any():
        rest = of(incidents, ~(is_drug & (frame["initiated_by"] == "police").to_numpy()))
        yield Variant("without police-initiated", rest, drawing, streets)
    if "booked_at" in frame and frame["booked_at"].notna().any():
        counted = of(_without(incidents, "booked_at"))
        yield Variant("institutions counted", counted, drawing, streets)


def _without(incidents: Incidents, column: str) -> Incidents:
    return incidents.part(incidents.frame.drop(columns=column, errors="ignore"))


def _dense(grounds: Iterator[Ground], raster: Raster) -> NDArray[np.bool_]:
    """Return which squares are dense in at least half of the ways to divide a city."""
    held, ways = np.zeros(raster.size, dtype=np.int64), 0
    for drawn in map(_drawn, grounds):
        held, ways = held + drawn, ways + 1
    return closed(held >= MOST_LIKELY * ways, raster=raster).ravel()


def _drawn(ground: Ground) -> NDArray[np.bool_]:
    """Return which squares are dense in the only division of a city."""
    faces = ground.divisions[0].faces
    return (faces >= 0) & (ground.areas(0, ground.counts(0))[faces] > 0)


def _sample(market: Market, *, drawing: Drawing) -> NDArray[np.float64]:
    """Return the middles of the squares within a boundary, shape (squares, 2)."""
    step = drawing.cell_m / 2
    west, south, east, north = shapely.bounds(market.boundary)
    x, y = np.meshgrid(
        np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step)
    )
    inside = shapely.contains_xy(market.boundary, x.ravel(), y.ravel())
    return np.column_stack([x.ravel()[inside], y.ravel()[inside]])


def _at(raster: Raster, dense: NDArray[np.bool_], points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return whether points lie in dense squares; beyond the raster nothing is dense."""
    square = raster.found(*points.T)
    return (square >= 0) & dense[square]


def _held(records: Records, market: Market) -> int:
    drug = records.is_drug & records.is_recent
    return int(shapely.contains_xy(market.extent, records.x_m[drug], records.y_m[drug]).sum())
