"""What agencies and sites are called, where the room knows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.utils.module_loading import import_string

Names = Mapping[uuid.UUID, str]


def agencies() -> Names:
    """Return the names of the agencies that this room knows, by id."""
    names: Names = import_string(settings.ROOM_AGENCIES)()
    return names


def sites() -> Names:
    """Return the names of the sites that this room knows, by id."""
    names: Names = import_string(settings.ROOM_SITES)()
    return names


def none_known() -> Names:
    """Return nothing, for a room that knows no agencies or sites yet."""
    return {}
