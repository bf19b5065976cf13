"""What waits for whoever answers legal process."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.consents.models import LegalProcess
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "legal_process",
    "answer",
    says=_("Legal process to answer"),
    at="legal-process",
    since="created_at",
)
def processes(actor: Actor) -> QuerySet[LegalProcess]:
    """Return what the actor's provider received and nobody has answered."""
    received = LegalProcess.objects.restrict(actor)
    found: QuerySet[LegalProcess] = received.filter(answered_by=None)
    return found
