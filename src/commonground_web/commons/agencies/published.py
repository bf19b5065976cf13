"""What the other rooms learn of agencies: who they are, and until when their agreements bind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from commonground_web.commons.agencies.models import ROOMS, Agency, Agreement, Kind
from commonground_web.valves.published.tables import publish_table


def works_in(agency: Mapping[str, Any]) -> str | None:
    """Return the room that an agency's people may work in besides the Commons."""
    room = ROOMS.get(Kind(agency["kind"]))
    return str(room) if room else None


def confirmed() -> QuerySet[Agreement]:
    """Return the agreements that two persons recorded; no other has ever bound anybody."""
    found: QuerySet[Agreement] = Agreement.objects.filter(confirmed_by__isnull=False)
    return found


publish_table("agency", Agency, fields=["name", "kind"], derived={"works_in": works_in})
publish_table(
    "agreement",
    Agreement,
    fields=["agency", "kind", "signed_on", "expires_on", "ended_on"],
    rows=confirmed,
)
