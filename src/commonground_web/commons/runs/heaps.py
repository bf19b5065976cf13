"""What waits for a second look at a run of the library."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.runs.models import LibraryRun
from commonground_web.commons.runs.states import State
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for

UNANSWERED = Q(brought_by=None, vouched_by=None)


@waits_for("run", "publish", says=_("Runs to look at and publish"), at="runs", since="brought_at")
def drafts(actor: Actor) -> QuerySet[LibraryRun]:
    """Return the runs for which somebody else answers."""
    waiting = LibraryRun.objects.restrict(actor).filter(state=State.DRAFT).exclude(UNANSWERED)
    found: QuerySet[LibraryRun] = waiting.exclude(
        Q(brought_by=actor.id) | Q(brought_by=None, vouched_by=actor.id)
    )
    return found


@waits_for("run", "bring_in", says=_("Runs to vouch for"), at="runs", since="brought_at")
def unanswered(actor: Actor) -> QuerySet[LibraryRun]:
    """Return the runs that the command brought in, for which nobody answers yet."""
    waiting = LibraryRun.objects.restrict(actor).filter(state=State.DRAFT)
    found: QuerySet[LibraryRun] = waiting.filter(UNANSWERED)
    return found
