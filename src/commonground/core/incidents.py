"""Incidents: what was recorded, when and where; never who."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.core.errors import DataError

COLUMNS = ("incident", "at", "x_m", "y_m", "category", "initiated_by")
"""Id, moment, position in metres, category, and ``police`` or ``citizen``."""

DETAILS = (
    "categories",
    "hour_known",
    "premise",
    "location",
    "booked_at",
    "recorded_on",
    "agency",
    "rows",
)
"""What else may be known of an incident; see `Incidents`."""

CATEGORIES = (
    "drug sale",
    "drug possession",
    "other drug",
    "violent",
    "weapon",
    "property",
    "disorder",
    "prostitution",
    "overdose",
    "drug call",
    "disorder call",
    "other",
)
"""Every category of incident; of several charges the first in this order leads."""

AND = " + "
"""What stands between the categories of one incident, as in ``drug sale + weapon``."""

INITIATORS = ("police", "citizen", "unknown")
PREMISES = ("indoors", "outdoors", "unknown")


class NotIncidents(DataError):
    """A table that is not a table of incidents."""


@dataclass(frozen=True, slots=True, eq=False)
class Incidents:
    """Recorded incidents, one row each.

    Parameters
    ----------
    frame
        Columns ``incident`` (text id, no two alike), ``at`` (moment in local time), ``x_m`` and
        ``y_m`` (metres; empty where unknown), ``category`` (the leading one) and
        ``initiated_by`` (who started the record: ``police``, ``citizen`` or ``unknown``).

        And, where known: ``categories`` (all of them in the order of `CATEGORIES`, as in
        ``drug sale + weapon``), ``hour_known`` (false where ``at`` is a day), ``premise``
        (``indoors``, ``outdoors`` or ``unknown``), ``location`` (hundred-block and street),
        ``booked_at`` (the institution that the incident was booked at, if that is where it was
        put), ``recorded_on`` (date), ``agency``, and ``rows`` (rows of the source it was).
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
        """Return the incidents of some categories, be they leading or not."""
        return self.part(self.frame[self.are(*categories)])

    def part(self, frame: pd.DataFrame) -> Incidents:
        """Return incidents whose table is this one's, rows or details left out or made coarser.

        What was checked as a whole is not checked again.
        """
        some = object.__new__(Incidents)
        object.__setattr__(some, "frame", frame)
        return some

    def are(self, *categories: str) -> NDArray[np.bool_]:
        """Return which incidents are of some categories, be they leading or not."""
        if "categories" not in self.frame:
            return self.frame["category"].isin(categories).to_numpy(bool)
        held = self.frame["categories"]
        mixes = [mix for mix in held.unique() if not set(mix.split(AND)).isdisjoint(categories)]
        return held.isin(mixes).to_numpy(bool)
