"""Whether the demo made the database that this room stands on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from commonground_web.demo.marks import room_mark
from commonground_web.kernel.audit.models import AuditSeal


def is_of_the_demo() -> bool:
    """Say whether the room's audit begins with the event that its mark names."""
    first = AuditSeal.objects.filter(seq=1).values_list("hash", flat=True).first()
    return bool(first == room_mark().begins_with)


@register
def check_database(**_given: Any) -> list[CheckMessage]:
    """Refuse to open a room whose database the demo did not make."""
    if is_of_the_demo():
        return []
    says = (
        f"{settings.ROOM_HOME.demo_mark} says that the demo made this room, but its database "
        "begins otherwise; take the mark away, or make the demo anew with `make demo`."
    )
    return [Error(says, id="demo.E001")]
