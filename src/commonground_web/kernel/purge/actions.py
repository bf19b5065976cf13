"""What persons do about a purge: witness its list."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.purge.models import Purge
from commonground_web.kernel.purge.states import TRANSITIONS, State


@action("purge", "witness")
def witness_purge(*, purge: Purge, by: Actor, at: datetime) -> None:
    """Bear witness to the list of a purge: these rows, so many of each kind, are to go."""
    purge.lock()
    advance(purge, State.WITNESSED)
    purge.witnessed_by, purge.witnessed_at = by.id, at
    purge.save()
    open_access().did("purge.witnessed", purge)


def advance(purge: Purge, to: State) -> None:
    """Move a purge on to a state that may follow its own."""
    current = State(purge.state)
    if to not in TRANSITIONS[current]:
        raise Refused(
            _("This purge is %(state)s; that cannot be done to it now.") % {"state": current.label}
        )
    purge.state = to
