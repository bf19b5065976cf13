"""Who lives in the blocks, and how busy and how troubled each block is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.ingest.synthetic.streets import Ground

QUARTERS_OF_TOWN = 14
QUARTER_M = 700.0
NOBODY_SHARE = 0.12
"""Blocks where nobody lives: parks, yards, warehouses."""

HOUSEHOLDS = 26.0
"""Mean in a block with residents."""


@dataclass(frozen=True, slots=True, eq=False)
class Life:
    """Residents of each block, and what they do not choose.

    Parameters
    ----------
    covariates
        One row a block: ``population``, ``young_men``, ``households``, ``renters``, ``vacant``.
    activity
        How busy a block is, one on average.
    trouble
        How poor a part of town is; zero on average, about one at its most common distance.
    """

    covariates: pd.DataFrame
    activity: NDArray[np.float64]
    trouble: NDArray[np.float64]


def life(ground: Ground, random: np.random.Generator) -> Life:
    """People the blocks.

    Parameters
    ----------
    ground
        Streets and blocks.
    random
        Where chance comes from.
    """
    trouble = _parts_of_town(ground.centres, random)
    size = len(ground.blocks)
    dense = np.exp(0.35 * trouble) * random.gamma(2.0, 1 / 2.0, size=size)
    lived_in = random.random(size) > NOBODY_SHARE

    households = random.poisson(HOUSEHOLDS * dense) * lived_in
    renters = random.binomial(households, 1 / (1 + np.exp(0.3 - 0.7 * trouble)))
    vacant = random.poisson(households * 0.08 * np.exp(0.5 * trouble))
    population = households + random.poisson(1.15 * households)
    young_men = random.binomial(population, 0.06)

    activity = np.exp(0.45 * trouble) * (0.4 + dense) * random.gamma(1.1, 1 / 1.1, size=size)
    return Life(
        covariates=pd.DataFrame(
            {
                "population": population,
                "young_men": young_men,
                "households": households,
                "renters": renters,
                "vacant": vacant,
            },
            dtype=np.float64,
        ),
        activity=activity / activity.mean(),
        trouble=trouble,
    )


def _parts_of_town(
    centres: NDArray[np.float64], random: np.random.Generator
) -> NDArray[np.float64]:
    """Return a smooth field over the city, mean zero and spread one."""
    low, high = centres.min(axis=0), centres.max(axis=0)
    middles = random.uniform(low, high, size=(QUARTERS_OF_TOWN, 2))
    heights = random.normal(size=QUARTERS_OF_TOWN)
    squared = ((centres[:, None] - middles[None]) ** 2).sum(axis=2)
    field: NDArray[np.float64] = np.exp(-squared / (2 * QUARTER_M**2)) @ heights
    field -= field.mean()
    field /= field.std()
    return field
