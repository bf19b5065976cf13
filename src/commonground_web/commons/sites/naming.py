"""What sites are called, for pages of the kernel that give roles."""

from __future__ import annotations

import uuid

from commonground_web.commons.sites.models import Site


def names() -> dict[uuid.UUID, str]:
    """Return the names of all sites, by id."""
    return dict(Site.objects.order_by("name").values_list("pk", "name"))
