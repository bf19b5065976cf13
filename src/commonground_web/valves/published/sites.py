"""What a room knows of sites: their names."""

from __future__ import annotations

import uuid

from commonground_web.valves.published.models import Published


def names() -> dict[uuid.UUID, str]:
    """Return the names of all sites, by id."""
    return {row.row: row["name"] for row in Published.objects.of("site").order_by("fields__name")}
