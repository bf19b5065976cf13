"""What is recorded: an incident at a door, at a minute, by somebody's initiative."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.core.periods import Periods
from commonground.ingest.synthetic.plan import CATEGORIES
from commonground.ingest.synthetic.sources import Source
from commonground.ingest.synthetic.streets import Ground

UNKNOWN_INITIATOR_SHARE = 0.02


def records(
    sources: Sequence[Source],
    ground: Ground,
    *,
    periods: Periods,
    left: NDArray[np.float64],
    random: np.random.Generator,
) -> pd.DataFrame:
    """Draw the incidents of all sources, in order of time.

    The intervention takes incidents out of those that would have happened without it, so that the
    same seed without an effect gives the same incidents and more.

    Parameters
    ----------
    sources
        What is expected, where, when and why.
    ground
        Blocks and their doors.
    periods
        The periods of the study.
    left
        Share of the incidents that the intervention leaves, shape (places, periods, categories).
    random
        Where chance comes from; every source draws from a stream of its own.

    Returns
    -------
    pandas.DataFrame
        The columns of `Incidents`, with ``place`` and ``source``.
    """
    drawn = [
        _of_source(source, ground, left=left, random=own)
        for source, own in zip(sources, random.spawn(len(sources)), strict=True)
    ]
    frame = pd.concat(drawn, ignore_index=True)
    frame = frame.sort_values(
        ["minute", "category", "x_m", "y_m"], kind="stable", ignore_index=True
    )
    categories, ids = np.array(CATEGORIES, dtype=object), np.array(ground.blocks.ids, dtype=object)
    return frame.assign(
        incident=[f"I{number:07d}" for number in range(1, len(frame) + 1)],
        at=periods.edges[0] + pd.to_timedelta(frame["minute"], unit="min"),
        category=categories[frame["category"]],
        place=ids[frame["block"]],
    ).drop(columns=["minute", "block"])


def _of_source(
    source: Source, ground: Ground, *, left: NDArray[np.float64], random: np.random.Generator
) -> pd.DataFrame:
    happened = random.poisson(source.expected)
    row, period, category = (
        np.repeat(index, happened[happened > 0]) for index in np.nonzero(happened)
    )
    block = source.blocks[row]
    minute = source.tempo.moments(period, category, random)
    door = _door(source.doors, row, random)
    initiated = np.where(random.random(len(row)) < source.police[category], "police", "citizen")
    initiated[random.random(len(row)) < UNKNOWN_INITIATOR_SHARE] = "unknown"
    spared = random.random(len(row)) < left[block, period, category]

    frame = pd.DataFrame(
        {
            "block": block,
            "minute": minute,
            "category": category,
            "x_m": ground.doors[block, door, 0],
            "y_m": ground.doors[block, door, 1],
            "initiated_by": initiated,
            "source": source.name,
        }
    )
    return frame if source.brought_about else frame[spared]


def _door(
    doors: NDArray[np.float64], row: NDArray[np.intp], random: np.random.Generator
) -> NDArray[np.intp]:
    reached = np.cumsum(doors, axis=1)[row]
    passed = reached < random.random(len(row))[:, None]
    last = doors.shape[1] - 1
    return np.asarray(np.minimum(np.count_nonzero(passed, axis=1), last), dtype=np.intp)
