"""The matrix: every address, each role, each method, against what was written down for it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonground_web.kernel.access.roles import ANYONE, MEMBER, room_roles
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.rooms import Room
from tests.web.addresses import (
    ADDRESSES,
    EXPECTED,
    EXPOSED,
    ask,
    hangs_on_a_site,
    model_at,
    state_purpose,
)
from tests.web.copies import copied_database
from tests.web.matrix import OF_ALL_SITES, WAITING
from tests.web.rows import keep
from tests.web.signed_in import AGENCY, signed_in, visitor

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

OF_ONE_SITE = [
    name
    for name in EXPOSED
    if (model := model_at(name)) and hangs_on_a_site(model) and name not in OF_ALL_SITES
]
"""Addresses whose rows are of one site, and no matter of those who work for others."""

OF_PAGES = ("GET", "POST")
OF_PROGRAMS = ("HEAD", "OPTIONS", "PUT", "DELETE")
"""Methods that no page of ours uses; each is answered alike on either engine."""

pytestmark = pytest.mark.django_db

People = Mapping[str, Client]


@pytest.fixture(scope="module")
def people(
    django_db_setup: None,  # noqa: ARG001 - it is the copy that is copied
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[People]:
    """Give somebody of each role, in a database that keeps them: to sign in takes long."""
    with (
        django_db_blocker.unblock(),
        contextmanager(copied_database)(connection, folder=tmp_path_factory.mktemp("people")),
    ):
        yield {role: signed_in(role) for role in sorted({ANYONE, *room_roles()})}


def _as_somebody(people: People, role: str) -> Client:
    """Return a client of its own for somebody of a role."""
    client = visitor()
    client.cookies = copy(people[role].cookies)
    return client


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
    assert ask(signed_in(MEMBER), name, "GET", pk=None).status_code == 404


@pytest.mark.parametrize("name", EXPOSED)
def test_answers_each_role_as_expected(name: str, people: People) -> None:
    assert _unexpected(name, OF_PAGES, people) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPOSED)
def test_answers_each_role_as_expected_by_methods_of_programs(name: str, people: People) -> None:
    assert _unexpected(name, OF_PROGRAMS, people) == {}


def _unexpected(
    name: str, methods: tuple[str, ...], people: People
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return what each role is answered by each method, where that was not to be expected."""
    row = _row(name)
    wrong = {}
    for role in people:
        client = _as_somebody(people, role)
        if row is not None:
            state_purpose(client, row.pk)
        for method in methods:
            answer = _tried(client, name, method, row=row)
            if not _is_expected(name, role, method, answer):
                wrong[role, method] = answer
    return wrong


def _is_expected(name: str, role: str, method: str, answer: tuple[int, int]) -> bool:
    expected, (status, events) = EXPECTED[name], answer
    roles = {role} if role in {ANYONE, *WAITING} else {role, MEMBER}
    allowed = next((r for r in sorted(roles) if r in expected.roles), role)
    return status in expected.status(allowed, method) and events == 1


def _tried(client: Client, name: str, method: str, *, row: Record | None) -> tuple[int, int]:
    """Return the status of an answer and how many events it left, and undo what was done."""
    cookies, before = copy(client.cookies), AuditSeal.objects.count()
    with transaction.atomic():
        answer = ask(client, name, method, pk=row.pk if row else None)
        events = AuditSeal.objects.count() - before
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer.status_code, events


@pytest.mark.parametrize("name", [n for n in EXPOSED if "pk" in str(ADDRESSES[n].pattern)])
def test_says_the_same_of_what_is_not_yours_and_what_is_not_there(name: str) -> None:
    row = _row(name, agency=uuid.uuid4())
    assert row is not None
    method = "POST" if EXPECTED[name].methods == {"POST"} else "GET"
    for role in sorted(set(room_roles()) - {ANYONE, *WAITING}):
        if EXPECTED[name].roles & {role, MEMBER} and not _is_anothers(row):
            continue
        client = signed_in(role)
        state_purpose(client, row.pk, other := uuid.uuid4())

        theirs, nobodys = (_counted(client, name, method, pk) for pk in (row.pk, other))

        assert theirs == nobodys, role
        assert theirs[0] == 404, role


@pytest.mark.slow
@pytest.mark.skipif(settings.ROOM == Room.CAREROOM, reason="it parts rows by provider, not by site")
@pytest.mark.parametrize("name", OF_ONE_SITE)
def test_says_the_same_of_what_is_of_another_site_and_what_is_not_there(name: str) -> None:
    row = _row(name)
    assert row is not None
    method = "POST" if EXPECTED[name].methods == {"POST"} else "GET"
    for role in sorted(EXPECTED[name].roles & set(room_roles()) - {ANYONE, MEMBER, *WAITING}):
        client = signed_in(role, sites=[uuid.uuid4()])
        state_purpose(client, row.pk, other := uuid.uuid4())

        theirs, nobodys = (_counted(client, name, method, pk) for pk in (row.pk, other))

        assert theirs == nobodys, role
        assert theirs[0] == 404, role


def _is_anothers(row: Record) -> bool:
    """Say whether a row of another agency is hidden from this one."""
    return bool(type(row).OWNED_BY)


def _counted(client: Client, name: str, method: str, pk: uuid.UUID) -> tuple[object, ...]:
    with CaptureQueriesContext(connection) as queries:
        answer = ask(client, name, method, pk=pk)
    shapes = [query["sql"].replace(pk.hex, "ID").replace(str(pk), "ID")[:60] for query in queries]
    headers = {
        key: value for key, value in answer.headers.items() if key != "Content-Security-Policy"
    }
    return answer.status_code, answer.content, headers, len(shapes)


def _row(name: str, *, agency: uuid.UUID = AGENCY) -> Record | None:
    """Keep a row that the address could be of."""
    model = model_at(name)
    return keep(model, owner=agency) if model else None
