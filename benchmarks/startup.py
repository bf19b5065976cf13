"""What `commonground --help` costs, beside a Python that does nothing."""

import statistics
import sys
from pathlib import Path

from benchmarks.measure import cost_of

BAR_CPU_S = 0.5
RUNS = 7

BIN = Path(sys.executable).parent
HELP = [str(BIN / "commonground"), "--help"]
NOTHING = [sys.executable, "-c", "pass"]


def main() -> int:
    """Measure both in turns, so that a busy moment hits both, and compare the medians."""
    pairs = [(cost_of(NOTHING).cpu_s, cost_of(HELP).cpu_s) for _ in range(RUNS)]
    nothing, help_ = (statistics.median(column) for column in zip(*pairs, strict=True))

    print(f"python -c pass       {nothing:6.3f} CPU s (median of {RUNS} fresh processes)")
    print(f"commonground --help  {help_:6.3f} CPU s, {help_ / nothing:.1f} times as much")
    print(
        f"bar                  {BAR_CPU_S:6.3f} CPU s: {'held' if help_ <= BAR_CPU_S else 'MISSED'}"
    )
    return int(help_ > BAR_CPU_S)


if __name__ == "__main__":
    sys.exit(main())
