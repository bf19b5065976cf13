"""What waits to be purged: for the front page of whoever may witness it, and for the gates."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from commonground_web.commons.deadlines import Deadline, runs_out
from commonground_web.commons.steps.gates.facts import tells
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import is_open, open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.purge.models import Purge, PurgeListing
from commonground_web.kernel.purge.states import State

LISTED_EVERY = timedelta(days=1)
"""How often the clock lists what is due."""


@runs_out("purge", "list", within=timedelta(days=0))
def waiting(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:  # noqa: ARG001 - all is due
    """Tell of what is due to be purged and waits for a witness."""
    due = Purge.objects.restrict(actor).filter(state=State.LISTED)
    for pk, listed in due.values_list("pk", "listed_at"):
        yield Deadline(
            day_of(listed), _("A purge waits for its witness"), reverse("purge", args=[pk])
        )


@tells("purged")
def purged(site: uuid.UUID) -> bool | None:  # noqa: ARG001 - purges are of the whole room
    """Tell whether every purge is certified; not known where what is due was not listed of late.

    Once a day the clock lists every row whose day has come and that no legal hold keeps, so that
    lists and certificates say it all and nobody's row is read. What is due waits for a witness and
    is hidden meanwhile, whichever site it is of.
    """
    last = PurgeListing.objects.order_by("-on").values_list("on", flat=True).first()
    if last is None or (is_open() and last < open_access().day - LISTED_EVERY):
        return None
    return not Purge.objects.exclude(state=State.CERTIFIED).exists()
