"""The clocks of the boxes: act on what came, purge what expired, tell the Commons of anchors."""

from __future__ import annotations

import logging
from datetime import datetime

from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.clocks import clock
from commonground_web.valves.boxes.anchoring import send_anchors, unsent_anchors
from commonground_web.valves.boxes.purging import has_expired, purge_messages
from commonground_web.valves.boxes.receiving import receive

log = logging.getLogger("commonground.valves")


@clock("valves.receive")
def receive_messages(*, at: datetime) -> None:
    """Act on each message in the inbox that nothing final came of."""
    done = receive(at=at)
    for kind, count in sorted(done.stuck.items()):
        log.error("%s of kind %s failed too often and wait for somebody to look", count, kind)


@clock("valves.purge")
def purge_expired(*, at: datetime) -> None:
    """Purge messages and receipts that have expired."""
    if has_expired(at=at):
        purge_messages(by=system_actor("valves.purge"), at=at)


@clock("valves.anchor")
def tell_anchors(*, at: datetime) -> None:
    """Send the heads of the last days that were not sent."""
    if anchors := unsent_anchors(at=at):
        send_anchors(anchors=anchors, by=system_actor("valves.anchor"), at=at)
