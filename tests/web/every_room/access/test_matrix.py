"""The matrix: every address, each role, each method, against what was written down for it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from copy import copy
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from commonground_web.kernel.access.exposures import exposure_of
from commonground_web.kernel.access.roles import ANYONE, MEMBER, room_roles
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.compartments.records import Record
from tests.web.matrix import EVERY_ROOM, WAITING, Expected
from tests.web.rows import keep
from tests.web.signed_in import AGENCY, signed_in

EXPECTED: dict[str, Expected] = {
    **EVERY_ROOM,
    **import_module(f"tests.web.{settings.ROOM}.expected").EXPECTED,
}
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE")

pytestmark = pytest.mark.django_db


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield the name and the pattern of every address below a resolver."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from patterns(pattern, space)
        else:
            yield f"{prefix}{pattern.name}", pattern


ADDRESSES = dict(patterns(get_resolver()))
EXPOSED = sorted(name for name, p in ADDRESSES.items() if exposure_of(p.callback, name=name))


def test_expects_something_of_every_exposed_address() -> None:
    assert sorted(EXPECTED) == EXPOSED


def test_exposes_every_view_of_ours() -> None:
    ours = {
        name
        for name, pattern in ADDRESSES.items()
        if pattern.callback.__module__.startswith("commonground_web")
    }

    assert ours <= set(EXPOSED)


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - set(EXPOSED)))
def test_finds_nothing_at_a_librarys_address_that_is_not_let_in(name: str) -> None:
    assert _ask(signed_in(MEMBER), name, "GET", pk=None).status_code == 404


@pytest.mark.parametrize("role", sorted({ANYONE, *room_roles()}))
@pytest.mark.parametrize("name", EXPOSED)
def test_answers_as_expected(name: str, role: str) -> None:
    row = _row(name)
    client = signed_in(role)
    expected = EXPECTED[name]
    roles = {role} if role in {ANYONE, *WAITING} else {role, MEMBER}
    allowed = next((r for r in sorted(roles) if r in expected.roles), role)

    answers = {method: _tried(client, name, method, row=row) for method in METHODS}

    assert {
        method: (status, events)
        for method, (status, events) in answers.items()
        if status not in expected.status(allowed, method) or events != 1
    } == {}


def _tried(client: Client, name: str, method: str, *, row: Record | None) -> tuple[int, int]:
    """Return the status of an answer and how many events it left, and undo what was done."""
    cookies, before = copy(client.cookies), AuditSeal.objects.count()
    with transaction.atomic():
        answer = _ask(client, name, method, pk=row.pk if row else None)
        events = AuditSeal.objects.count() - before
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer.status_code, events


@pytest.mark.parametrize("role", sorted(set(room_roles()) - {ANYONE, *WAITING}))
@pytest.mark.parametrize("name", [n for n in EXPOSED if "pk" in str(ADDRESSES[n].pattern)])
def test_says_the_same_of_what_is_not_yours_and_what_is_not_there(name: str, role: str) -> None:
    row = _row(name, agency=uuid.uuid4())
    assert row is not None
    if EXPECTED[name].roles & {role, MEMBER} and not _is_anothers(row):
        return
    method = "POST" if EXPECTED[name].methods == {"POST"} else "GET"
    client = signed_in(role)
    _state_purpose(client, row.pk, other := uuid.uuid4())

    theirs, nobodys = (_counted(client, name, method, pk) for pk in (row.pk, other))

    assert theirs == nobodys
    assert theirs[0] == 404


def _is_anothers(row: Record) -> bool:
    """Say whether a row of another agency is hidden from this one."""
    return bool(type(row).OWNED_BY)


def _counted(client: Client, name: str, method: str, pk: uuid.UUID) -> tuple[object, ...]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = _ask(client, name, method, pk=pk)
    shapes = [query["sql"].replace(pk.hex, "ID").replace(str(pk), "ID")[:60] for query in queries]
    headers = {
        key: value for key, value in answer.headers.items() if key != "Content-Security-Policy"
    }
    return answer.status_code, answer.content, headers, len(shapes)


def _ask(client: Client, name: str, method: str, *, pk: uuid.UUID | None) -> Any:
    found: Any = get_resolver().reverse_dict[name]
    [(_path, parts)], _pattern, _defaults, converters = found
    kwargs = {p: pk if p == "pk" and pk else _any(converters.get(p)) for p in parts}
    if "record_type" in kwargs:
        kwargs["record_type"] = _entities()[EXPECTED[name].of]._meta.label_lower
    query = EXPECTED[name].query if name in EXPECTED else ""
    return client.generic(method, reverse(name, kwargs=kwargs) + query)


def _any(converter: object) -> object:
    made = {"UUIDConverter": uuid.uuid4(), "IntConverter": 7}
    return made.get(type(converter).__name__, "x-1")


@cache
def _entities() -> dict[str, type[Record]]:
    records = [model for model in apps.get_models() if issubclass(model, Record)]
    return {model.ENTITY: model for model in reversed(records) if model.ENTITY}


def _row(name: str, *, agency: uuid.UUID = AGENCY) -> Record | None:
    """Keep a row that the address could be of."""
    exposure = exposure_of(ADDRESSES[name].callback, name=name)
    assert exposure is not None
    model = _entities().get(EXPECTED[name].of or exposure.entity)
    if model is None or "pk" not in ADDRESSES[name].pattern.converters:
        return None
    return keep(model, owner=agency)


def _state_purpose(client: Client, *persons: uuid.UUID) -> None:
    session = client.session
    session["purposes"] = {str(pk): ["audit", "2999-01-01T00:00:00+00:00"] for pk in persons}
    session.save()
