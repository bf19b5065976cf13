"""People who did not come and are to be contacted."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import ngettext

from commonground_web.commons.deadlines import Deadline, runs_out
from commonground_web.commons.responses.models import FollowUp, Reached
from commonground_web.kernel.access.actor import Actor


@runs_out("follow_up", "report", within=timedelta(days=7))
def follow_ups(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:  # noqa: ARG001 - what is late is told, too
    """Tell how many are to be contacted after each call-in, and by when."""
    open_ones = FollowUp.objects.restrict(actor).filter(outcome=Reached.OPEN, due_on__lte=until)
    due: dict[uuid.UUID, list[date]] = defaultdict(list)
    for callin, day in open_ones.values_list("invitee__callin", "due_on"):
        due[callin].append(day)
    for callin, days in due.items():
        says = ngettext(
            "%(n)s person who did not come is to be contacted",
            "%(n)s people who did not come are to be contacted",
            len(days),
        )
        yield Deadline(
            min(days), says % {"n": len(days)}, reverse("callin-attendance", args=[callin])
        )
