"""What gates learn from here: whether outreach was told, and whether it stands ready.

Both are asked of every operation that was not called off. Where none is planned nothing is known.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from commonground_web.commons.disruption.models import HEALTH, NoticeTo, Operation, OutreachPlan
from commonground_web.commons.disruption.states import State
from commonground_web.commons.steps.gates.facts import Told, tells


@tells("disruption_notice_given")
def is_told(site: uuid.UUID) -> Told:
    """Say whether everyone told of an operation has read it, one who does outreach among them."""
    return _of_all(site, has_been_read)


@tells("outreach_plan_agreed")
def is_covered(site: uuid.UUID) -> Told:
    """Say whether an agreed outreach plan holds from an operation's start to its watch's end."""
    return _of_all(site, is_staffed)


def has_been_read(operation: Operation) -> bool:
    """Say whether a notice of an operation's very days was read by everyone it tells.

    A later notice does not undo an earlier that was read, but whoever it tells has to read it, too.
    """
    told = NoticeTo.objects.filter(notice__operation=operation)
    reads = list(told.values_list("agency__kind", "acknowledged_by"))
    return any(kind in HEALTH for kind, _ in reads) and all(by for _, by in reads)


def is_staffed(operation: Operation) -> bool:
    """Say whether an agreed plan holds for an operation and the weeks after it."""
    plans = OutreachPlan.objects.filter(site=operation.site_id).agreed()
    return plans.covering(operation.starts_on, operation.watched_until).exists()


def _of_all(site: uuid.UUID, is_so: Callable[[Operation], bool]) -> Told:
    operations = list(Operation.objects.filter(site=site).exclude(state=State.CALLED_OFF))
    return all(is_so(operation) for operation in operations) if operations else None
