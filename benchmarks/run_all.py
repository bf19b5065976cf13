"""Run every benchmark in a process of its own, and fail if one of them misses its bar."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
NOT_BENCHMARKS = {
    "calls", "cities", "find_agreement", "find_calls", "hot_spots", "measure", "planted", "run_all",
    "seattle", "web_people",
}  # fmt: skip
STUDIES = {"coverage", "find_curve", "find_quality", "panel_curve", "placebo_coverage"}
"""Simulations that take long and have a target of their own in the Makefile."""


def main() -> int:
    """Run the benchmarks in the order of their names and list those that failed."""
    names = sorted({path.stem for path in FOLDER.glob("*.py")} - NOT_BENCHMARKS - STUDIES)
    failed = [name for name in names if not _holds(name)]

    print(f"\n{len(names) - len(failed)} of {len(names)} benchmarks hold their bars.")
    if failed:
        print(f"Missed or failed: {', '.join(failed)}.")
    return int(bool(failed))


def _holds(name: str) -> bool:
    print(f"\n== {name}", flush=True)
    finished = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}"], cwd=FOLDER.parent, check=False
    )
    return finished.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
