"""Tallies: what each place has on record of each kind, week by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from commonground.core.market import Market
from commonground.find.judged import Judged
from commonground.find.records import DAYS_A_WEEK, DAYS_A_YEAR
from commonground.numerics.calibration import Floats

KINDS = ("drug", "sales", "violent", "overdoses", "drug_calls")
"""What can be weighed, called as in the numbers of a place."""

OF_PEOPLE = ("overdoses", "drug_calls")
"""Kinds that count people who were ill or called: small counts of them are nobody's business."""


@dataclass(frozen=True, slots=True, eq=False)
class Tallies:
    """Incidents of the window in the extents of places.

    Parameters
    ----------
    counts
        Incidents of each kind at each place, shape (places,).
    weekly
        The same by whole week, shape (places, weeks).
    on_record
        Kinds of which the city's window holds any.
    years
        Length of the window.
    """

    counts: Mapping[str, Floats]
    weekly: Mapping[str, Floats]
    on_record: frozenset[str]
    years: float


def tallies_of(markets: Sequence[Market], *, judged: Judged) -> Tallies:
    """Count what lies in the extents of places.

    An incident of several kinds counts with each.

    Parameters
    ----------
    markets
        The places.
    judged
        What they were made of.
    """
    records = judged.records
    days = int(records.day[records.is_recent].max()) + 1
    weeks = days // DAYS_A_WEEK
    of = _place_of_each(markets, judged=judged)
    kinds = {kind: mask & records.is_recent for kind, mask in _kinds(judged).items()}

    def held(mask: NDArray[np.bool_], key: NDArray[np.int64], size: int) -> Floats:
        mine = mask & (of >= 0) & (key < size)
        flat = np.bincount(of[mine] * size + key[mine], minlength=len(markets) * size)
        return flat.reshape(len(markets), size).astype(np.float64)

    once = np.zeros(len(of), dtype=np.int64)
    return Tallies(
        counts={kind: held(mask, once, 1)[:, 0] for kind, mask in kinds.items()},
        weekly={kind: held(mask, records.week, weeks) for kind, mask in kinds.items()},
        on_record=frozenset(kind for kind, mask in kinds.items() if mask.any()),
        years=days / DAYS_A_YEAR,
    )


def _kinds(judged: Judged) -> dict[str, NDArray[np.bool_]]:
    """Return which records are of each kind, as the numbers of a place count them."""
    holding = judged.holding
    return {
        "drug": judged.records.is_drug,
        "sales": holding["drug sale"],
        "violent": holding["violent"] | holding["weapon"],
        "overdoses": holding["overdose"],
        "drug_calls": holding["drug call"],
    }


def _place_of_each(markets: Sequence[Market], *, judged: Judged) -> NDArray[np.int64]:
    """Return which of the places each record lies in the extent of, -1 for none."""
    inner = shapely.point_on_surface(np.array([one.extent for one in markets], dtype=object))
    at = judged.drawn.extent[
        judged.ground.raster.positions(shapely.get_x(inner), shapely.get_y(inner))
    ]
    number = np.full(judged.drawn.count + 1, -1, dtype=np.int64)
    number[at] = np.arange(len(markets))
    return np.asarray(number[judged.place])
