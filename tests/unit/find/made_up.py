"""A made-up city of straight streets, with markets, sinks and raids put where a test wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from commonground.core.incidents import Incidents

WEST, SOUTH = 500_000.0, 4_000_000.0
BLOCK_M = 100.0
BLOCKS = 30
"""Blocks to a side: the city is 3 km wide."""

FIRST, DAYS = pd.Timestamp("2023-01-01"), 365


@dataclass(frozen=True)
class Cluster:
    """Drug incidents put at one place.

    Parameters
    ----------
    x_m, y_m
        Its middle.
    incidents
        How many.
    radius_m
        How far they lie around; all on one point if 0.
    days
        First day and number of days over which they are spread.
    """

    x_m: float
    y_m: float
    incidents: int
    radius_m: float = 90.0
    days: tuple[int, int] = (0, DAYS)


MARKET = Cluster(WEST + 1_000, SOUTH + 1_000, incidents=60)
SINK = Cluster(WEST + 2_200, SOUTH + 700, incidents=40, radius_m=0.0)
RAID = Cluster(WEST + 700, SOUTH + 2_300, incidents=40, days=(200, 2))


def city(
    *clusters: Cluster, seed: int = 1, background: int = 6_000, named: bool = False
) -> Incidents:
    """Return a city's incidents: an even background, 4 % of it drugs, and some clusters."""
    random = np.random.default_rng(seed)
    x, y = (_on_streets(random.integers(0, BLOCKS * 4, background) / 4) for _ in range(2))
    x, y = np.where(random.random(background) < 0.5, (x, _corner(y)), (_corner(x), y))
    parts = [
        pd.DataFrame(
            {
                "at": FIRST + pd.to_timedelta(random.integers(0, DAYS, background), unit="D"),
                "x_m": x + WEST,
                "y_m": y + SOUTH,
                "category": np.where(
                    random.random(background) < 0.04, "drug possession", "property"
                ),
            }
        ),
        *(_cluster(cluster, random) for cluster in clusters),
    ]
    frame = pd.concat(parts, ignore_index=True)
    frame["incident"] = [f"record {at}" for at in range(len(frame))]
    frame["initiated_by"] = "unknown"
    if named:
        frame["location"] = _names(frame)
    return Incidents(frame)


def without(incidents: Incidents, columns: Sequence[str]) -> Incidents:
    """Return incidents without some columns."""
    return Incidents(incidents.frame.drop(columns=list(columns)))


def _cluster(cluster: Cluster, random: np.random.Generator) -> pd.DataFrame:
    first, days = cluster.days
    angle = random.random(cluster.incidents) * 2 * np.pi
    away = cluster.radius_m * np.sqrt(random.random(cluster.incidents))
    x, y = (
        np.round((middle + away * turn(angle)) / 25) * 25
        for middle, turn in ((cluster.x_m, np.cos), (cluster.y_m, np.sin))
    )
    return pd.DataFrame(
        {
            "at": FIRST
            + pd.to_timedelta(first + random.integers(0, days, cluster.incidents), unit="D"),
            "x_m": x,
            "y_m": y,
            "category": "drug possession",
        }
    )


def _on_streets(blocks: np.ndarray) -> np.ndarray:
    return blocks * BLOCK_M


def _corner(at: np.ndarray) -> np.ndarray:
    return np.round(at / BLOCK_M) * BLOCK_M


def _names(frame: pd.DataFrame) -> list[str]:
    """Name the hundred-block of each point: streets run east, avenues north."""
    column, row = ((frame[name] - edge) / BLOCK_M for name, edge in (("x_m", WEST), ("y_m", SOUTH)))
    return [
        f"{int(c) * 100} block {round(r)}TH ST"
        if abs(r - round(r)) < 0.13
        else f"{int(r) * 100} block {round(c)}TH AVE"
        for c, r in zip(column, row, strict=True)
    ]
