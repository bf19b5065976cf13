"""Take away what has expired: sealed messages, and the receipts that told their replay."""

from __future__ import annotations

from datetime import datetime

from commonground_web.kernel.access.actions import action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.valves.boxes.models import InMessage, OutMessage, Receipt

BOXES = (OutMessage, InMessage, Receipt)


def has_expired(*, at: datetime) -> bool:
    """Say whether there is anything to purge."""
    return any(box.objects.filter(expires_at__lt=at).exists() for box in BOXES)


@action("valve_message", "purge")
def purge_messages(*, by: Actor, at: datetime) -> int:  # noqa: ARG001 - every action knows who
    """Delete every message and receipt that has expired, and return how many.

    A receipt lasts as long as its message may be under way; after that the message is refused by
    its date, however often it is brought.
    """
    gone = sum(box.objects.filter(expires_at__lt=at).delete()[0] for box in BOXES)
    if gone:
        open_access().acts.append("valve.purged")
    return gone
