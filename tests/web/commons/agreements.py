"""Agreements that let an agency's people in."""

from __future__ import annotations

import uuid
from datetime import timedelta

from commonground_web.commons.agencies.models import Agency, Agreement, Kind
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.rooms import Room
from commonground_web.valves.published.agencies import LETS_IN


def sign_memorandum(agency: uuid.UUID, *, days: int = 365, kind: str = Kind.CITY) -> Agency:
    """Keep an agency, and all in force that lets its people into the rooms they work in."""
    tag = agency.hex[:8]
    found, made = Agency.objects.get_or_create(
        pk=agency,
        defaults={
            "name": f"Agency {tag}",
            "kind": kind,
            "created_by": uuid.uuid4(),
            "created_at": now(),
        },
    )
    for asked in LETS_IN[found.works_in or Room.COMMONS] if made else ():
        Agreement(
            agency=found,
            kind=asked,
            reference="shelf 3",
            signed_on=today() - timedelta(days=1),
            expires_on=today() + timedelta(days=days),
            recorded_by=uuid.uuid4(),
            recorded_at=now(),
            confirmed_by=uuid.uuid4(),
        ).save(force_insert=True)
    return found
