"""The panel: places x periods x outcomes, with what is fixed about each place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.core.errors import DataError
from commonground.core.periods import Periods, PeriodUnit, periods_of
from commonground.core.places import PlaceKind, Places, place_ids

Absent = Literal["missing", "zero"]
"""What it means when a place has no row for a period: nobody knows, or nothing happened."""


class UnknownColumn(DataError):
    """A column that the table does not have."""


class RepeatedCell(DataError):
    """Two rows for one place and period."""


class NotACount(DataError):
    """A value that is no number."""


class ChangingCovariate(DataError):
    """A covariate that is not fixed over time."""


class MissingCells(DataError):
    """Cells nobody has counted, where a count is needed."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Counts of several outcomes in every place and period.

    Parameters
    ----------
    places
        The places, in order.
    periods
        The periods, in order and without a gap.
    outcomes
        Names of what was counted.
    counts
        Array of shape (places, periods, outcomes). A zero is a true zero: the place was counted
        and nothing happened. ``NaN`` is a missing cell: nobody knows.
    covariates
        One row a place, in the order of ``places``: what does not change over time.
    marked
        Array of shape (places, periods): where the data say an intervention was under way; ``None``
        if they say nothing.
    notes
        What was left out or looked odd on the way in, one sentence each.
    """

    places: Places
    periods: Periods
    outcomes: tuple[str, ...]
    counts: NDArray[np.float64]
    covariates: pd.DataFrame
    marked: NDArray[np.bool_] | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check, once, that every part has the same places, periods and outcomes."""
        shape = (len(self.places), len(self.periods), len(self.outcomes))
        if self.counts.shape != shape:
            raise DataError(f"The counts have shape {self.counts.shape}; {shape} is needed.")
        if len(self.covariates) != len(self.places):
            raise DataError(
                f"{len(self.covariates)} rows of covariates were given for "
                f"{len(self.places)} places."
            )
        if np.isinf(self.counts).any():
            raise NotACount("A count is infinite. Correct it, or leave the cell empty.")

    @classmethod
    def from_frame(  # noqa: PLR0913  a table has this many kinds of column
        cls,
        frame: pd.DataFrame,
        *,
        place: str,
        period: str,
        outcomes: Sequence[str] | None = None,
        covariates: Sequence[str] | None = None,
        treated: str | None = None,
        absent: Absent = "missing",
        unit: PeriodUnit | None = None,
        kind: PlaceKind = "block",
    ) -> Panel:
        """Build a panel from a table with one row a place and period, in any order.

        Parameters
        ----------
        frame
            The table.
        place, period
            Columns that hold the place's id and the period.
        outcomes, covariates
            Columns that were counted each period, and columns that are fixed for a place. What is
            left out is found: numeric columns that vary within a place are outcomes, numeric
            columns that never do are covariates.
        treated
            Column that is non-zero where and when the intervention was under way; no row may leave
            it blank.
        absent
            What a place without a row for a period means: ``"missing"`` or a true ``"zero"``.
        unit
            What one period is; found from the column if left out.
        kind
            What a place is.

        Raises
        ------
        UnknownColumn, RepeatedCell, NotACount, ChangingCovariate
            If the table is not a panel; the error names the column, the row and the value.
        """
        named = [*(outcomes or ()), *(covariates or ()), *([treated] if treated else ())]
        _require_columns(frame, [place, period, *named])
        _require_rows(frame)
        where, ids = _places(frame[place])
        periods, when = periods_of(frame[period], unit=unit)
        shape = (len(ids), len(periods))
        cell = where * len(periods) + when
        _require_one_row_a_cell(frame, cell, place=place, period=period)

        numbers, notes = _numbers(frame, named=named, skip=[place, period], found=outcomes is None)
        varying = [c for c in numbers if _varies(numbers[c], where)]
        fixed = [c for c in numbers if c not in varying]
        if outcomes is None:
            outcomes = [c for c in varying if c not in (covariates or ()) and c != treated]
        if covariates is None:
            covariates = [c for c in fixed if c not in outcomes and c != treated]
        _require_fixed(covariates, varying)
        if treated:
            _require_marks(numbers[treated], treated)

        gaps = 0.0 if absent == "zero" else np.nan
        return cls(
            places=Places(ids=tuple(ids), kind=kind),
            periods=periods,
            outcomes=tuple(outcomes),
            counts=np.stack([_grid(numbers[c], cell, shape, gaps) for c in outcomes], axis=2)
            if outcomes
            else np.empty((*shape, 0)),
            covariates=pd.DataFrame(
                {c: _once_a_place(numbers[c], where, len(ids)) for c in covariates},
                index=pd.RangeIndex(len(ids)),
            ),
            marked=_grid(numbers[treated], cell, shape, 0.0) != 0 if treated else None,
            notes=(
                *notes,
                *(_below_zero(c, numbers[c]) for c in outcomes if (numbers[c] < 0).any()),
            ),
        )

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Cells nobody has counted, shape (places, periods, outcomes)."""
        return np.isnan(self.counts)

    def series(self, outcome: str) -> NDArray[np.float64]:
        """Return the counts of one outcome, shape (places, periods)."""
        self.require_outcomes([outcome])
        return self.counts[:, :, self.outcomes.index(outcome)]

    def coverage(self) -> pd.DataFrame:
        """Count, for each outcome, the cells that are positive, true zeros and missing."""
        flat = self.counts.reshape(-1, len(self.outcomes))
        return pd.DataFrame(
            {
                "cells": len(flat),
                "positive": (flat > 0).sum(axis=0),
                "zero": (flat == 0).sum(axis=0),
                "missing": np.isnan(flat).sum(axis=0),
                "places_never_positive": (~(self.counts > 0).any(axis=1)).sum(axis=0),
                "total": np.nansum(flat, axis=0),
            },
            index=pd.Index(self.outcomes, name="outcome"),
        )

    def require_outcomes(self, outcomes: Iterable[str]) -> None:
        """Raise `UnknownColumn` unless each is an outcome of the panel."""
        _require_among(outcomes, self.outcomes, what="outcome", notes=self.notes)

    def require_covariates(self, covariates: Iterable[str]) -> None:
        """Raise `UnknownColumn` unless each is a covariate of the panel."""
        known = tuple(self.covariates.columns)
        _require_among(covariates, known, what="covariate", notes=self.notes)

    def at(self, places: NDArray[np.intp]) -> Panel:
        """Return the panel of some of its places, given by position."""
        geometry = self.places.geometry
        return replace(
            self,
            places=Places(
                ids=tuple(self.places.ids[i] for i in places),
                kind=self.places.kind,
                geometry=None if geometry is None else geometry[places],
            ),
            counts=self.counts[places],
            covariates=self.covariates.iloc[places].reset_index(drop=True),
            marked=None if self.marked is None else self.marked[places],
        )

    def until(self, count: int) -> Panel:
        """Return the panel of its first ``count`` periods."""
        return replace(
            self,
            periods=self.periods.slice(0, count),
            counts=self.counts[:, :count],
            marked=None if self.marked is None else self.marked[:, :count],
        )


def _require_columns(frame: pd.DataFrame, columns: Iterable[str]) -> None:
    _require_among(columns, tuple(map(str, frame.columns)), what="column")


def _require_rows(frame: pd.DataFrame) -> None:
    if frame.empty:
        raise DataError("The table has no rows. A panel needs one row a place and period.")


def _require_among(
    wanted: Iterable[str], known: Sequence[str], *, what: str, notes: Sequence[str] = ()
) -> None:
    unknown = [name for name in wanted if name not in known]
    if unknown:
        found = f"There is no {what} {unknown[0]!r}; there are {', '.join(known) or 'none'}."
        raise UnknownColumn(" ".join([found, *notes]))


def _places(values: pd.Series) -> tuple[NDArray[np.intp], list[str]]:
    """Read ids in order of first appearance, with each row's position among them."""
    where, distinct = pd.factorize(values, use_na_sentinel=False)
    if pd.isna(distinct).any():
        place_ids(values)  # raises, and names the row
    same, ids = pd.factorize(place_ids(pd.Series(distinct, name=values.name)))
    return same[where].astype(np.intp), list(ids)


