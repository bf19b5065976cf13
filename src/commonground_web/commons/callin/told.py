"""What the gates are told of a site's call-in, from numbers that name nobody."""

from __future__ import annotations

import uuid

from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.callin.states import OVER
from commonground_web.commons.steps.gates.facts import tells


@tells("safe_conduct_acknowledged")
def safe_conduct_acknowledged(site: uuid.UUID) -> bool | None:
    """Tell whether every hold of the open call-in is acknowledged; not known while none is set."""
    open_one: CallIn | None = CallIn.objects.filter(site=site).exclude(state__in=OVER).first()
    if open_one is None or open_one.invited == 0:
        return None
    return open_one.unsafe == 0
