"""What is measured of finding places, ours and that of others, each ready to be called once."""

from __future__ import annotations

import sys
import warnings
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.calls import Call, Work, make_call

SHARED = Path(__file__).resolve().parents[2] / "shared"
DATA = SHARED / "data"
ST_LOUIS = DATA / "stlouis_slmpd_incidents_2008_2017.parquet"
CELLS = SHARED / "reference-results" / "scan" / "cells_sf2026_100.csv"
INGESTED = {
    "st-louis": ST_LOUIS,
    "san-francisco-2012": DATA / "sf_sfpd_incidents_2012H2_geoda.parquet",
    "san-francisco": DATA / "sf_sfpd_incidents_2026_feb_aug_map90d.parquet",
}
"""Published files by the name of their city file."""

BOUNDARY = DATA / "geo_stlouis_neighborhoods.parquet"
NEEDED = (*INGESTED.values(), BOUNDARY, CELLS)
CITY_CRS, STATE_CRS = "EPSG:26915", "ESRI:102696"

TODAY = date(2026, 11, 22)
TWO_YEARS = ("2016-01-01", "2018-01-01")
POINTS = 24_447
"""As many as in the reference, which had a longer record: some of ours are there twice."""

BANDWIDTH_M = 100.0
NEAR_M, NEAR_DAYS = 100.0, 7
PERMUTATIONS = 999
SEED = 1

ALLOWED = 1e-3
"""Error of a density that either side is allowed: of the peak for us, of the sum for scikit-learn,
which has no other way to say it."""


def make_inputs(folder: Path) -> None:
    """Ingest the files, and write what is measured as arrays."""
    from commonground.ingest.incident_file import read_incident_file
    from commonground.study.ingest import run_ingest

    for pack, file in INGESTED.items():
        run_ingest([file], city=pack, out=folder / pack, today=TODAY, documents=False)
    incidents = read_incident_file(folder / "st-louis" / "incidents.parquet").frame
    first, end = TWO_YEARS
    recent = incidents[(incidents["at"] >= first) & (incidents["at"] < end)]
    recent.to_parquet(folder / "two-years.parquet", index=False)
    _write_cells(folder)
    for pack, rows in (("san-francisco-2012", None), ("st-louis", 5_000), ("san-francisco", None)):
        _write_events(folder, pack=pack, last=rows)


def _write_cells(folder: Path) -> None:
    """Write the drug incidents of St. Louis, as counts of cells and as points among cells."""
    import shapely

    from commonground.find.raster import Raster
    from commonground.ingest.panels import read_boundaries

    boundary = read_boundaries(BOUNDARY, place="NHD_NAME", crs=CITY_CRS).places.geometry
    city = shapely.union_all(boundary)
    shapely.prepare(city)
    west, south, east, north = city.bounds
    points, _ = _drug_events(folder / "st-louis")
    for side in (50.0, 100.0):
        raster = Raster.over(
            np.array([west, east]), np.array([south, north]), step_m=side, margin_m=0.0
        )
        x, y = raster.centres(np.arange(raster.size))
        half = side / 2
        squares = shapely.box(x - half, y - half, x + half, y + half)
        cells = np.flatnonzero(shapely.intersects(city, squares))
        inside = points[shapely.contains_xy(city, *points.T)]
        starts, others = raster.neighbours(cells)
        again = np.random.default_rng(SEED).integers(len(points), size=POINTS - len(points))
        np.savez(
            folder / f"cells-{side:g}.npz",
            cells=cells,
            counts=np.bincount(raster.positions(*inside.T), minlength=raster.size)[cells],
            starts=starts,
            others=others,
            points=np.vstack([points, points[again]]),
            x_m=np.unique(x),
            y_m=np.unique(y),
            centres=np.column_stack([x, y])[cells],
        )


def _write_events(folder: Path, *, pack: str, last: int | None) -> None:
    """Write points and whole days of the drug incidents; of San Francisco 2026 every charge."""
    points, days = _drug_events(folder / pack, by_charge=pack == "san-francisco")
    order = np.argsort(days, kind="stable")[-(last or len(days)) :]
    np.savez(folder / f"events-{pack}.npz", points=points[order], days=days[order])


