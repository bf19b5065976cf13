"""How messy the files of a synthetic city are."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from commonground.core.errors import DataError

SEPARATORS = (",", ";", "\t", "|")

REJECTED = {
    "no date": "no_date",
    "unknown day": "unknown_day",
    "unreadable date": "unreadable_date",
    "far future": "far_future",
    "skipped hour": "skipped_hour",
    "ragged": "ragged",
    "unfounded": "unfounded",
}
"""Why an importer must reject a row, with the share of `Mess` that says how many there are."""

NOTHING_TO_REVERSE = "nothing to reverse"


class ImpossibleMess(DataError):
    """A mess that no files can be in."""


@dataclass(frozen=True, slots=True)
class Mess:
    """What is wrong with the files, as shares from 0 to 1, and how they are written.

    A row is spoiled by chance alone, whatever its place and time, so that what was planted in the
    city can be found again. No row is rejected for two reasons.

    Parameters
    ----------
    charges
        Incidents with a second row for a further charge, a later report or another unit; a third
        of them have a third row.
    duplicates
        Rows that stand in the files twice, letter by letter.
    reversals
        Incidents of the first layout in which something is recorded by mistake and taken back;
        half of them are mistakes as a whole.
    orphans
        Reversals for each incident of the first layout that have no record to take back.
    unnumbered
        Incidents of one row of the first layout, and mistakes, that have no number.
    unlocated
        Rows without coordinates: zeros, NaN, nothing, far away, or a mark of the agency's own.
    no_date, unknown_day, unreadable_date, far_future
        Rows dated nothing, 1900-01-01, what is no date, and the year 9999.
    skipped_hour
        Police rows in the hour that the clocks skip in spring.
    ragged
        Rows of CSV files with too few or too many values.
    unfounded
        Rows that their agency found to be nothing.
    lost_zeros
        Offence codes of the first layout without their leading zeros.
    untidy
        Rows in other capital letters, or with spaces around their values.
    persons
        Whether there are columns about persons.
    change
        Share of the city's time after which the police change their records system.
    encoding
        Of the second layout. The other CSV files are ASCII, which every encoding but UTF-16 is.
    separator
        Of CSV files.
    gzip
        Whether CSV files are compressed.
    files
        Files that each layout is cut into, if it has that many rows.
    shuffled
        Whether rows stand in any order, not in that of their recording.
    calls
        Kind of file that calls for service come as.
    identical
        Whether unnumbered rows that are alike are one incident.
    """

    charges: float = 0.25
    duplicates: float = 0.01
    reversals: float = 0.015
    orphans: float = 0.0005
    unnumbered: float = 0.004
    unlocated: float = 0.015
    no_date: float = 0.0005
    unknown_day: float = 0.0003
    unreadable_date: float = 0.0003
    far_future: float = 0.0001
    skipped_hour: float = 0.0003
    ragged: float = 0.0005
    unfounded: float = 0.004
    lost_zeros: float = 0.1
    untidy: float = 0.03
    persons: bool = True
    change: float = 0.4
    encoding: Literal["utf-8", "utf-8-sig", "cp1252", "utf-16"] = "cp1252"
    separator: str = ","
    gzip: bool = False
    files: int = 2
    shuffled: bool = False
    calls: Literal["csv", "xlsx", "geojson", "parquet"] = "geojson"
    identical: Literal["keep", "merge"] = "merge"

    def __post_init__(self) -> None:
        """Refuse what no files can be."""
        for each in fields(self):
            value = getattr(self, each.name)
            if each.type == "float" and not 0 <= value <= 1:
                raise ImpossibleMess(f"{each.name} is {value:g}; it is a share, from 0 to 1.")
        rejected = sum(getattr(self, share) for share in REJECTED.values())
        if rejected > 1:
            raise ImpossibleMess(
                f"Shares of rows to reject add up to {rejected:g}; they may be 1 at most."
            )
        if self.files < 1:
            raise ImpossibleMess(f"A layout cannot be cut into {self.files} files.")
        choices = {
            "encoding": ("utf-8", "utf-8-sig", "cp1252", "utf-16"),
            "separator": SEPARATORS,
            "calls": ("csv", "xlsx", "geojson", "parquet"),
            "identical": ("keep", "merge"),
        }
        for name, known in choices.items():
            if getattr(self, name) not in known:
                raise ImpossibleMess(
                    f"{name} is {getattr(self, name)!r}; it may be {', '.join(map(repr, known))}."
                )
