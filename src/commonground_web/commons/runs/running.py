"""Runs that wait for a second look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from commonground_web.commons.deadlines import Deadline, runs_out
from commonground_web.commons.runs.models import LibraryRun
from commonground_web.commons.runs.states import State
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of

LOOKED_AT_WITHIN = timedelta(days=7)


@runs_out("run", "publish", within=LOOKED_AT_WITHIN)
def drafts(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:  # noqa: ARG001 - all that wait
    """Tell of runs that a second person has to look at."""
    for run in _waiting(actor):
        if run.answered_for_by is not None and str(run.answered_for_by) != actor.id:
            yield _waits(run, _("Look at a run about %(site)s, and publish it"))


@runs_out("run", "bring_in", within=LOOKED_AT_WITHIN)
def unanswered(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:  # noqa: ARG001 - all that wait
    """Tell of runs that the command brought in, for which nobody answers yet."""
    for run in _waiting(actor):
        if run.answered_for_by is None:
            yield _waits(run, _("Vouch for a run about %(site)s, or withdraw it"))


def _waiting(actor: Actor) -> Iterable[LibraryRun]:
    return LibraryRun.objects.restrict(actor).filter(state=State.DRAFT).select_related("site")


def _waits(run: LibraryRun, says: str) -> Deadline:
    return Deadline(
        day_of(run.brought_at + LOOKED_AT_WITHIN),
        says % {"site": run.site},
        reverse("run", args=[run.pk]),
    )
