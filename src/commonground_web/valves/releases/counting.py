"""Count a month: once, over all that the room holds, by its own clock and nobody else."""

from __future__ import annotations

from datetime import datetime

from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.access.exposures import tables_of
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.months import Month
from commonground_web.valves.releases.counted import room_counting
from commonground_web.valves.releases.months import last_settled

COUNTER = system_actor("counts")
"""Who counts: no person, who would have to read everybody's records for it."""


def count_last_month(*, at: datetime) -> bool:
    """Count the last month that has settled, unless that was done; return whether it was now."""
    month = last_settled(day_of(at))
    if room_counting().tally.objects.filter(month=str(month)).exists():
        return False
    tally(month, at=at)
    return True


def tally(month: Month, *, at: datetime) -> None:
    """Keep what is counted of a month.

    Its event reads the records of all and licenses no change of them.
    """
    counting = room_counting()
    tables = tables_of(*counting.entities)
    setting = Setting(actor=COUNTER.id, verb="count", entity="tally", tables=tables)
    with access(setting, at=at) as opened:
        rows = [
            counting.tally(month=str(month), measure=measure, site=site, n=n, counted_at=at)
            for measure, sites in counting.count(month).items()
            for site, n in sites.items()
        ]
        counting.tally.objects.bulk_create(rows)
        opened.acts.append("tally.counted")
