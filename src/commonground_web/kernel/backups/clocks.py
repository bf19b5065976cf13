"""The clock of backups."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from commonground_web.kernel.backups.pruning import prune_backups
from commonground_web.kernel.clocks import clock


@clock("backups.prune")
def prune(*, at: datetime) -> None:
    """Delete backups that are older than the room keeps them."""
    prune_backups(settings.ROOM_HOME, at=at)
