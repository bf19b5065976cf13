"""What people of the demo do in tests of several rooms: called in a room's own process."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def introduce(name: str, called: str, at: str) -> None:
    """Hand a candidate of the Commons over to the service provider."""
    from commonground_web.commons.agencies.models import Agency, Kind
    from commonground_web.commons.candidates.models import Candidate
    from commonground_web.commons.responses.actions import agreeing

    stage = _stage(at)
    turn = _turn(stage, "coordinator")
    candidate = next(one for one in stage.rows(Candidate, **turn) if one.name == name)
    yes = agreeing.Yes(
        said_yes=True,
        provider=Agency.objects.filter(kind=Kind.SERVICE_PROVIDER).get(),
        preferred_name=called,
        contact="At the market hall, mornings",
        language="en",
    )
    agreeing.introduce(candidate=candidate, yes=yes, **turn)


def count_places(service: str, by: str, available: int, at: str) -> None:
    """Say in the Commons anew how many places a service has, which all rooms are told."""
    from commonground_web.commons.services.actions.slots import Counted, count_capacity
    from commonground_web.commons.services.models import Capacity

    turn = _turn(_stage(at), by)
    rows = Capacity.objects.select_related("service__organization")
    capacity = rows.get(service__name=service)
    counted = Counted(available, capacity.status, capacity.maximum)
    count_capacity(capacity=capacity, counted=counted, **turn)


def waiting() -> list[str]:
    """Return what those are called in the care room who wait for a navigator."""
    from commonground_web.careroom.introductions.models import Introduction
    from commonground_web.kernel.clock import now

    stage = _stage(now().isoformat())
    rows = stage.rows(Introduction, **_turn(stage, "navigator"))
    return sorted(row.preferred_name for row in rows if row.state == "waiting")


def places(available: int) -> int:
    """Return of how many services the published tables say that so many places are free."""
    from commonground_web.valves.published.models import Published

    return sum(row["available"] == available for row in Published.objects.of("capacity"))


def _stage(at: str) -> Any:
    from commonground_web.demo.stage import Stage

    return Stage(datetime.fromisoformat(at))


def _turn(stage: Any, code: str) -> dict[str, Any]:
    return {"by": stage.actor(code, at=stage.now), "at": stage.now}
