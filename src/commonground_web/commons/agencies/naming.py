"""What agencies are called, for pages of the kernel that give roles."""

from __future__ import annotations

import uuid

from commonground_web.commons.agencies.models import Agency


def names() -> dict[uuid.UUID, str]:
    """Return the names of all agencies, by id."""
    return dict(Agency.objects.order_by("name").values_list("pk", "name"))
