"""What is done to candidates: kept for as long as they are needed, moved on, let go."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.candidates.states import MACHINE, State
from commonground_web.commons.candidates.tally import recount
from commonground_web.kernel.access.actions import action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of

NEEDED_DAYS = 30
"""How long a candidate is kept after the release, the call-in, the term, or their end."""


def move_candidate(candidate: Candidate, *, to: State, needed_until: date | None = None) -> None:
    """Move a candidate on, within the event of an action.

    Parameters
    ----------
    candidate
        The candidate.
    to
        Their next state.
    needed_until
        How long the Commons has a use for them from now on, where that changes.

    Raises
    ------
    Refused
        If no way leads there from where they stand.
    """
    candidate.lock()
    MACHINE.require(candidate.state, to)
    candidate.state = to
    if needed_until is not None:
        candidate.needed_until = min(needed_until, candidate.purge_on)
    candidate.save(update_fields=["state", "needed_until"])
    recount(candidate.site)
    open_access().did(f"candidate.{to}", candidate)


def need_until(candidate: Candidate, *, day: date) -> None:
    """Keep a candidate for as long as the Commons has a use for them, and no longer."""
    candidate.lock()
    candidate.needed_until = min(day + timedelta(days=NEEDED_DAYS), candidate.purge_on)
    candidate.save(update_fields=["needed_until"])
    recount(candidate.site)


@action("candidate", "expire")
def let_go_unneeded(*, site: uuid.UUID, by: Actor, at: datetime) -> int:  # noqa: ARG001
    """Bring the day of purge forward for candidates of a site who are not needed any more."""
    day = day_of(at)
    unneeded = list(Candidate.objects.filter(site=site, needed_until__lte=day, purge_on__gt=day))
    for candidate in unneeded:
        candidate.lock()
        if candidate.needed_until > day:
            continue
        candidate.needed_until = candidate.purge_on = day
        candidate.save()
        open_access().did("candidate.let_go", candidate)
    recount(site)
    return len(unneeded)
