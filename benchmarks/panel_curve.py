"""How time and memory of counting a panel grow with the number of incidents, to 100 million."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.panel_from_incidents import POINTS, step

ROWS = (1_000_000, 10_000_000, 100_000_000)
STEEPEST = 1.15
"""Largest slope of log CPU time on log rows that still counts as linear growth."""

BAR_MIB = 2000.0
"""Memory may grow until the engine's share is full, and no further."""


def main() -> int:
    """Measure each size in a process of its own, and print the curve."""
    missed = False
    with TemporaryDirectory() as made:
        folder = Path(made)
        step("places", folder)
        for points in POINTS:
            missed |= not _holds(points, folder)
    return int(missed)


def _holds(points: str, folder: Path) -> bool:
    print(f"points {points}\n       rows   wall s    CPU s   peak MiB")
    incidents, cpu, peaks = folder / "incidents-all.parquet", [], []
    for rows in ROWS:
        step("incidents", folder, str(rows), points, str(incidents))
        wall, cost = step("common ground", folder, str(incidents), str(folder / "panel.parquet"))
        cpu.append(cost.cpu_s)
        peaks.append(cost.peak_mib)
        print(f"{rows:11,}  {wall:7.1f}  {cost.cpu_s:7.1f}  {cost.peak_mib:9.0f}", flush=True)
    slope = float(np.polyfit(np.log(ROWS), np.log(cpu), 1)[0])
    print(f"CPU time grows as rows to the power {slope:.2f} (bar {STEEPEST}); bar {BAR_MIB:g} MiB")
    return slope <= STEEPEST and max(peaks) <= BAR_MIB


if __name__ == "__main__":
    sys.exit(main())
