"""How time and memory of finding places grow with a city, to five million incidents."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from numpy.typing import NDArray

from benchmarks.calls import Call, Work, best_of, make_call
from benchmarks.measure import KIB_PER_MIB

ROWS = (10_000, 100_000, 1_000_000, 5_000_000)
STEEPEST = 1.15
"""Largest slope of log CPU time on log incidents that still counts as linear growth."""

SETTLED = 100_000
"""In smaller cities what every city costs hides how cost grows: slopes are of these and larger."""

LEAST_MIB, KIB_A_ROW = 572.0, 1.2
"""Memory may be 600 MB, as for half a million incidents, and beyond them grow as they do."""

SEED = 1
BLOCK_M, POINTS_A_BLOCK = 100, 6
ROWS_A_BLOCK = 32
"""As in ten years of St. Louis; a larger city has more blocks, not fuller ones."""

UNEVEN = 0.5
"""Shape of the gamma distribution of how much is recorded on a block."""

DRUG_SHARE = 0.04
ROWS_A_MARKET, MARKET_ROWS, MARKET_BLOCKS = 100_000, 400, 3
"""Markets are planted: so many drug incidents, on a square of so many blocks a side."""

FIRST, DAYS = "2024-01-01", 730
WEST_M, SOUTH_M = 500_000.0, 4_000_000.0
KINDS = ("property", "violent", "disorder", "other", "drug possession", "drug sale")

BANDWIDTH_M, CELL_M, HALF_CELL_M = 100.0, 100.0, 50.0


def make_city(rows: int, folder: Path) -> None:
    """Write the incidents of a made-up city, and its drug incidents as counts of cells."""
    import pandas as pd

    random = np.random.default_rng([SEED, rows])
    side = round(np.sqrt(rows / ROWS_A_BLOCK))
    share = np.cumsum(random.gamma(UNEVEN, size=side**2))
    block = np.searchsorted(share, random.random(rows) * share[-1], side="right")
    is_drug = random.random(rows) < DRUG_SHARE
    planted = _planted(random, rows=rows, side=side)
    block[: len(planted)], is_drug[: len(planted)] = planted, True
    point = random.integers(POINTS_A_BLOCK, size=rows)
    north, east = np.divmod(block, side)
    x_m = WEST_M + BLOCK_M * (east + (point + 0.5) / POINTS_A_BLOCK)
    y_m = SOUTH_M + BLOCK_M * (north + 0.5)
    kind = np.where(is_drug, 4 + (random.random(rows) < 0.1), random.integers(4, size=rows))
    at = np.datetime64(FIRST, "us") + random.integers(DAYS * 1440, size=rows).astype("m8[m]")
    names = pd.Series([f"{100 * (at % side)} block Street {at // side}" for at in range(side**2)])
    frame = pd.DataFrame(
        {
            "incident": pd.Series(np.arange(rows)).astype("str"),
            "at": at.astype("M8[us]"),
            "x_m": x_m,
            "y_m": y_m,
            "category": pd.Series(KINDS).take(kind).to_numpy(),
            "initiated_by": "unknown",
            "location": names.take(block).to_numpy(),
        }
    )
    frame.to_parquet(folder / f"city-{rows}.parquet", index=False)
    drug = np.column_stack([x_m, y_m])[is_drug]
    _write_cells(drug, side_m=float(side * BLOCK_M), file=folder / f"cells-{rows}.npz")


def _planted(random: np.random.Generator, *, rows: int, side: int) -> NDArray[np.intp]:
    """Return the blocks of the incidents of all markets; the smallest city has one market."""
    count = max(1, rows // ROWS_A_MARKET)
    corner = random.integers(side - MARKET_BLOCKS, size=(count, 1, 2))
    within = random.integers(MARKET_BLOCKS, size=(count, MARKET_ROWS, 2))
    north, east = np.moveaxis((corner + within).reshape(-1, 2), 1, 0)
    return north * side + east


def _write_cells(points: NDArray[np.float64], *, side_m: float, file: Path) -> None:
    from commonground.find.raster import Raster

    edges = (np.array([low, low + side_m - 1]) for low in (WEST_M, SOUTH_M))
    raster = Raster.over(*edges, step_m=CELL_M, margin_m=0.0)
    starts, others = raster.neighbours(np.arange(raster.size))
    counts = np.bincount(raster.positions(*points.T), minlength=raster.size)
    at_m = np.arange(HALF_CELL_M / 2, side_m, HALF_CELL_M)
    np.savez(
        file,
        counts=counts,
        starts=starts,
        others=others,
        points=points,
        x_m=WEST_M + at_m,
        y_m=SOUTH_M + at_m,
    )


def _found(rows: int, folder: Path) -> Work:
    from commonground.find.definition import Drawing
    from commonground.find.finding import find_markets
    from commonground.ingest.incident_file import read_incident_file

    incidents = read_incident_file(folder / f"city-{rows}.parquet")
    drawing = Drawing(replicates=20, relabellings=99, halves=2)
    return lambda: find_markets(incidents, drawing=drawing, seed=SEED)


def _gi(rows: int, folder: Path) -> Work:
    from commonground.numerics.neighbourhoods.getis_ord import getis_ord

    held = np.load(folder / f"cells-{rows}.npz")
    counts, starts, others = held["counts"], held["starts"], held["others"]
    return lambda: getis_ord(counts, starts=starts, others=others)


def _density(rows: int, folder: Path) -> Work:
    from commonground.numerics.kernels import gaussian_density

    held = np.load(folder / f"cells-{rows}.npz")
    points, x_m, y_m = held["points"], held["x_m"], held["y_m"]
    return lambda: gaussian_density(points, x_m=x_m, y_m=y_m, bandwidth_m=BANDWIDTH_M)


@dataclass(frozen=True, slots=True)
class Task:
    """What is measured: modules, what prepares the call of a city, and how many processes to take.

    Parameters
    ----------
    name
        Its name.
    imports
        Modules that are not measured.
    prepared
        Prepares the call, from the incidents of a city and a folder.
    runs
        Fresh processes, of which the best counts.
    """

    name: str
    imports: tuple[str, ...]
    prepared: Callable[[int, Path], Work]
    runs: int = 1


TASKS = (
    Task(
        "find_markets", ("commonground.find.finding", "commonground.ingest.incident_file"), _found
    ),
    Task("Gi*", ("commonground.numerics.neighbourhoods.getis_ord",), _gi, runs=3),
    Task("KDE", ("commonground.numerics.kernels",), _density, runs=3),
)
CALLS = {
    f"{task.name} {rows}": Call(task.imports, partial(task.prepared, rows))
    for task in TASKS
    for rows in ROWS
}
MODULE = "benchmarks.find_curve"


def main() -> int:
    """Make each city, measure each task in fresh processes, and print the curves."""
    with TemporaryDirectory() as made:
        for rows in ROWS:
            subprocess.run([sys.executable, "-m", MODULE, f"city {rows}", made], check=True)
        held = [_holds(task, Path(made)) for task in TASKS]
    return int(not all(held))


def _holds(task: Task, folder: Path) -> bool:
    print(f"{task.name}\n  incidents     CPU s   peak MiB    bar")
    cpu, are_small = [], True
    for rows in ROWS:
        cost = best_of(task.runs, f"{task.name} {rows}", folder, module=MODULE)
        most = max(LEAST_MIB, rows * KIB_A_ROW / KIB_PER_MIB)
        cpu.append(cost.cpu_s)
        are_small &= cost.peak_mib <= most
        missed = "" if cost.peak_mib <= most else "  MISSED"
        print(f"{rows:11,}{cost.cpu_s:10.3f}{cost.peak_mib:11.0f}{most:7.0f}{missed}", flush=True)
    settled = np.array(ROWS) >= SETTLED
    slope = float(np.polyfit(np.log(ROWS)[settled], np.log(cpu)[settled], 1)[0])
    print(
        f"  CPU time grows as incidents to the power {slope:.2f} from {SETTLED:,} on "
        f"(bar {STEEPEST}{'' if slope <= STEEPEST else ', MISSED'})",
        flush=True,
    )
    return are_small and slope <= STEEPEST


if __name__ == "__main__":
    if len(sys.argv) > 1:
        what, made = sys.argv[1], Path(sys.argv[2])
        if what.startswith("city "):
            make_city(int(what.removeprefix("city ")), made)
        else:
            make_call(what, made, calls=CALLS)
    else:
        sys.exit(main())
