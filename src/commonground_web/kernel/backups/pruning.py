"""Old backups are deleted: what a room has purged must not live on in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.backups.archive import read_header
from commonground_web.kernel.backups.dumping import UNFINISHED
from commonground_web.kernel.backups.making import SUFFIX
from commonground_web.kernel.home import Home

FORGOTTEN_AFTER = timedelta(days=1)
"""A backup that is unfinished for so long was broken off."""


def prune_backups(home: Home, *, at: datetime) -> list[Path]:
    """Delete the backups of a room that are older than it keeps them, and what was broken off.

    Parameters
    ----------
    home
        The room's folder; its settings say how long a backup is kept.
    at
        The moment.

    Returns
    -------
    list of pathlib.Path
        The backups that were deleted.
    """
    for path in home.backups.glob(f"{UNFINISHED}*"):
        if path.stat().st_mtime < (at - FORGOTTEN_AFTER).timestamp():
            path.unlink(missing_ok=True)
    oldest = at - timedelta(days=home.settings.keep_backups_days)
    old = [path for path in sorted(home.backups.glob(f"*{SUFFIX}")) if _made_at(path) < oldest]
    if old:
        setting = Setting(actor="system:backups.prune", verb="prune", entity="room")
        with access(setting, at=at) as done:
            done.acts += ["room.backup_pruned"] * len(old)
            for path in old:
                path.unlink(missing_ok=True)
    return old


def _made_at(path: Path) -> datetime:
    """Return when a backup says that it was made, or of a damaged one when it was written."""
    try:
        return datetime.fromisoformat(read_header(path).made_at)
    except (CommonGroundError, ValueError):
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
