"""Example 2 of R microsynth, from file to table, and 10,000 placebo areas, in fresh processes.

R microsynth needs about 930 CPU seconds and 623 MB, without its workers, for the first.
"""

import sys
import time

from benchmarks.measure import cost_of
from benchmarks.seattle import MATCHING, OUTCOMES, seattle

BARS = {250: (5.0, 400.0), 10_000: (60.0, None)}
"""Wall seconds and MiB, by placebo areas."""


def evaluate(permutations: int) -> None:
    """Do what Example 2 does: two horizons, the jackknife, and placebo areas."""
    from commonground.evaluate.micro_synthetic_control import micro_synthetic_control
    from commonground.evaluate.question import Inference

    panel, intervention = seattle()
    effect = micro_synthetic_control(
        panel,
        intervention=intervention,
        outcomes=OUTCOMES,
        matching=MATCHING,
        horizons=[14, 16],
        inference=Inference(alternative="lower", permutations=permutations, jackknife=True),
        diagnostics=False,
    )
    print(effect.to_frame())


def main() -> int:
    """Measure each size in a process of its own."""
    missed = False
    for permutations, (bar_s, bar_mib) in BARS.items():
        began = time.perf_counter()
        cost = cost_of([sys.executable, "-m", "benchmarks.example_two", str(permutations)])
        wall = time.perf_counter() - began
        memory = f" (bar {bar_mib:g})" if bar_mib else ""
        print(
            f"{permutations:6,} placebo areas: {wall:5.1f} s wall (bar {bar_s:g}), "
            f"{cost.cpu_s:5.1f} CPU s, {cost.peak_mib:4.0f} MiB{memory}"
        )
        missed |= wall > bar_s or (bar_mib is not None and cost.peak_mib > bar_mib)
    return int(missed)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        evaluate(int(sys.argv[1]))
    else:
        sys.exit(main())
