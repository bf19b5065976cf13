"""Candidates as the case room releases them, for tests of what is done with them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from commonground_web.commons.candidates.handlers import keep_candidate
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.access.exposures import tables_of
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import now, today
from commonground_web.valves.messages.invitations import CandidateReleased

VALVE = system_actor("valve")
CONTACT = "+1 555 0100"


def said(site: uuid.UUID, **given: Any) -> CandidateReleased:
    """Return the message that releases a candidate of a site."""
    fields: dict[str, Any] = {
        "candidate": uuid.uuid4(),
        "site": site,
        "display_name": "Zed Fictional",
        "contact": CONTACT,
        "language": "en",
        "is_minor": False,
        "expires_on": today() + timedelta(days=40),
    }
    return CandidateReleased(**fields | given)


def receiving(*entities: str) -> Any:
    """Open the event in which a message is received."""
    tables = tables_of(*entities)
    return access(Setting(actor=VALVE.id, verb="receive", entity="x", tables=tables), at=now())


def looking(*entities: str) -> Any:
    """Open an event in which rows of these entities may be read."""
    tables = tables_of(*entities)
    return access(Setting(actor="test", verb="view", entity="x", tables=tables), at=now())


def released(site: Site, **given: Any) -> Candidate:
    """Release a candidate of a site, and return them as they are kept."""
    message = said(site.pk, **given)
    with receiving("candidate"):
        keep_candidate(message, by=VALVE, at=now())
        found: Candidate = Candidate.objects.get(token=message.candidate)
    return found


def as_kept(candidate: Candidate) -> Candidate:
    """Return a candidate as the database has them now."""
    with looking("candidate"):
        found: Candidate = Candidate.objects.get(pk=candidate.pk)
    return found
