"""A synthetic city as files, to look at and to start from."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from commonground.core.panel import Panel
from commonground.core.places import Places
from commonground.ingest.synthetic.city import SyntheticCity, city_panel


def write_city(city: SyntheticCity, folder: str | Path) -> tuple[Path, ...]:
    """Write a city's incidents, places, streets, panel and truth.

    Parameters
    ----------
    city
        The city.
    folder
        Where to; made if it is not there.

    Returns
    -------
    tuple of Path
        ``incidents.parquet``; ``places.parquet`` and ``streets.parquet``, their geometry as WKB in
        metres; ``panel.parquet``, one row a place and period, with a column ``treated``; and
        ``truth.json``.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "incidents": city.incidents.frame,
        "places": _places(city, places=city.places),
        "streets": _streets(city, segments=city.ground.segments),
        "panel": _panel(city_panel(city)),
    }
    written = []
    for name, table in tables.items():
        written.append(folder / f"{name}.parquet")
        table.to_parquet(written[-1], index=False)
    return (*written, write_truth(city, folder / "truth.json"))


def write_places(city: SyntheticCity, file: Path, *, places: Places) -> Path:
    """Write the blocks with their covariates, as they lie on a map.

    Parameters
    ----------
    city
        The city.
    file
        Where to, as Parquet; the geometry is WKB.
    places
        The blocks of the city, put somewhere.
    """
    _places(city, places=places).to_parquet(file, index=False)
    return file


def write_streets(city: SyntheticCity, file: Path, *, segments: Places) -> Path:
    """Write the street segments with their names, as they lie on a map.

    Parameters
    ----------
    city
        The city.
    file
        Where to, as Parquet; the geometry is WKB.
    segments
        The segments of the city, put somewhere.
    """
    _streets(city, segments=segments).to_parquet(file, index=False)
    return file


def write_truth(city: SyntheticCity, file: Path) -> Path:
    """Write what was planted in a city, as JSON."""
    file.write_text(_truth(city), encoding="utf-8")
    return file


def _places(city: SyntheticCity, *, places: Places) -> pd.DataFrame:
    geometry = shapely.to_wkb(places.geometry)
    return pd.DataFrame({"place": places.ids, "geometry": geometry}).join(city.covariates)


def _streets(city: SyntheticCity, *, segments: Places) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "segment": segments.ids,
            "street": city.ground.streets,
            "hundred": city.ground.hundreds,
            "geometry": shapely.to_wkb(segments.geometry),
        }
    )


def _panel(panel: Panel) -> pd.DataFrame:
    """Return one row a place and period."""
    places, periods = len(panel.places), len(panel.periods)
    frame = pd.DataFrame(
        {
            "place": np.repeat(np.array(panel.places.ids, dtype=object), periods),
            "period": np.tile(np.array(panel.periods.labels, dtype=object), places),
        }
    )
    for at, outcome in enumerate(panel.outcomes):
        frame[outcome] = panel.counts[:, :, at].ravel().astype(np.int64)
    for name, values in panel.covariates.items():
        frame[str(name)] = np.repeat(values.to_numpy(), periods)
    if panel.marked is not None:
        frame["treated"] = panel.marked.ravel().astype(np.int64)
    return frame


def _truth(city: SyntheticCity) -> str:
    truth = city.truth
    stated = {
        "markets": [asdict(market) for market in truth.markets],
        "closed": truth.closed,
        "starts": city.intervention.starts,
        "area": city.intervention.area,
        "buffer": [asdict(ring) for ring in city.intervention.buffer],
        "bookings": [asdict(booking) for booking in truth.bookings],
        "operations": [asdict(operation) for operation in truth.operations],
        "effects": dict(truth.effects),
        "displaced_share": truth.displaced_share,
        "displaced_to": truth.displaced_to,
        "displaced": dict(truth.displaced),
    }
    return json.dumps(stated, indent=2, default=str) + "\n"
