"""The answers that the speed of finding is measured on, held to those of others; not timed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from esda.getisord import G_Local
from scipy.stats import binom

from benchmarks.find_calls import (
    ALLOWED,
    BANDWIDTH_M,
    CALLS,
    NEAR_DAYS,
    NEAR_M,
    PERMUTATIONS,
    esda_inputs,
)
from commonground.numerics.kernels import density_at

SEEDS, EACH = 123, 813
"""99,999 permutations of esda, in parts that fit into memory."""

TIE = 1e-9
"""Counts over their sum differ by more; sums of such floats do not tell equal from nearly so."""

UNLIKELY = 0.001
"""Chance, over all comparisons, below which two p are not of the same null."""

HOT = 0.01
HIGHEST, EVERY = 500, 25
"""Cells whose density is summed exactly: the highest ones, and others among all."""


def main() -> int:
    """Compare, print, and return whether anything differs."""
    folder = Path(sys.argv[1])
    print("\nDo the answers agree?")
    return int(not all([_gi(folder), _density(folder), _knox(folder)]))


def _gi(folder: Path) -> bool:
    """Hold exact p to 99,999 permutations, recounted so that ties are ties.

    esda's own p_sim compares sums of floats, and loses some of the permutations that are equal.
    """
    ours = _answer("Gi*", folder)
    counts, weights = esda_inputs(folder)
    as_high, hot = np.zeros(len(counts)), []
    as_low, miscounted = np.zeros(len(counts)), np.zeros(len(counts), dtype=bool)
    for seed in range(SEEDS):
        found = G_Local(
            counts, weights, transform="B", star=True, permutations=EACH, n_jobs=1, seed=seed
        )
        high = (found.rGs >= found.Gs[:, None] - TIE).sum(axis=1)
        as_high += high
        as_low += (found.rGs <= found.Gs[:, None] + TIE).sum(axis=1)
        by_floats = (found.rGs >= found.Gs[:, None]).sum(axis=1)
        miscounted |= by_floats != high
        hot.append(int(((1 + high) / (1 + EACH) <= HOT).sum()))
    made = SEEDS * EACH
    held, p = np.concatenate([as_high, as_low]), np.concatenate([ours.p_upper, ours.p_lower])
    tail = np.minimum(binom.cdf(held, made, p), binom.sf(held - 1, made, p))
    least = float(2 * tail.min())
    agrees = least * len(p) >= UNLIKELY
    print(
        f"Gi*: {len(p):,} exact p differ from {made:,} permutations of esda by at most "
        f"{np.abs(held / made - p).max():.4f}; Monte Carlo error gives the least likely of the "
        f"differences a chance of {least:.2g}: {_said(agrees=agrees)}\n"
        f"     p <= {HOT:g} in {int((ours.p_upper <= HOT).sum())} cells; by esda with {EACH} "
        f"permutations in {min(hot)} to {max(hot)}, by seed. In {int(miscounted.sum()):,} cells "
        "its floats lose permutations with an equal sum"
    )
    return agrees


def _density(folder: Path) -> bool:
    """Hold densities to the exact sum where they are highest, and here and there."""
    held = np.load(folder / "cells-50.npz")
    ours = np.asarray(_answer("density", folder)).ravel()[held["cells"]]
    theirs = np.asarray(_answer("scikit-learn density", folder))
    theirs = theirs * len(held["points"]) * 10_000
    asked = np.union1d(np.argsort(ours)[-HIGHEST:], np.arange(0, len(ours), EVERY))
    exact = density_at(held["centres"][asked], points=held["points"], bandwidth_m=BANDWIDTH_M)
    error, other = (np.abs(one[asked] - exact).max() / exact.max() for one in (ours, theirs))
    agrees = bool(error <= ALLOWED)
    print(
        f"KDE: at most {error:.4%} of the peak from the exact sum in {len(asked):,} cells (bar "
        f"{ALLOWED:.1%}), scikit-learn {other:.4%}: {_said(agrees=agrees)}"
    )
    return agrees


def _knox(folder: Path) -> bool:
    """Hold a Knox table to that of pointpats, whose pairs and expectation must be the same."""
    pack = "san-francisco-2012"
    ours = _answer(f"Knox {pack}", folder)
    theirs = _answer(f"pointpats Knox {pack}", folder)
    pairs, expected, p = (float(one[0, 0]) for one in (ours.observed, ours.expected, ours.p))
    error = np.sqrt(2 * p * (1 - p) / PERMUTATIONS)
    agrees = pairs == theirs.nst and np.isclose(expected, theirs.expected[0, 0])
    agrees = bool(agrees and abs(p - theirs.p_sim) <= 4 * error + 1 / PERMUTATIONS)
    print(
        f"Knox: {pairs:.0f} pairs within {NEAR_M:g} m and {NEAR_DAYS} days, {expected:.1f} "
        f"expected, p {p:.3f}; pointpats {theirs.nst}, {theirs.expected[0, 0]:.1f}, "
        f"{theirs.p_sim:.3f}: {_said(agrees=agrees)}"
    )
    return agrees


def _answer(name: str, folder: Path) -> Any:  # noqa: ANN401  whatever a package returns
    return CALLS[name].prepared(folder)()


def _said(*, agrees: bool) -> str:
    return "agree" if agrees else "DO NOT AGREE"


if __name__ == "__main__":
    sys.exit(main())
