"""CPU seconds of finding places, each call in a fresh process, beside what analysts use today."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["OPENBLAS_NUM_THREADS"] = "1"

from benchmarks.calls import CallCost, best_of
from benchmarks.find_calls import NEEDED
from benchmarks.measure import cost_of

RUNS = 3
"""Fresh processes of each call; the best counts for us as for others."""

MOST_MIB = 572.0
"""600 MB: for a scan of 3.7 million circles, and for the whole command on ten years of St. Louis,
report included."""

COMMAND = str(Path(sys.executable).parent / "commonground")
CALLS, AGREEMENT = "benchmarks.find_calls", "benchmarks.find_agreement"


@dataclass(frozen=True, slots=True)
class Quoted:
    """An anchor that is not run here: its name and its CPU seconds in the reference."""

    name: str
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table.

    Parameters
    ----------
    task
        What is done.
    ours
        The call that does it.
    bar_s
        Most CPU seconds it may take; none where it is there to be compared.
    anchor
        The call that does the same today, if there is one that can be run.
    bar_mib
        Most memory it may take.
    warm
        Whether later calls of the process are compared, instead of the first.
    """

    task: str
    ours: str
    bar_s: float | None = None
    anchor: str | Quoted | None = None
    bar_mib: float | None = None
    warm: bool = False


ROWS = (
    Row("St. Louis: 548k raw rows to counts of 100 m cells", "cells of rows", 1.0),
    Row("St. Louis: 523k ingested incidents to street units", "ground", None),
    Row("Gi*, 16.5k cells, exact null / 999 permutations", "Gi*", 0.1, "esda Gi*"),
    Row("  the same, warm", "Gi*", 0.1, "esda Gi*", warm=True),
    Row("local Moran, 16.5k cells, likewise", "local Moran", 0.1, "esda local Moran"),
    Row("  the same, warm", "local Moran", 0.1, "esda local Moran", warm=True),
    Row(
        "Poisson scan 999, 12.7k cells, up to 1 km, secondary",
        "scan 1000 m",
        1.5,
        Quoted("SpatialEpi (smerc 172)", 146.0),
        bar_mib=MOST_MIB,
    ),
    Row("Poisson scan 999, 12.7k cells, up to 500 m", "scan 500 m", 0.5),
    Row("KDE, 24.4k points, 65k cells of 50 m", "density", 0.03, "scikit-learn density"),
    Row(
        "Knox 999, 1.7k points (San Francisco 2012)",
        "Knox san-francisco-2012",
        None,
        "pointpats Knox san-francisco-2012",
    ),
    Row("Knox 999, 5k points (St. Louis)", "Knox st-louis", 1.0, "pointpats Knox st-louis"),
    Row("Knox 999, 5.2k points (San Francisco 2026)", "Knox san-francisco", 1.0),
    Row("find_markets, St. Louis 2016-2017", "find", 10.0),
)
NOTES = """\
CPU s: the first call of a fresh process, best of {runs}, compilation included and imports apart
("+ imp." is the process until all is imported). Ratio: the anchor's CPU seconds over ours.
Raw rows: read, reversals left out, one incident a number, projected, counted; pairing reversals
with records, moments, offences and streets are the ingest's (`ingest_st_louis`).
SpatialEpi and smerc are not run here: their seconds are the reference's, of the same cells.
scikit-learn is allowed an error of .1 %, as we are; its exact sum takes some 25 times as long.
pointpats is not run on San Francisco 2026, whose points lie on few corners: it took 112 CPU s."""


def main() -> int:
    """Make the inputs, measure every row, and hold the answers to those of others."""
    lacking = [file.name for file in NEEDED if not file.exists()]
    if lacking:
        print(f"needs {', '.join(lacking)} of ../shared, which are not on this machine")
        return 1
    with TemporaryDirectory() as made:
        folder = Path(made)
        subprocess.run([sys.executable, "-m", CALLS, "inputs", made], check=True)
        holds = _table(folder)
        holds &= _whole(folder)
        print(NOTES.format(runs=RUNS), flush=True)
        agreed = subprocess.run([sys.executable, "-m", AGREEMENT, made], check=False)
    return int(not holds or agreed.returncode != 0)


def _table(folder: Path) -> bool:
    """Print a line for each task; return whether all bars hold."""
    print(
        f"{'task':53}{'anchor':>23}{'CPU s':>9}{'+ imp.':>7}"
        f"{'ours CPU s':>12}{'+ imp.':>7}{'MiB':>6}{'ratio':>8}{'bar':>7}  holds"
    )
    measured: dict[str, CallCost] = {}
    holds = True
    for row in ROWS:
        for name in (row.anchor, row.ours):
            if isinstance(name, str) and name not in measured:
                measured[name] = best_of(RUNS, name, folder, module=CALLS)
        holds &= _line(row, measured)
    return holds


def _line(row: Row, measured: dict[str, CallCost]) -> bool:
    ours, ours_s = measured[row.ours], _seconds(measured[row.ours], warm=row.warm)
    name, theirs_s, imports, ratio = "-", "-", "", ""
    if row.anchor is not None:
        if isinstance(row.anchor, Quoted):
            name, seconds = row.anchor.name, row.anchor.cpu_s
        else:
            theirs = measured[row.anchor]
            name, seconds = row.anchor.split()[0], _seconds(theirs, warm=row.warm)
            imports = f"{theirs.imports_s:.1f}"
        theirs_s, ratio = f"{seconds:.2f}", f"{seconds / ours_s:.0f}"
    is_quick = row.bar_s is None or ours_s <= row.bar_s
    is_small = row.bar_mib is None or ours.peak_mib <= row.bar_mib
    bar = "" if row.bar_s is None else f"{row.bar_s:g} s"
    print(
        f"{row.task:53}{name:>23}{theirs_s:>9}{imports:>7}"
        f"{ours_s:12.3f}{ours.imports_s:7.1f}{ours.peak_mib:6.0f}{ratio:>8}{bar:>7}  "
        f"{'' if row.bar_s is None else 'yes' if is_quick else 'NO'}",
        flush=True,
    )
    if row.bar_mib is not None:
        _memory("  its memory", ours.peak_mib, row.bar_mib)
    return is_quick and is_small


def _seconds(cost: CallCost, *, warm: bool) -> float:
    return cost.cpu_s if not warm or cost.warm_s is None else cost.warm_s


def _whole(folder: Path) -> bool:
    """Find places in all ten years by the command, and return whether its memory holds."""
    arguments = ["find", str(folder / "st-louis"), "--out", str(folder / "found")]
    cost = cost_of([COMMAND, *arguments])
    task = f"commonground find, St. Louis 2008-2017 ({cost.cpu_s:.0f} CPU s)"
    return _memory(task, cost.peak_mib, MOST_MIB)


def _memory(task: str, peak_mib: float, bar_mib: float) -> bool:
    is_small = peak_mib <= bar_mib
    print(
        f"{task:111}{peak_mib:6.0f}{'':8}{bar_mib:3.0f} MiB  {'yes' if is_small else 'NO'}",
        flush=True,
    )
    return is_small


if __name__ == "__main__":
    sys.exit(main())
