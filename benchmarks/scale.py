"""How the cost of a placebo area grows with the number of places, up to a million."""

import os
import resource
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

from commonground.numerics.batch_calibration import Pool, TargetSet, batch_size, batch_weights
from commonground.numerics.permutation import placebo_areas

PLACES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
CONSTRAINTS = 60
TREATED = 40
STEEPEST = 1.15
"""Largest slope of log cost on log places that still counts as linear growth."""

KIB_PER_GIB = 1024**2


def constraint_values(places: int, *, seed: int) -> np.ndarray:
    """Return sparse counts like those of city blocks: a count of places, and 59 Poisson columns."""
    random = np.random.default_rng(seed)
    rate = random.gamma(1.0, 1.0, places)
    values = np.ones((places, CONSTRAINTS))
    for column in range(1, CONSTRAINTS):
        values[:, column] = random.poisson(rate * random.uniform(0.1, 2.0))
    return values


def main() -> int:
    """Measure each size, one batch of sets, and print the curve."""
    print("  places   sets   CPU s a set   peak GiB of the process so far")
    costs = []
    for places in PLACES:
        values = constraint_values(places, seed=places)
        pool = Pool.of(values)
        rows = placebo_areas(np.arange(places), size=TREATED, count=1001, seed=1)[
            : batch_size(places)
        ]
        sets = [TargetSet(values[r].sum(axis=0), TREATED / (places - TREATED), r) for r in rows]
        began = time.process_time()
        solved = batch_weights(pool, sets)
        costs.append((time.process_time() - began) / len(sets))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_GIB
        exact = int(solved.is_exact.sum())
        print(f"{places:8,}  {exact:2}/{len(sets):2}  {costs[-1]:12.4f}  {peak:10.2f}", flush=True)

    slope = float(np.polyfit(np.log(PLACES), np.log(costs), 1)[0])
    print(f"cost grows as places to the power {slope:.2f} (bar {STEEPEST})")
    return int(slope > STEEPEST)


if __name__ == "__main__":
    sys.exit(main())
