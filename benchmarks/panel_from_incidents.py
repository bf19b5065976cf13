"""Ten million incidents into blocks x months with covariates, beside the same in geopandas.

Once with the points as recorded, where the same doors repeat, and once with every point a little
off, so that no two are alike.
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.measure import Cost, cost_of

ROWS = 10_000_000
BAR_S, BAR_MIB = 20.0, 2000.0
POINTS = ("as recorded", "all distinct")

BLOCKS = (125, 82)
"""Across and down: about 10,000 blocks, as a city of half a million people has."""

FIRST, MONTHS = "2015-01", 48
SPREAD_M = 5.0
SPREAD_DAYS = 30
SNAP_M = 10.0
BATCH = 1_000_000
OUTCOMES = {
    "drugs": ("drug sale", "drug possession"),
    "violent": ("violent",),
    "property": ("property",),
    "disorder": ("disorder",),
    "any_crime": ("drug sale", "drug possession", "violent", "weapon", "property", "disorder"),
}


def make_places(folder: Path) -> None:
    """Write the blocks of a synthetic city, and the incidents that are multiplied."""
    from commonground.ingest.synthetic import CityPlan, synthetic_city, write_city

    columns, rows = BLOCKS
    write_city(synthetic_city(seed=1, plan=CityPlan(columns=columns, rows=rows)), folder)


def make_incidents(folder: Path, *, rows: int, points: str, out: Path) -> None:
    """Draw incidents of the city over and over, each at another time, and write them down."""
    city = pq.read_table(folder / "incidents.parquet")
    random = np.random.default_rng(1)
    writer = None
    for first in range(0, rows, BATCH):
        size = min(BATCH, rows - first)
        drawn = city.take(pa.array(random.integers(len(city), size=size)))
        off = random.normal(scale=SPREAD_M * (points == "all distinct"), size=(2, size))
        days = random.integers(-SPREAD_DAYS, SPREAD_DAYS, size=size).astype("timedelta64[D]")
        columns = {
            "incident": pc.cast(pa.array(np.arange(first, first + size)), pa.string()),
            "at": pa.array(drawn["at"].to_numpy() + days, pa.timestamp("us")),
            "x_m": pa.array(drawn["x_m"].to_numpy() + off[0]),
            "y_m": pa.array(drawn["y_m"].to_numpy() + off[1]),
            "category": drawn["category"],
            "initiated_by": drawn["initiated_by"],
        }
        table = pa.table(columns)
        writer = writer or pq.ParquetWriter(out, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def count(folder: Path, *, incidents: Path, out: Path) -> None:
    """Count with Common Ground."""
    from commonground.core.periods import Periods
    from commonground.ingest.panels import PanelPlan, count_panel, read_places

    places = read_places(folder / "places.parquet", place="place")
    covariates = pd.read_parquet(folder / "places.parquet").drop(columns=["place", "geometry"])
    first = pd.Period(FIRST, freq="M").ordinal
    plan = PanelPlan(
        places=places,
        periods=Periods(unit="month", first=first, count=MONTHS),
        outcomes=OUTCOMES,
        covariates=covariates,
        snap_m=SNAP_M,
    )
    print(count_panel(incidents, plan=plan, out=out))


def count_with_geopandas(folder: Path, *, incidents: Path, out: Path) -> None:
    """Count as an analyst does with geopandas: a spatial join, and groups."""
    import geopandas

    covariates = pd.read_parquet(folder / "places.parquet")
    drawn = geopandas.GeoSeries.from_wkb(covariates.pop("geometry"))
    places = geopandas.GeoDataFrame(covariates[["place"]], geometry=drawn)
    table = pd.read_parquet(incidents, columns=["at", "x_m", "y_m", "category"])
    points = geopandas.GeoDataFrame(
        table[["at", "category"]], geometry=geopandas.points_from_xy(table["x_m"], table["y_m"])
    )
    joined = geopandas.sjoin(points, places, predicate="intersects", how="left")
    joined = joined[~joined.index.duplicated()]
    outside = points[joined["place"].isna()]
    near = geopandas.sjoin_nearest(outside, places, max_distance=SNAP_M)
    near = near[~near.index.duplicated()]
    joined.loc[near.index, "place"] = near["place"]

    joined["period"] = joined["at"].dt.to_period("M").astype(str)
    counts = joined.pivot_table(
        index=["place", "period"], columns="category", aggfunc="size", fill_value=0
    )
    months = pd.period_range(FIRST, periods=MONTHS, freq="M").astype(str)
    full = pd.MultiIndex.from_product([places["place"], months], names=["place", "period"])
    counts = counts.reindex(full, fill_value=0)
    panel = pd.DataFrame(
        {name: counts[[*categories]].sum(axis=1) for name, categories in OUTCOMES.items()}
    )
    panel.reset_index().merge(covariates, on="place").to_parquet(out)


STEPS = {"common ground": count, "geopandas": count_with_geopandas}


def main() -> int:
    """Measure both programs on both kinds of points, each in a process of its own."""
    missed = False
    with TemporaryDirectory() as made:
        folder = Path(made)
        step("places", folder)
        for points in POINTS:
            incidents = folder / "counted.parquet"
            step("incidents", folder, str(ROWS), points, str(incidents))
            print(f"{ROWS:,} incidents, points {points}")
            costs = {}
            for name in STEPS:
                out = folder / f"{name}.parquet"
                costs[name] = step(name, folder, str(incidents), str(out))
                wall, cost = costs[name]
                bars = f" (bars {BAR_S:g} s, {BAR_MIB:g} MiB)" if name == "common ground" else ""
                print(
                    f"  {name:14}{wall:6.1f} s wall, {cost.cpu_s:6.1f} CPU s, "
                    f"{cost.peak_mib:6.0f} MiB{bars}",
                    flush=True,
                )
            (ours_s, ours), (theirs_s, theirs) = costs["common ground"], costs["geopandas"]
            print(
                f"  geopandas takes {theirs_s / ours_s:.1f} times the time, "
                f"{theirs.cpu_s / ours.cpu_s:.1f} times the CPU and "
                f"{theirs.peak_mib / ours.peak_mib:.1f} times the memory"
            )
            agree = _same(*(folder / f"{name}.parquet" for name in STEPS))
            print(f"  the two panels are {'equal' if agree else 'NOT EQUAL'}", flush=True)
            missed |= ours_s > BAR_S or ours.peak_mib > BAR_MIB or not agree
    return int(missed)


def step(name: str, folder: Path, *arguments: str) -> tuple[float, Cost]:
    """Take one step in a fresh process; return its wall seconds and what it cost."""
    command = [sys.executable, "-m", "benchmarks.panel_from_incidents", name, str(folder)]
    began = time.perf_counter()
    cost = cost_of([*command, *arguments])
    return time.perf_counter() - began, cost


def take(name: str, folder: Path, *arguments: str) -> None:
    """Take a step in this process."""
    if name == "places":
        make_places(folder)
    elif name == "incidents":
        rows, points, out = arguments
        make_incidents(folder, rows=int(rows), points=points, out=Path(out))
    else:
        incidents, out = arguments
        STEPS[name](folder, incidents=Path(incidents), out=Path(out))


def _same(ours: Path, theirs: Path) -> bool:
    columns = ["place", "period", *OUTCOMES]
    return bool((pd.read_parquet(ours)[columns] == pd.read_parquet(theirs)[columns]).all(axis=None))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        take(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
    else:
        sys.exit(main())
