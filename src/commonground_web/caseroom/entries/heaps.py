"""What waits for those who accept entries, and for whoever decides on screenings."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.models import Correction, Entry, Screening
from commonground_web.caseroom.entries.states import LEFT, State
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for("entry", "accept", says=_("Entries to accept"), at="entries", since="submitted_at")
def to_accept(actor: Actor) -> QuerySet[Entry]:
    """Return the entries that others wrote and submitted."""
    waiting = Entry.objects.restrict(actor).filter(state=State.SUBMITTED)
    found: QuerySet[Entry] = waiting.exclude(created_by=actor.id)
    return found


@waits_for(
    "entry",
    "accept",
    says=_("Corrected entries to accept anew"),
    at="entries",
    since="corrected_at",
    reads=("correction",),
)
def to_accept_anew(actor: Actor) -> QuerySet[Entry]:
    """Return the entries that others corrected last."""
    last = Correction.objects.filter(entry=OuterRef("pk")).order_by("-at", "-pk")
    waiting = Entry.objects.restrict(actor).filter(state=State.CORRECTED)
    corrected = waiting.annotate(
        corrected_by=Subquery(last.values("by")[:1]), corrected_at=Subquery(last.values("at")[:1])
    )
    found: QuerySet[Entry] = corrected.exclude(Q(created_by=actor.id) | Q(corrected_by=actor.id))
    return found


@waits_for(
    "screening",
    "decide",
    says=_("Screenings to decide on"),
    at="entries",
    since="answered_at",
    reads=("entry",),
)
def screenings(actor: Actor) -> QuerySet[Screening]:
    """Return the newest screenings that stop, or take back what did."""
    later = Screening.objects.filter(
        entry=OuterRef("entry"), answered_at__gt=OuterRef("answered_at")
    )
    newest = Screening.objects.restrict(actor).exclude(Exists(later)).filter(decision=None)
    undecided = newest.exclude(entry__state__in=LEFT).select_related("decision")
    waiting = [screening.pk for screening in undecided if screening.waits]
    found: QuerySet[Screening] = Screening.objects.filter(pk__in=waiting)
    return found
