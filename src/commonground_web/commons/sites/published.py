"""What the other rooms learn of sites: their names, where they stand, and their boundaries."""

from __future__ import annotations

from django.db.models import QuerySet

from commonground_web.commons.sites.models import Boundary, Site
from commonground_web.valves.published.tables import publish_table


def approved() -> QuerySet[Boundary]:
    """Return the boundaries that two persons agreed on; each says from which day it is in force."""
    found: QuerySet[Boundary] = Boundary.objects.filter(approved_by__isnull=False)
    return found


publish_table("site", Site, fields=["name", "jurisdiction", "market", "state"])
publish_table(
    "boundary", Boundary, fields=["site", "shape", "area_ha", "valid_from"], rows=approved
)
