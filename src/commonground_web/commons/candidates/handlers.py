"""What the case room says of candidates by valve V1, acted on."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from commonground_web.commons.candidates.actions import NEEDED_DAYS
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.candidates.tally import begin_list, recount
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.retention.days import purge_day
from commonground_web.valves.boxes.handlers import receives
from commonground_web.valves.messages.invitations import CandidateReleased
from commonground_web.valves.ways import Kind


@receives(Kind.CANDIDATE_RELEASED, entities=("candidate",))
def keep_candidate(message: CandidateReleased, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Keep a candidate whom the case room released, or what it puts right about one."""
    found = Candidate.objects.filter(token=message.candidate).first()
    if found is None:
        if not Site.objects.filter(pk=message.site).exists():
            raise Refused(_("The Commons has no such site."))
        begin_list(message.site, at=at)
        found = Candidate(
            token=message.candidate,
            site=message.site,
            released_at=at,
            needed_until=min(message.expires_on, day_of(at) + timedelta(days=NEEDED_DAYS)),
            purge_on=purge_day(Candidate, at=at),
        )
    elif found.has_ended or found.site != message.site:
        raise Refused(_("This candidate is done with, or of another site."))
    found.name, found.contact = message.display_name, message.contact
    found.language, found.is_minor = message.language, message.is_minor
    found.needs = [str(need) for need in message.needs]
    found.save(force_insert=found._state.adding)  # noqa: SLF001 - Django's public word for it
    recount(found.site)
    open_access().did("candidate.received", found)
