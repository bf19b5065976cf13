"""The clock of what is published: the Commons sends a snapshot where one is needed."""

from __future__ import annotations

from datetime import datetime

from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.clocks import clock
from commonground_web.valves.published.publishing import publish, unpublished


@clock("valves.publish")
def publish_changes(*, at: datetime) -> None:
    """Publish to each room that has none of what stands now."""
    if rooms := unpublished(at=at):
        publish(to=rooms, by=system_actor("valves.publish"), at=at)