def _require_one_row_a_cell(
    frame: pd.DataFrame, cell: NDArray[np.intp], *, place: str, period: str
) -> None:
    repeated = pd.Series(cell).duplicated().to_numpy()
    if repeated.any():
        row = int(np.flatnonzero(repeated)[0])
        raise RepeatedCell(
            f"{int(repeated.sum())} rows repeat a place and period that an earlier row has; the "
            f"first is row {row + 1}: {place} {frame[place].iloc[row]}, {period} "
            f"{frame[period].iloc[row]}. Add the counts up, or remove the copies."
        )


def _numbers(
    frame: pd.DataFrame, *, named: Sequence[str], skip: Sequence[str], found: bool
) -> tuple[dict[str, NDArray[np.float64]], list[str]]:
    """Read the columns that hold numbers; say which others were left out."""
    numbers, left_out = {}, []
    for name in map(str, frame.columns):
        if name in skip or not (found or name in named):
            continue
        column = frame[name]
        kind = column.dtype
        if pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_complex_dtype(kind):
            numbers[name] = column.to_numpy(dtype=np.float64, na_value=np.nan)
        elif name in named:
            numbers[name] = _counts_from_text(column)
        else:
            left_out.append(name)
    notes = [f"Columns left out because they hold no numbers: {', '.join(left_out)}."]
    return numbers, notes if left_out else []


