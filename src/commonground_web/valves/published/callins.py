"""What a room knows of call-ins: when the next one of a site is."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from commonground_web.kernel.clock import day_of
from commonground_web.valves.published.models import Published

OVER = ("held", "closed", "cancelled")
"""States, as they are published, of a call-in that is not to come any more."""


def next_callin(site: uuid.UUID, *, on: date) -> date | None:
    """Return the day of a site's next call-in, on a day; none where none is planned."""
    planned = Published.objects.of("call_in").filter(fields__site=str(site))
    days = (
        day_of(datetime.fromisoformat(row["at"])) for row in planned if row["state"] not in OVER
    )
    return min((day for day in days if day >= on), default=None)
