"""What waits to be purged: for the front page of whoever may witness it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from commonground_web.commons.deadlines import Deadline, runs_out
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.purge.models import Purge
from commonground_web.kernel.purge.states import State


@runs_out("purge", "list", within=timedelta(days=0))
def waiting(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:  # noqa: ARG001 - all is due
    """Tell of what is due to be purged and waits for a witness."""
    due = Purge.objects.restrict(actor).filter(state=State.LISTED)
    for pk, listed in due.values_list("pk", "listed_at"):
        yield Deadline(
            day_of(listed), _("A purge waits for its witness"), reverse("purge", args=[pk])
        )
