"""Who works in this room, as choices of a form."""

from __future__ import annotations

import uuid

from commonground_web.kernel.accounts.models import Account


def colleagues(agency: uuid.UUID | None) -> list[tuple[str, str]]:
    """Return the people of an agency who may sign in, as choices of a form."""
    found = Account.objects.filter(agency=agency, is_active=True).order_by("name")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]
