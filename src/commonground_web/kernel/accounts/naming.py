"""What agencies, sites and people with an account are called, where the room knows."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from commonground_web.kernel.accounts.models import Account

Names = Mapping[uuid.UUID, str]


def agencies() -> Names:
    """Return the names of the agencies that this room knows, by id."""
    names: Names = import_string(settings.ROOM_AGENCIES)()
    return names


def sites() -> Names:
    """Return the names of the sites that this room knows, by id."""
    names: Names = import_string(settings.ROOM_SITES)()
    return names


def names_of(accounts: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    """Return the names of people by the ids of their accounts, for pages that say who did what."""
    wanted = {account for account in accounts if account is not None}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "name"))
