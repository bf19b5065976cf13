"""Every address of the room that this process is, and how tests ask for each of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from commonground_web.kernel.access.exposures import Exposure, exposure_of
from commonground_web.kernel.access.roles import ANYONE, MEMBER
from commonground_web.kernel.compartments.records import Record
from tests.web.filled import EVERYWHERE, IDLE_EVERYWHERE, Filling
from tests.web.matrix import EVERY_ROOM, WAITING, Expected

EXPECTED: dict[str, Expected] = {
    **EVERY_ROOM,
    **import_module(f"tests.web.{settings.ROOM}.expected").EXPECTED,
}

_FILLED = import_module(f"tests.web.{settings.ROOM}.filled")
FILLED: Mapping[str, Filling] = {**EVERYWHERE, **_FILLED.FILLED}
"""What forms ask for beyond plain words, by their addresses."""

IDLE: Mapping[str, str] = {**IDLE_EVERYWHERE, **_FILLED.IDLE}
"""Forms that do nothing when they are sent by themselves, and why."""


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
FORMS = [
    name
    for name in EXPOSED
    if name in EXPECTED and EXPECTED[name].roles and "POST" in EXPECTED[name].methods
]
"""Addresses that take a form, of those that anybody is let in to."""

ONE_OF = {"sqlite": 1, "postgresql": 6}
"""Of how many forms one is tried at length: on PostgreSQL not all, for that would take too long."""


def some_of(names: list[str]) -> list[str]:
    """Return those of some addresses that are tried at length on this room's engine."""
    return names[:: ONE_OF[connection.vendor]]


def exposure_at(name: str) -> Exposure:
    """Return what the view at an address exposes."""
    exposure = exposure_of(ADDRESSES[name].callback, name=name)
    assert exposure is not None, name
    return exposure


def is_let_in(role: str, name: str) -> bool:
    """Say whether whoever has a role is expected to be let in at an address."""
    also = set() if role in {ANYONE, *WAITING} else {MEMBER}
    return bool({role, *also} & EXPECTED[name].roles)


def model_at(name: str) -> type[Record] | None:
    """Return the record that the id in an address is of, where there is one."""
    if "pk" not in ADDRESSES[name].pattern.converters:
        return None
    return entities().get(EXPECTED[name].of or exposure_at(name).entity)


def hangs_on_a_site(model: type[Record]) -> bool:
    """Say whether rows of a record are of one site, by a field or by what they hang on."""
    fields = model._meta.concrete_fields
    above = [f.related_model for f in fields if isinstance(f.related_model, type)]
    return any(f.name == "site" for f in fields) or any(
        hangs_on_a_site(each) for each in above if issubclass(each, Record)
    )


def address(name: str, *, pk: uuid.UUID | None) -> str:
    """Return an address, with this id and made-up other parts."""
    found: Any = get_resolver().reverse_dict[name]
    [(_path, parts)], _pattern, _defaults, converters = found
    kwargs = {p: pk if p == "pk" and pk else _any(converters.get(p)) for p in parts}
    if "record_type" in kwargs:
        kwargs["record_type"] = entities()[EXPECTED[name].of]._meta.label_lower
    query = EXPECTED[name].query if name in EXPECTED else ""
    return reverse(name, kwargs=kwargs) + query


def ask(client: Client, name: str, method: str, *, pk: uuid.UUID | None) -> Any:
    """Ask for an address, and return the answer."""
    return client.generic(method, address(name, pk=pk))


def state_purpose(client: Client, *persons: uuid.UUID) -> None:
    """Have a client's session hold a purpose for the pages of these persons."""
    session = client.session
    session["purposes"] = {str(pk): ["audit", "2999-01-01T00:00:00+00:00"] for pk in persons}
    session.save()


@cache
def entities() -> Mapping[str, type[Record]]:
    """Return the record that each entity is first of all the word for."""
    records = [model for model in apps.get_models() if issubclass(model, Record)]
    return {model.ENTITY: model for model in reversed(records) if model.ENTITY}


def _any(converter: object) -> object:
    made = {"UUIDConverter": uuid.uuid4(), "IntConverter": 7}
    return made.get(type(converter).__name__, "x-1")