def _drug_events(
    ingest: Path, *, by_charge: bool = False
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    import pandas as pd

    from commonground.find.definition import DRUG_CATEGORIES
    from commonground.ingest.incident_file import read_incident_file

    incidents = read_incident_file(ingest / "incidents.parquet")
    drug = incidents.of(*DRUG_CATEGORIES).frame.dropna(subset=["x_m", "y_m"])
    if by_charge:
        charges = pd.read_parquet(
            ingest / "charges.parquet", columns=["incident", "category", "rows"]
        )
        charges = charges[charges["category"].isin(DRUG_CATEGORIES)]
        drug = charges.loc[charges.index.repeat(charges["rows"]), ["incident"]].merge(drug)
    days = (drug["at"] - drug["at"].min()).dt.days
    return drug[["x_m", "y_m"]].to_numpy(np.float64), days.to_numpy(np.float64)


def _cells_of_rows(_: Path) -> Work:
    """Count incidents in cells of 100 m, from published rows.

    Rows that take a record back are left out, but not the records they take back; rows with the
    same number are one incident. The ingest does more, and takes longer: it pairs reversals with
    records, reads moments, offences and streets, and accounts for every row.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from benchmarks.ingest_st_louis import COLUMNS
    from commonground.find.raster import Raster
    from commonground.ingest.cleaning.positions import transformer

    def work() -> NDArray[np.int64]:
        names = {field: COLUMNS[field] for field in ("counts", "number", "x", "y")}
        table = pq.read_table(ST_LOUIS, columns=[name for some in names.values() for name in some])
        rows = pa.table(
            {field: pc.coalesce(*(table[name] for name in some)) for field, some in names.items()}
        )
        rows = rows.filter(pc.equal(rows["counts"], "1"))
        number = rows["number"].combine_chunks().dictionary_encode().indices
        number = pc.fill_null(number, -1).to_numpy()
        is_first = number < 0
        is_first[np.unique(number, return_index=True)[1]] = True
        rows = rows.filter(pa.array(is_first))
        x, y = (pc.cast(rows[axis], pa.float64()).to_numpy() for axis in ("x", "y"))
        located = np.isfinite(x) & np.isfinite(y) & (x != 0) & (y != 0)
        points, at = np.unique(x[located] + 1j * y[located], return_inverse=True)
        x_m, y_m = transformer(STATE_CRS, CITY_CRS).transform(points.real, points.imag)
        raster = Raster.over(x_m, y_m, step_m=100.0, margin_m=0.0)
        return np.bincount(raster.positions(x_m, y_m)[at], minlength=raster.size)

    return work


def _ground(folder: Path) -> Work:
    from commonground.find.definition import Definition, Drawing
    from commonground.find.ground import ground_of
    from commonground.find.records import records_of
    from commonground.ingest.incident_file import read_incident_file

    definition, drawing = Definition(), Drawing()

    def work() -> object:
        incidents = read_incident_file(folder / "st-louis" / "incidents.parquet")
        records = records_of(incidents, definition=definition, drawing=drawing)
        return ground_of(records, definition=definition, drawing=drawing)

    return work


def _gi(folder: Path) -> Work:
    from commonground.numerics.neighbourhoods.getis_ord import getis_ord

    held = np.load(folder / "cells-100.npz")
    counts, starts, others = held["counts"], held["starts"], held["others"]
    return lambda: getis_ord(counts, starts=starts, others=others)


def _moran(folder: Path) -> Work:
    from commonground.numerics.neighbourhoods.moran import local_moran

    held = np.load(folder / "cells-100.npz")
    counts, starts, others = held["counts"], held["starts"], held["others"]
    return lambda: local_moran(counts, starts=starts, others=others)


def _esda_gi(folder: Path) -> Work:
    from esda.getisord import G_Local

    counts, weights = esda_inputs(folder)
    options = {"transform": "B", "star": True, "permutations": PERMUTATIONS, "n_jobs": 1}
    return lambda: G_Local(counts, weights, seed=SEED, **options)


def _esda_moran(folder: Path) -> Work:
    from esda.moran import Moran_Local

    counts, weights = esda_inputs(folder)
    options = {"permutations": PERMUTATIONS, "n_jobs": 1}
    return lambda: Moran_Local(counts, weights, seed=SEED, **options)


def esda_inputs(folder: Path) -> tuple[NDArray[np.float64], object]:
    """Return counts and neighbours as esda takes them, and hush what it says of its future."""
    from libpysal.weights import W

    warnings.simplefilter("ignore")
    held = np.load(folder / "cells-100.npz")
    rows = np.split(held["others"], held["starts"][1:-1])
    weights = W({cell: row.tolist() for cell, row in enumerate(rows)}, silence_warnings=True)
    return held["counts"].astype(np.float64), weights


def _scan(radius_m: float, _: Path) -> Work:
    from commonground.numerics.scan import ScanOptions, poisson_scan

    cells = np.genfromtxt(CELLS, delimiter=",", names=True)
    options = ScanOptions(seed=SEED, radius_m=radius_m, replicates=PERMUTATIONS)
    return lambda: poisson_scan(
        x_m=cells["x_m"],
        y_m=cells["y_m"],
        cases=cells["drug_rows"],
        population=np.ones(len(cells)),
        options=options,
    )


def _density(folder: Path) -> Work:
    from commonground.numerics.kernels import gaussian_density

    held = np.load(folder / "cells-50.npz")
    points, x_m, y_m = held["points"], held["x_m"], held["y_m"]
    return lambda: gaussian_density(points, x_m=x_m, y_m=y_m, bandwidth_m=BANDWIDTH_M)


def _sklearn_density(folder: Path) -> Work:
    from sklearn.neighbors import KernelDensity

    held = np.load(folder / "cells-50.npz")
    points, centres = held["points"], held["centres"]
    return lambda: np.exp(
        KernelDensity(bandwidth=BANDWIDTH_M, rtol=ALLOWED).fit(points).score_samples(centres)
    )


def _knox(pack: str, folder: Path) -> Work:
    from commonground.numerics.knox import Bands, knox

    held = np.load(folder / f"events-{pack}.npz")
    points, days = held["points"], held["days"]
    # pointpats counts pairs just as far apart as its limits; ours are closed on the left only.
    bands = Bands(distances_m=(0, float(np.nextafter(NEAR_M, np.inf))), days=(0, NEAR_DAYS + 1))
    return lambda: knox(points, days=days, bands=bands, permutations=PERMUTATIONS, seed=SEED)


def _pointpats_knox(pack: str, folder: Path) -> Work:
    from pointpats import Knox

    held = np.load(folder / f"events-{pack}.npz")
    points, days = held["points"], held["days"][:, None]
    return lambda: Knox(points, days, delta=NEAR_M, tau=NEAR_DAYS, permutations=PERMUTATIONS)


def _found(folder: Path) -> Work:
    from commonground.find.finding import find_markets
    from commonground.ingest.incident_file import read_incident_file

    incidents = read_incident_file(folder / "two-years.parquet")
    return lambda: find_markets(incidents, seed=SEED)


GROUND = ("commonground.ingest.incident_file", "commonground.find.ground")
CALLS = {
    "cells of rows": Call(("pyarrow.parquet", "pyarrow.dataset", "pyproj"), _cells_of_rows),
    "ground": Call(GROUND, _ground),
    "Gi*": Call(("commonground.numerics.neighbourhoods.getis_ord",), _gi, repeats=3),
    "local Moran": Call(("commonground.numerics.neighbourhoods.moran",), _moran, repeats=3),
    "esda Gi*": Call(("esda", "libpysal"), _esda_gi, repeats=3),
    "esda local Moran": Call(("esda", "libpysal"), _esda_moran, repeats=3),
    "scan 1000 m": Call(("commonground.numerics.scan",), partial(_scan, 1000.0)),
    "scan 500 m": Call(("commonground.numerics.scan",), partial(_scan, 500.0)),
    "density": Call(("commonground.numerics.kernels",), _density),
    "scikit-learn density": Call(("sklearn.neighbors",), _sklearn_density),
    **{
        f"{name} {pack}": Call((module,), partial(prepared, pack))
        for name, module, prepared in (
            ("Knox", "commonground.numerics.knox", _knox),
            ("pointpats Knox", "pointpats", _pointpats_knox),
        )
        for pack in INGESTED
    },
    "find": Call(("commonground.find.finding", *GROUND), _found),
}


if __name__ == "__main__":
    name, folder = sys.argv[1], Path(sys.argv[2])
    if name == "inputs":
        make_inputs(folder)
    else:
        make_call(name, folder, calls=CALLS)
