"""The names of those who did something, for pages that tell of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from commonground_web.kernel.accounts.models import Account


def names_of(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    """Return the names of accounts by their ids."""
    wanted = {account for account in ids if account is not None}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "name"))
