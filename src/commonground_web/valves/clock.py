"""What a room does about its valves at each tick: publish, receive, and purge what has expired."""

from __future__ import annotations

from datetime import datetime

from commonground_web.kernel.access.actor import system_actor
from commonground_web.valves.boxes.purging import has_expired, purge_messages
from commonground_web.valves.boxes.receiving import Round, receive
from commonground_web.valves.published.publishing import publish, unpublished

CLOCK = system_actor("clock")


def turn_valves(*, at: datetime, also_stuck: bool = False) -> Round:
    """Do what is due, and nothing twice; return what came of the messages that were there.

    Parameters
    ----------
    at
        The moment.
    also_stuck
        Whether to try messages again, too, that failed as often as they are tried.
    """
    if rooms := unpublished(at=at):
        publish(to=rooms, by=CLOCK, at=at)
    done = receive(at=at, also_stuck=also_stuck)
    if has_expired(at=at):
        purge_messages(by=CLOCK, at=at)
    return done
