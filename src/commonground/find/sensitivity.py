"""Sensitivity: what of each place remains when a choice is made another way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from commonground.core.errors import CommonGroundError
from commonground.core.incidents import AND, Incidents
from commonground.core.market import Market, Shape
from commonground.core.progress import Progress, quietly
from commonground.find.boundaries import MOST_LIKELY, closed
from commonground.find.definition import Drawing
from commonground.find.ground import Ground, grounds_of
from commonground.find.raster import Raster
from commonground.find.records import Records, records_of
from commonground.find.units import has_names
from commonground.numerics.calibration import Floats

OTHER_CELLS_M = (100.0, 200.0)
"""Sides of the cells that are tried beside the usual ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """One choice made another way.

    Parameters
    ----------
    name
        What is done otherwise.
    incidents
        Makes the incidents it looks at; they take room only while they are looked at.
    drawing
        How it draws.
    """

    name: str
    incidents: Callable[[], Incidents]
    drawing: Drawing


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
    variants = list(_variants(incidents, ground=ground, drawing=drawing))
    rows: list[dict[str, object]] = []
    for at, name in enumerate(_origins(ground)):
        rows += _rows(name, iter([ground.only(at)]), markets, points)
    for done, variant in enumerate(variants):
        progress("Other choices", done, len(variants))
        try:
            records = records_of(
                variant.incidents(),
                definition=ground.definition,
                drawing=variant.drawing,
                until=ground.records.last,
                boundary=city,
            )
        except CommonGroundError as problem:
            rows += [
                {"variant": variant.name, "market": market.id, "why": str(problem)}
                for market in markets
            ]
            continue
        others = grounds_of(
            records, definition=ground.definition, drawing=variant.drawing, city=city
        )
        rows += _rows(variant.name, others, markets, points)
    progress("Other choices", len(variants), len(variants))
    columns = ["variant", "market", "incidents", "covered", "why"]
    return pd.DataFrame(rows, columns=columns).astype({"incidents": "Int64"})


def _origins(ground: Ground) -> list[str]:
    """Name the ways in which a city without street names is divided."""
    count = len(ground.divisions)
    return [f"grid origin {at} of {count}" for at in range(1, count + 1)] if count > 1 else []


def _rows(
    name: str,
    grounds: Iterator[Ground],
    markets: Sequence[Market],
    points: Sequence[NDArray[np.float64]],
) -> list[dict[str, object]]:
    """Return what of each place remains on a city that is divided in some ways."""
    ground = next(grounds)
    held, ways = _drawn(ground), 1
    for ground in grounds:
        held, ways = held + _drawn(ground), ways + 1
    dense = closed(held >= MOST_LIKELY * ways, raster=ground.raster).ravel()
    return [
        {
            "variant": name,
            "market": market.id,
            "incidents": _held(ground.records, market),
            "covered": float(_at(ground.raster, dense, sample).mean()),
            "why": "",
        }
        for market, sample in zip(markets, points, strict=True)
    ]


def _variants(incidents: Incidents, *, ground: Ground, drawing: Drawing) -> Iterator[Variant]:
    definition, frame = ground.definition, incidents.frame
    sides: tuple[float, ...] = OTHER_CELLS_M
    if has_names(ground.records):
        sides = (drawing.cell_m, *sides)
    for side in sides:
        other = replace(drawing, cell_m=side)
        yield Variant(f"cells of {side:g} m", partial(_without, incidents, "location"), other)
    kept = tuple(name for name in definition.categories if name != "drug possession")
    if kept and len(kept) < len(definition.categories) and incidents.are("drug possession").any():
        only = partial(_only, incidents, kept, beside=definition.categories)
        yield Variant("without possession", only, drawing)
    is_drug = incidents.are(*definition.categories)
    if (is_drug & (frame["initiated_by"] != "unknown").to_numpy()).any():
        by_police = is_drug & (frame["initiated_by"] == "police").to_numpy()
        yield Variant("without police-initiated", lambda: Incidents(frame[~by_police]), drawing)
    if "booked_at" in frame and frame["booked_at"].notna().any():
        yield Variant("institutions counted", partial(_without, incidents, "booked_at"), drawing)


def _without(incidents: Incidents, column: str) -> Incidents:
    return Incidents(incidents.frame.drop(columns=column, errors="ignore"))


def _only(incidents: Incidents, others: tuple[str, ...], *, beside: tuple[str, ...]) -> Incidents:
    """Leave out the drug records that are of none of some categories."""
    frame = incidents.frame
    left = frame[~incidents.are(*beside) | incidents.are(*others)]
    if "categories" not in left:
        return Incidents(left)
    bare = [
        AND.join(kind for kind in mix.split(AND) if kind in others or kind not in beside)
        for mix in left["categories"]
    ]
    return Incidents(left.assign(categories=bare))


def _drawn(ground: Ground) -> Floats:
    """Return 1 for each square that is dense in the only division of a city, and 0 elsewhere."""
    faces = ground.divisions[0].faces
    return np.where(faces >= 0, ground.areas(0)[faces] > 0, 0.0)


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
    column, row = (
        np.floor((points[:, axis] - edge) / raster.step_m).astype(np.intp)
        for axis, edge in ((0, raster.west), (1, raster.south))
    )
    known = (column >= 0) & (row >= 0) & (row < raster.shape[0]) & (column < raster.shape[1])
    found = np.zeros(len(points), dtype=bool)
    found[known] = dense[row[known] * raster.shape[1] + column[known]]
    return found


def _held(records: Records, market: Market) -> int:
    drug = records.is_drug & records.is_recent
    return int(shapely.contains_xy(market.extent, records.x_m[drug], records.y_m[drug]).sum())
