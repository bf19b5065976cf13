"""The balance: what became of every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commonground.core.errors import DataError


class UnevenBalance(DataError):
    """Rows that are unaccounted for: a fault of this program, never of the data."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What became of every row; it adds up, or it is refused.

    Parameters
    ----------
    rows
        Rows in.
    kept
        Incidents, each of which is one row or several.
    merged
        Further rows of incidents that are kept.
    cancelled
        Reversals, and the records they reversed.
    rejected
        Rows that could not be used, by the reason.
    """

    rows: int
    kept: int
    merged: int
    cancelled: int
    rejected: Mapping[str, int]

    def __post_init__(self) -> None:
        """Refuse a balance that does not add up."""
        out = self.kept + self.merged + self.cancelled + self.rejections
        if out != self.rows:
            raise UnevenBalance(
                f"{self.rows:,} rows went in and {out:,} came out. This is a fault of the program: "
                "please report it with the city file and what the files look like."
            )

    @property
    def rejections(self) -> int:
        """Rows that could not be used."""
        return sum(self.rejected.values())

    def __str__(self) -> str:
        """Write the balance as one line."""
        return (
            f"{self.rows:,} rows in = {self.kept:,} incidents kept + {self.merged:,} rows merged "
            f"+ {self.cancelled:,} in reversals cancelled + {self.rejections:,} rejected"
        )
