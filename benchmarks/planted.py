"""Markets planted into a real city, whose place and size are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.core.incidents import Incidents

FEWEST_POINTS = 5
"""Places where fewer points have records are no streets."""

JITTER_M = 30.0
"""A market need not be centred on a corner."""


@dataclass(frozen=True, slots=True)
class Disc:
    """Where a market was planted."""

    x_m: float
    y_m: float
    radius_m: float

    def holds(self, x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which points lie in it."""
        return np.hypot(x_m - self.x_m, y_m - self.y_m) <= self.radius_m


def planted(
    incidents: Incidents, *, count: int, hectares: float, seed: int
) -> tuple[Incidents, Disc]:
    """Add drug incidents to a city, even over a disc and over the whole record.

    The city publishes points of its own: each incident is put on the nearest of those in the disc.
    """
    random = np.random.default_rng(seed)
    frame = incidents.frame
    located = frame[frame["x_m"].notna() & frame["booked_at"].isna()]
    points = np.unique(located[["x_m", "y_m"]].to_numpy().round(), axis=0)
    radius = float(np.sqrt(hectares * 10_000 / np.pi))
    while True:
        x, y = points[random.integers(len(points))] + random.normal(0, JITTER_M, 2)
        disc = Disc(float(x), float(y), radius)
        inside = located[disc.holds(located["x_m"].to_numpy(), located["y_m"].to_numpy())]
        if len(inside[["x_m", "y_m"]].round().drop_duplicates()) >= FEWEST_POINTS:
            break
    angle, away = random.random(count) * 2 * np.pi, radius * np.sqrt(random.random(count))
    x, y = x + away * np.cos(angle), y + away * np.sin(angle)
    apart = (inside["x_m"].to_numpy() - x[:, None]) ** 2
    apart += (inside["y_m"].to_numpy() - y[:, None]) ** 2
    first, last = frame["at"].min(), frame["at"].max()
    new = inside.iloc[apart.argmin(axis=1)].assign(
        incident=[f"planted {at}" for at in range(count)],
        at=first + (last - first) * random.random(count),
        category="drug possession",
        categories="drug possession",
    )
    return Incidents(pd.concat([frame, new], ignore_index=True)), disc
