"""People with work to do in a room: called in the room's own process, for `web_load`."""

from __future__ import annotations

import json
import sys
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model
    from django.test import Client

    from tests.web.filled import Filling

ROWS = 60
"""How many rows of each kind the lists run over."""

PERSONS = 5
"""How many persons' pages each of the people has stated a purpose for."""

TOKEN = "loadloadloadloadloadloadloadload"  # noqa: S105 - a form's token, which the cookie repeats


def people(count: int) -> list[dict[str, Any]]:
    """Make people who have signed in, by turns with each role of the room, and find their work."""
    from django.conf import settings

    from commonground_web.kernel.access.roles import ANYONE, MEMBER, room_roles
    from commonground_web.kernel.clock import now
    from commonground_web.kernel.clocks import room_clocks
    from tests.web.addresses import FILLED
    from tests.web.matrix import WAITING
    from tests.web.signed_in import signed_in

    rows = _rows()
    for keep_beside in {filling.beside for filling in FILLED.values() if filling.beside}:
        keep_beside()
    # What ran out goes before anybody looks: the rooms' clocks would take it away meanwhile.
    for work in room_clocks().values():
        work(at=now())
    roles = sorted({*room_roles()} - {ANYONE, MEMBER, *WAITING})
    found: dict[str, dict[str, list[list[str]]]] = {}
    made = []
    for number in range(count):
        role = roles[number % len(roles)]
        client = signed_in(role)
        work = found.setdefault(role, _work(client, role, rows))
        _state_purposes(client, rows)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        made.append({"cookie": cookie, "work": work})
    return made


def _rows() -> dict[type[Model], list[uuid.UUID]]:
    """Keep rows of every kind that has a page of its own."""
    from tests.web.addresses import EXPOSED, model_at
    from tests.web.rows import keep
    from tests.web.signed_in import AGENCY

    models = {model for name in EXPOSED if (model := model_at(name)) and model.ROOM}
    ordered = sorted(models, key=lambda model: (not _is_one_each(model), model._meta.label))
    return {
        model: [keep(model, owner=AGENCY).pk for _ in range(1 if _is_one_each(model) else ROWS)]
        for model in ordered
    }


def _is_one_each(model: type[Model]) -> bool:
    """Tell whether each agency has but one; other rows then hang on that one."""
    return any(field.one_to_one and field.name == "agency" for field in model._meta.fields)


def _work(client: Client, role: str, rows: dict[type[Model], list[uuid.UUID]]) -> dict[str, Any]:
    """Return what somebody with a role does: by kind, addresses with what is sent there."""
    work: dict[str, list[list[str]]] = {"list": [], "page": [], "form": [], "write": []}
    for kind, path, body in _steps(client, role, rows):
        work[kind].append([path, body])
    return {kind: steps for kind, steps in work.items() if steps}


def _steps(
    client: Client, role: str, rows: dict[type[Model], list[uuid.UUID]]
) -> Iterator[tuple[str, str, str]]:
    from tests.web.addresses import EXPECTED, EXPOSED, FILLED, address, exposure_at, model_at
    from tests.web.filled import Filling
    from tests.web.matrix import EVERY_ROOM

    _state_purposes(client, rows)
    for name in EXPOSED:
        expected, exposure = EXPECTED[name], exposure_at(name)
        if name in EVERY_ROOM or role not in expected.roles or exposure.fresh:
            continue
        model = model_at(name)
        keys: list[uuid.UUID | None] = [*rows.get(model, ())][:PERSONS] if model else [None]
        for key in keys:
            path = address(name, pk=key)
            if "POST" not in expected.methods:
                kind = "list" if exposure.verb == "list" else "page"
                yield from _answered(client, kind, path)
            elif "GET" in expected.methods:
                yield from _answered(client, "form", path)
                if exposure.verb in {"create", "make"}:
                    yield from _written(client, path, FILLED.get(name, Filling()))


def _answered(client: Client, kind: str, path: str) -> Iterator[tuple[str, str, str]]:
    answer = client.get(path)
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        yield kind, path, ""


def _written(client: Client, path: str, filling: Filling) -> Iterator[tuple[str, str, str]]:
    """Yield the form as it is sent, if whoever sends it may send one like it again and again."""
    from django.db import transaction

    from tests.web.forms import Fields

    fields = {**Fields(client.get(path).content.decode()).plain, **filling.typed}
    with transaction.atomic():
        statuses = {client.post(path, _other_words(fields, n)).status_code for n in range(2)}
        transaction.set_rollback(True)
    if statuses == {302}:
        yield "write", path, urlencode({**fields, "csrfmiddlewaretoken": TOKEN})


def _other_words(fields: dict[str, str], number: int) -> dict[str, str]:
    return {
        name: f"{said} {number}" if said == "Plain words" else said for name, said in fields.items()
    }


def _state_purposes(client: Client, rows: dict[type[Model], list[uuid.UUID]]) -> None:
    from tests.web.addresses import state_purpose

    state_purpose(client, *(key for keys in rows.values() for key in keys[:PERSONS]))


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(people(int(sys.argv[1]))))
