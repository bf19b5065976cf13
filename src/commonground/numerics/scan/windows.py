"""Windows of days."""

from __future__ import annotations

from dataclasses import dataclass

from commonground.numerics.scan.circles import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Which days a cylinder may span.

    Parameters
    ----------
    longest_days
        Most days in a window.
    is_prospective
        Only windows that end on the last day: what is alive now.
    last_day
        Last day under watch; that of the last event if left out.
    """

    longest_days: int
    is_prospective: bool = False
    last_day: int | None = None

    def __post_init__(self) -> None:
        if self.longest_days < 1:
            raise ValueError(
                f"the longest window is {self.longest_days} days; it must be 1 or more"
            )


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Windows of days, as differences between running counts.

    A running count has one column a day and so many before the first end that each window is the
    column of its last day less the column ``length`` before it.

    Parameters
    ----------
    origin
        The day of column 0, of which no event counts.
    columns
        Columns in all.
    longest
        Days in the longest window, and the column of the first day that may be a last one.
    """

    origin: int
    columns: int
    longest: int

    @classmethod
    def of(cls, windows: Windows, *, first_day: int, last_day: int) -> Days:
        """Lay out the days from the first to the last that windows may have."""
        longest = min(windows.longest_days, last_day - first_day + 1)
        first_end = last_day if windows.is_prospective else first_day
        return cls(first_end - longest, longest + last_day - first_end + 1, longest)

    @property
    def ends(self) -> int:
        """Days on which a window may end."""
        return self.columns - self.longest

    def counts(self, running: Counts, length: int) -> Counts:
        """Return the counts of windows of a length by their last day, shape (..., ends)."""
        return (
            running[..., self.longest :]
            - running[..., self.longest - length : self.columns - length]
        )
