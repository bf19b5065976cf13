"""What becomes of an introduction: it is picked up, or let lapse; nobody outside is told which."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from commonground_web.careroom.introductions.models import MACHINE, Introduction, State
from commonground_web.kernel.access.actions import action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of


@dataclass(frozen=True, slots=True)
class Taken:
    """What an introduction said, as it goes over into the record of a client."""

    preferred_name: str
    contact: str
    language: str
    site: uuid.UUID
    reference: str


@action("introduction", "take")
def take_introduction(*, introduction: Introduction, by: Actor, at: datetime) -> Taken:
    """Take what an introduction says out of it, for the record of a client."""
    held = introduction.held_now()
    MACHINE.require(held.state, State.PICKED_UP)
    taken = Taken(held.preferred_name, held.contact, held.language, held.site, held.reference)
    _close(held, State.PICKED_UP, by=by, at=at)
    open_access().did("introduction.picked_up", held)
    return taken


@action("introduction", "lapse")
def let_lapse(*, introduction: Introduction, by: Actor, at: datetime) -> None:
    """Let an introduction go, whatever the reason; it is not asked, and not kept."""
    held = introduction.held_now()
    MACHINE.require(held.state, State.LAPSED)
    _close(held, State.LAPSED, by=by, at=at)
    open_access().did("introduction.let_lapse", held)


def _close(held: Introduction, state: State, *, by: Actor, at: datetime) -> None:
    """Empty an introduction and have its row purged: who it was of is not kept here any longer."""
    held.state, held.closed_by, held.closed_at = state, uuid.UUID(by.id), at
    held.preferred_name = held.contact = ""
    held.purge_on = min(held.purge_on, day_of(at))
    held.save()
