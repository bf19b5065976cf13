"""Two organisations begin records of people who asked for help; neither sees the other's."""

from __future__ import annotations

from commonground_web.careroom.clients.actions import create_client
from commonground_web.demo.stage import Stage

CLIENTS = (
    ("navigator", "Maple Imaginary", "Through the drop-in, most mornings."),
    ("navigator", "Alder", "Leaves messages at the drop-in."),
    ("case-manager", "Olive Imaginary", "By telephone, evenings; the number is in the file."),
    ("outreach-worker", "Hazel", "At the night bus on Thursdays."),
    ("outreach-worker", "Rowan", "At the night bus; wants no calls."),
)
"""Who begins the record, what the person wants to be called, and how they want to be reached."""


def play(stage: Stage, *, days_ago: int) -> None:
    """Begin the records, one every few days."""
    for number, (code, name, contact) in enumerate(CLIENTS):
        at = stage.at(days_ago=days_ago - 6 * number, hour=11)
        by = stage.actor(code, at=at)
        create_client(preferred_name=name, contact=contact, by=by, at=at)
