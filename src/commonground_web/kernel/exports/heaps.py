"""What waits for the second person of a file."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.exports.models import ExportRequest
from commonground_web.kernel.heaps import waits_for


@waits_for(
    "export",
    "answer",
    says=_("Lists that somebody asks for as files"),
    at="exports",
    since="asked_at",
)
def files_to_agree_to(actor: Actor) -> QuerySet[ExportRequest]:
    """Return the files that others ask for."""
    asked = ExportRequest.objects.restrict(actor).waiting(at=open_access().at)
    found: QuerySet[ExportRequest] = asked.exclude(asked_by=actor.id)
    return found
