"""Counting: incidents of each outcome and month within any shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from commonground.core.disclosure import PEOPLE, are_few
from commonground.core.incidents import CATEGORIES
from commonground.core.market import Shape
from commonground.find.records import DAYS_A_MONTH, Records
from commonground.numerics.calibration import Floats

DRUG, CRIME, VIOLENT = "drug", "any_crime", "violent"
OUTCOMES = (DRUG, CRIME, VIOLENT)
"""What changes are worked out for: drug incidents, all crime, violence and weapons."""

NO_CRIME = (*PEOPLE, "other")
"""Calls and overdoses are about people in need, and what is unknown is no outcome."""

NUDGE_M = 0.001
"""A point on an edge belongs to the ground east and north of it, as the squares of a raster do."""


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """What each record is, as far as designs ask.

    Parameters
    ----------
    outcomes
        Which are of each outcome, shape (outcomes, records).
    people
        Which are of each category of `PEOPLE`, of any of them, and of any that also is, or is not,
        a crime; shape (6, records).
    """

    outcomes: NDArray[np.bool_]
    people: NDArray[np.bool_]

    @classmethod
    def of(cls, records: Records) -> Kinds:
        """Return what each record is, be it by its leading category or another."""
        incidents = records.incidents
        crime = [category for category in CATEGORIES if category not in NO_CRIME]
        is_crime = records.is_drug | incidents.are(*crime)
        violent = incidents.are("violent", "weapon")
        people = np.stack([incidents.are(category) for category in PEOPLE])
        either = people.any(axis=0)
        return cls(
            outcomes=np.stack([records.is_drug, incidents.are(*crime), violent]),
            people=np.stack([*people, either, either & is_crime, either & ~is_crime]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Incidents in order from west to east, ready to be counted within shapes.

    Parameters
    ----------
    x_m, y_m
        Where.
    month
        Months before the last day, from 0.
    of
        Which are of each outcome, shape (outcomes, incidents).
    months
        Whole months that the record covers.
    """

    x_m: Floats
    y_m: Floats
    month: NDArray[np.int64]
    of: NDArray[np.bool_]
    months: int

    @classmethod
    def from_records(cls, records: Records, *, kinds: Kinds, longest: int) -> Counted:
        """Return the records of the last months.

        Parameters
        ----------
        records
            The records.
        kinds
            What each of them is.
        longest
            Months that are looked back, as far as the record reaches.
        """
        covered = max(1, round((int(records.day.max()) + 1) / DAYS_A_MONTH))
        months = min(longest, covered)
        month = np.minimum(records.month, covered - 1)
        kept = np.flatnonzero(month < months)
        kept = kept[np.lexsort((records.y_m[kept], records.x_m[kept]))]
        return cls(
            x_m=records.x_m[kept] + NUDGE_M,
            y_m=records.y_m[kept] + NUDGE_M,
            month=month[kept],
            of=kinds.outcomes[:, kept],
            months=months,
        )

    def within(self, shape: Shape) -> NDArray[np.int64]:
        """Return how many lie in a shape, by outcome and month; shape (outcomes, months)."""
        counts = np.zeros((len(OUTCOMES), self.months), dtype=np.int64)
        if shape.is_empty:
            return counts
        west, south, east, north = shapely.bounds(shape)
        span = slice(*np.searchsorted(self.x_m, [west, east]))
        near = np.flatnonzero((self.y_m[span] >= south) & (self.y_m[span] <= north)) + span.start
        shapely.prepare(shape)
        held = near[shapely.contains_xy(shape, self.x_m[near], self.y_m[near])]
        for at, is_one in enumerate(self.of[:, held]):
            counts[at] = np.bincount(self.month[held[is_one]], minlength=self.months)
        return counts


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Incidents of the window that are about people in need, of whom a few must not be known.

    Parameters
    ----------
    x_m, y_m
        Where.
    of
        As `Kinds.people`.
    """

    x_m: Floats
    y_m: Floats
    of: NDArray[np.bool_]

    @classmethod
    def among(cls, records: Records, *, kinds: Kinds) -> People:
        """Return the records of the window that are about people in need."""
        kept = np.flatnonzero(kinds.people.any(axis=0) & records.is_recent)
        return cls(records.x_m[kept] + NUDGE_M, records.y_m[kept] + NUDGE_M, kinds.people[:, kept])

    def are_few_within(self, shape: Shape) -> bool:
        """Say whether any of these counts is positive and too small to be shown.

        The number of all incidents of a place is published. With that of its crime, the number of
        those that are no crime would be too, and people in need are among them.
        """
        shapely.prepare(shape)
        held = self.of[:, shapely.contains_xy(shape, self.x_m, self.y_m)].sum(axis=1)
        return bool(are_few(held).any())
