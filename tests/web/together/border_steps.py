"""What the tests of borders have rooms do: each function is called in a room's own process."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any


def add_bound_agency(agency: str, kind: str, days: int) -> None:
    """Keep an agency in the Commons, whose memorandum runs out in some days."""
    from tests.web.commons.agreements import sign_memorandum

    sign_memorandum(uuid.UUID(agency), days=days, kind=kind)


def end_memorandum(agency: str) -> None:
    """End the agreements of an agency, from today."""
    from commonground_web.commons.agencies.models import Agreement
    from commonground_web.kernel.clock import today

    Agreement.objects.filter(agency=uuid.UUID(agency)).update(
        ended_on=today(), ended_by=uuid.uuid4(), ended_why="They left."
    )


def add_service(name: str) -> None:
    """Keep a service in the Commons, at a place that everyone may know of and at a secret one."""
    from tests.web.commons.services.offers import new_capacity, new_place, new_service

    service = new_service(name=name)
    new_capacity(service, available=9)
    new_place(service, street="7 Made Up Street")
    new_place(service, street="13 Canary Street", is_confidential=True)


def tick(days: int = 0) -> list[str] | None:
    """Run the room's clocks, as if some days had gone by; return those that failed."""
    from commonground_web.kernel.clock import now
    from commonground_web.kernel.clocks import room_clocks, run_clocks

    return run_clocks(room_clocks(), at=now() + timedelta(days=days))


def what_is_known(agency: str, days: int = 0) -> dict[str, Any]:
    """Return what a room knows of an agency on a day, and of the directory."""
    import json

    from commonground_web.kernel.accounts.naming import agencies
    from commonground_web.kernel.clock import today
    from commonground_web.valves.published.agencies import in_standing
    from commonground_web.valves.published.directory import reached, services
    from commonground_web.valves.published.models import Published

    on = today() + timedelta(days=days)
    fields = list(Published.objects.values_list("fields", flat=True))
    return {
        "is_named": uuid.UUID(agency) in agencies(),
        "is_let_in": in_standing(uuid.UUID(agency), on=on),
        "services": {found.name: found.free for found in services()},
        "addresses": [a for s in services() for p in reached(s).places for a in p.addresses],
        "has_canary": "Canary" in json.dumps(fields),
    }


def anchor() -> str:
    """Leave an event, anchor this day as if it were over, and return its head."""
    from commonground_web.kernel.audit.anchoring import anchor_yesterday
    from commonground_web.kernel.audit.opening import Setting, access
    from commonground_web.kernel.clock import now

    with access(Setting(actor="test", verb="view", entity="help"), at=now()):
        pass
    anchored = anchor_yesterday(at=now() + timedelta(days=1))
    assert anchored is not None
    return anchored.hash


def heads(sender: str) -> list[str]:
    """Return the heads that the Commons keeps of a room that sent them."""
    from commonground_web.commons.anchors.models import RoomAnchor

    return list(RoomAnchor.objects.filter(room=sender).values_list("hash", flat=True))
