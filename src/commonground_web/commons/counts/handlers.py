"""What is done with a count that another room released: it is kept, and never again changed."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.commons.counts.models import ReleasedCount, ReleasedFrom
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.valves.boxes.handlers import receives
from commonground_web.valves.messages.counts import CareCount, CaseCount
from commonground_web.valves.ways import Kind


@receives(Kind.CASE_COUNT)
def keep_case_count(count: CaseCount, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Keep a count of the case room."""
    _keep(count, room=ReleasedFrom.CASEROOM, at=at)


@receives(Kind.CARE_COUNT)
def keep_care_count(count: CareCount, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Keep a count of the care room."""
    _keep(count, room=ReleasedFrom.CAREROOM, at=at)


def _keep(count: CaseCount | CareCount, *, room: str, at: datetime) -> None:
    """Keep a count, unless this month's was released already: two of one could be compared."""
    known = ReleasedCount.objects.filter(
        room=room, month=count.month, measure=count.measure, site=count.site
    )
    if known.exists():
        raise Refused(_("This count of this month was released already."))
    kept = ReleasedCount(
        room=room,
        release=count.release,
        measure=count.measure,
        month=count.month,
        site=count.site,
        n=count.n if isinstance(count.n, int) else None,
        is_small=not isinstance(count.n, int),
        received_at=at,
    )
    kept.save(force_insert=True)
    open_access().did("count.received", kept)
