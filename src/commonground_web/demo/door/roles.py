"""The room's roles, with the one addition that everybody may use the door of the demo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings
from django.utils.module_loading import import_string

from commonground_web.kernel.access.roles import EVERY_ROOM, Role, permits

_OF_THE_ROOM: Mapping[str, Role] = import_string(settings.FACE.roles)
_KNOWN = {**EVERY_ROOM, **_OF_THE_ROOM}

ROLES = {
    code: replace(role, permits={**role.permits, **permits(demo="use")})
    if code in EVERY_ROOM
    else role
    for code, role in _KNOWN.items()
}
