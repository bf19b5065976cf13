"""What waits for those who check counts before they leave the room."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for
from commonground_web.valves.releases.counted import room_counting
from commonground_web.valves.releases.states import State


@waits_for(
    "release", "check", says=_("Counts that leave: to check"), at="releases", since="drafted_at"
)
def to_check(actor: Actor) -> Any:
    """Return the releases that others drafted, and of which the actor is not the first checker."""
    releases = room_counting().release.objects.restrict(actor)
    waiting = releases.filter(state__in=[State.DRAFTED, State.CHECKED1])
    return waiting.exclude(Q(author=actor.id) | Q(checker1=actor.id, checker1__isnull=False))


@waits_for(
    "release", "send", says=_("Counts that leave: to let go"), at="releases", since="checked2_at"
)
def to_send(actor: Actor) -> Any:
    """Return the releases that two have checked."""
    return room_counting().release.objects.restrict(actor).filter(state=State.CHECKED2)