def _counts_from_text(column: pd.Series) -> NDArray[np.float64]:
    numbers = pd.to_numeric(column, errors="coerce")
    broken = (numbers.isna() & column.notna()).to_numpy()
    if broken.any():
        row = int(np.flatnonzero(broken)[0])
        raise NotACount(
            f"Column {column.name!r} holds {column.iloc[row]!r} in row {row + 1}, which is no "
            f"number ({int(broken.sum())} such rows). Correct it, or leave the cell empty."
        )
    return numbers.to_numpy(dtype=np.float64, na_value=np.nan)


def _varies(values: NDArray[np.float64], where: NDArray[np.intp]) -> bool:
    """Whether any place has two different values (a missing value is not a value)."""
    known = ~np.isnan(values)
    first = np.full(int(where.max()) + 1, np.nan)
    first[where[known][::-1]] = values[known][::-1]
    return bool((values[known] != first[where[known]]).any())


def _require_fixed(covariates: Iterable[str], varying: Sequence[str]) -> None:
    changing = [name for name in covariates if name in varying]
    if changing:
        raise ChangingCovariate(
            f"Covariate {changing[0]!r} changes over time within a place. Match on it as an "
            "outcome, or give its value before the intervention in every row."
        )


def _require_marks(values: NDArray[np.float64], treated: str) -> None:
    blank = np.flatnonzero(np.isnan(values))
    if len(blank):
        raise NotACount(
            f"Column {treated!r} is blank in row {blank[0] + 1} ({len(blank)} such rows), which "
            "says neither that the place was treated nor that it was not. Write 1 or 0."
        )


def _below_zero(outcome: str, values: NDArray[np.float64]) -> str:
    return f"{int((values < 0).sum())} cells of {outcome} are below zero, which no count can be."


def _grid(
    values: NDArray[np.float64], cell: NDArray[np.intp], shape: tuple[int, int], gap: float
) -> NDArray[np.float64]:
    grid = np.full(shape[0] * shape[1], gap)
    grid[cell] = values
    return grid.reshape(shape)


def _once_a_place(
    values: NDArray[np.float64], where: NDArray[np.intp], count: int
) -> NDArray[np.float64]:
    once = np.full(count, np.nan)
    known = ~np.isnan(values)
    once[where[known]] = values[known]
    return once
