"""What waits for whoever invites."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.candidates.states import State
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "invitee",
    "create",
    says=_("Candidates to invite"),
    at="candidates",
    since="released_at",
    reads=("candidate",),
)
def candidates(actor: Actor) -> QuerySet[Candidate]:
    """Return the candidates whom the case room released and nobody has invited."""
    found: QuerySet[Candidate] = Candidate.objects.restrict(actor).filter(state=State.RELEASED)
    return found
