"""What the other rooms are told of released counts: all of them, since they are everyone's."""

from __future__ import annotations

from commonground_web.commons.counts.models import ReleasedCount
from commonground_web.valves.published.tables import publish_table

publish_table(
    "released_count", ReleasedCount, fields=["room", "measure", "month", "site", "n", "is_small"]
)
