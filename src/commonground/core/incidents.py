"""Incidents: what was recorded, when and where; never who."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from commonground.core.errors import DataError

COLUMNS = ("incident", "at", "x_m", "y_m", "category", "initiated_by")
"""Id, moment, position in metres, category, and ``police`` or ``citizen``."""

INITIATORS = ("police", "citizen", "unknown")


class NotIncidents(DataError):
    """A table that is not a table of incidents."""


@dataclass(frozen=True, slots=True, eq=False)
class Incidents:
    """Recorded incidents, one row each.

    Parameters
    ----------
    frame
        Columns ``incident`` (text id, no two alike), ``at`` (moment in local time), ``x_m`` and
        ``y_m`` (metres; empty where unknown), ``category`` and ``initiated_by`` (who started the
        record: ``police``, ``citizen`` or ``unknown``).
    """

    frame: pd.DataFrame

    def __post_init__(self) -> None:
        """Check the columns, the moments, the ids and who initiated each record."""
        lacking = [column for column in COLUMNS if column not in self.frame.columns]
        if lacking:
            raise NotIncidents(
                f"The table of incidents lacks {', '.join(lacking)}; it needs {', '.join(COLUMNS)}."
            )
        if not pd.api.types.is_datetime64_dtype(self.frame["at"].dtype):
            raise NotIncidents(
                f"Column 'at' holds {self.frame['at'].dtype}; moments in local time, without a "
                "time zone, are needed."
            )
        repeated = self.frame["incident"].duplicated()
        if repeated.any():
            raise NotIncidents(
                f"{int(repeated.sum())} rows repeat the id of an earlier incident, the first is "
                f"{self.frame.loc[repeated, 'incident'].iloc[0]!r}. One row is one incident."
            )
        odd = ~self.frame["initiated_by"].isin(INITIATORS)
        if odd.any():
            raise NotIncidents(
                f"{self.frame.loc[odd, 'initiated_by'].iloc[0]!r} is not known to initiate a "
                f"record; it is one of {', '.join(INITIATORS)}."
            )

    def __len__(self) -> int:
        return len(self.frame)

    def of(self, *categories: str) -> Incidents:
        """Return the incidents of some categories."""
        return Incidents(self.frame[self.frame["category"].isin(categories)])
