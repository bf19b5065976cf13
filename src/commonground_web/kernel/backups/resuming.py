"""What a restored room does first: say so in its audit, so that the chain goes on."""

from __future__ import annotations

from datetime import datetime

from django.db import connections

from commonground_web.kernel.audit.anchoring import write_anchors
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.checking import require_sound
from commonground_web.kernel.home import Home


def resume(home: Home, *, at: datetime) -> None:
    """Look whether the restored room that this process is is sound, and leave the event of it.

    Parameters
    ----------
    home
        The room's folder.
    at
        The moment.
    """
    require_sound(home)
    write_anchors(home.anchors)
    with access(Setting(actor="system:operator", verb="restore", entity="room"), at=at) as done:
        done.acts.append("room.restored")
    connections.close_all()
