"""Small cities with known counts, for tests of evaluation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.core.places import Places
from commonground.evaluate.matching import Matching

SIDE = 10
"""Places along one side of the city, which is a square of square blocks."""
BLOCK_M = 100.0
PERIODS, START = 14, 11
TREATED = 6

MATCHING = Matching(outcomes={"theft": (2,) * 5, "drugs": (5, 5)}, covariates=("residents",))


def table(*, change: float = 1.0, seed: int = 0, treated: int = TREATED) -> pd.DataFrame:
    """Return one row a place and quarter; drugs change by a factor in treated places."""
    random = np.random.default_rng(seed)
    places = SIDE * SIDE
    level = random.gamma(2.0, 1.0, places)
    rows = pd.DataFrame(
        {
            "block": np.repeat(np.arange(places) + 5_303_300_010_010_020, PERIODS).astype(str),
            "quarter": np.tile(np.arange(1, PERIODS + 1), places),
            "residents": np.repeat(random.integers(0, 400, places), PERIODS),
        }
    )
    is_treated = np.repeat(_middle(treated, level), PERIODS)
    after = rows["quarter"].to_numpy() >= START
    rows["treated"] = (is_treated & after).astype(int)
    rate = np.repeat(level, PERIODS)
    rows["theft"] = random.poisson(rate * 3.0)
    rows["drugs"] = random.poisson(rate * np.where(is_treated & after, change, 1.0))
    return rows


def panel_of(rows: pd.DataFrame, *, period: str = "quarter") -> Panel:
    """Return the panel of such a table."""
    return Panel.from_frame(rows, place="block", period=period, treated="treated")


def city(*, change: float = 1.0, seed: int = 0, treated: int = TREATED) -> Panel:
    """Return a city of 100 blocks, the treated among those of middling crime."""
    return panel_of(table(change=change, seed=seed, treated=treated))


def mapped(panel: Panel) -> Panel:
    """Return the same city with the squares its blocks are."""
    corners = [(row * BLOCK_M, column * BLOCK_M) for row in range(SIDE) for column in range(SIDE)]
    squares = [shapely.box(x, y, x + BLOCK_M, y + BLOCK_M) for x, y in corners]
    places = Places(ids=panel.places.ids, kind="block", geometry=np.array(squares, dtype=object))
    return Panel(
        places=places,
        periods=panel.periods,
        outcomes=panel.outcomes,
        counts=panel.counts,
        covariates=panel.covariates,
        marked=panel.marked,
    )


def intervention(panel: Panel) -> Intervention:
    """Return the intervention that the panel marks."""
    return Intervention.marked_in(panel)


def number(table: pd.DataFrame, row: str, column: str) -> float:
    """Return one number of a table by its row's label."""
    return float(table[column].to_numpy(dtype=np.float64)[list(table.index).index(row)])


def _middle(count: int, level: np.ndarray) -> np.ndarray:
    """Mark as treated the places around the middle level, so that others are like them."""
    order = np.argsort(level, kind="stable")
    first = len(level) // 2 - count // 2
    chosen = np.zeros(len(level), dtype=bool)
    chosen[order[first : first + count]] = True
    return chosen
