"""Tell the Commons of what both sides signed: that it was, and its digest."""

from __future__ import annotations

from datetime import datetime

from commonground_web.caseroom.criteria.models import CriteriaSet
from commonground_web.caseroom.policies.models import Policy
from commonground_web.caseroom.rules.files import Version, signed_message
from commonground_web.kernel.access.actions import action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.rooms import Room
from commonground_web.valves.boxes.keys import room_peers
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.boxes.sending import send


def untold() -> list[Version]:
    """Return the signed versions that do not lie in the outbox.

    A message has the identifier of its version, so that one is told once while its message is
    kept; later it may be told again, which changes nothing. A room that was not introduced to the
    Commons yet tells nothing.
    """
    if Room.COMMONS not in room_peers():
        return []
    signed: list[Version] = [*CriteriaSet.objects.signed(), *Policy.objects.signed()]
    told = set(OutMessage.objects.filter(pk__in=[each.pk for each in signed]).values_list("pk"))
    return [each for each in signed if (each.pk,) not in told]


@action("criteria", "tell")
def tell_of_rules(*, versions: list[Version], by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Tell the Commons of signed versions."""
    for version in versions:
        send(signed_message(version), at=at, id=version.pk)
        open_access().did("rules.told", version)
