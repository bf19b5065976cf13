"""Read all that a room keeps, opened: called in the room's own process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.web.together.canaries.marks import Canaries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def read_rows(canaries: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return what was found in which field of which record."""
    return _found(_rows(), canaries)


def read_messages(canaries: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return what was found in which field of which kind of message in the inbox."""
    return _found(_messages(), canaries)


def _found(read: Iterable[tuple[str, str]], canaries: list[dict[str, Any]]) -> dict[str, list[str]]:
    looked_for = [Canaries.of(told) for told in canaries]
    found: dict[str, set[str]] = {}
    for place, text in read:
        if seen := [mark for c in looked_for for mark in c.found_in(text.encode())]:
            found.setdefault(place, set()).update(seen)
    return {place: sorted(seen) for place, seen in found.items()}


def _rows() -> Iterator[tuple[str, str]]:
    from django.apps import apps

    from tests.web.rows import records_of_persons, viewing
    from tests.web.signed_in import AGENCY

    with viewing(*records_of_persons(), agency=AGENCY):
        for model in apps.get_models():
            fields = [field.attname for field in model._meta.concrete_fields]
            for row in model._default_manager.all():
                for field in fields:
                    yield f"{model._meta.label_lower}.{field}", repr(getattr(row, field))


def _messages() -> Iterator[tuple[str, str]]:
    from commonground_web.kernel.rooms import this_room
    from commonground_web.valves.boxes.keys import room_peers, room_valve_keys
    from commonground_web.valves.boxes.models import InMessage
    from commonground_web.valves.envelope import open_envelope

    for row in InMessage.objects.all():
        message = open_envelope(
            row.as_envelope(),
            room=this_room(),
            keys=room_valve_keys(),
            peers=room_peers(),
            at=row.created_at,
        )
        for name, value in message.model_dump(mode="json").items():
            yield f"{row.kind}.{name}", str(value)
