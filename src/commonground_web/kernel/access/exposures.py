"""What each view lets out: without a declared exposure, a view is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from commonground_web.kernel.compartments.guard import DELETING
from commonground_web.kernel.compartments.hanging import has_clock, tables_above, tables_hanging_on
from commonground_web.kernel.compartments.records import Record

Entities = tuple[str, ...] | Callable[[], tuple[str, ...]]
View = TypeVar("View", bound=Callable[..., Any])

ATTRIBUTE = "exposure"
SAFE = ("GET", "HEAD")
FORM_METHODS = (*SAFE, "POST")
SEVERAL = "it shows several people, each by a row that leads to a page of their own"
NO_CONTENT = "it shows what kind of record it is and its day, and nothing of what it holds"
"""Why a page asks for no purpose, though it names a record and may read rows about persons."""

WITH_A_CLOCK = "with a clock"
"""In place of an entity: every kind of record that has a day of purge."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What one view lets out, to whom, and how it is audited."""

    entity: str
    verb: str
    methods: tuple[str, ...]
    with_entities: Entities = ()
    """Other entities whose tables the view may read."""
    asks_purpose: bool = False
    """Whether it shows one person, so that the purpose is asked first."""
    no_purpose: str = ""
    """Why it asks for none, though it shows a record and may read rows about persons."""
    fresh: bool = False
    """Whether it is a sensitive step, before which people show again who they are."""
    is_anonymous: bool = False
    """Whether its event says nothing of who came: no account, no session, no address."""

    def audit_verb(self, method: str) -> str:
        """Return the verb of the event: reading a form for a change is a view of it."""
        if method in SAFE:
            return self.verb if self.verb in {"list", "search", "export"} else "view"
        return self.verb

    def tables(self) -> tuple[str, ...]:
        """Return the tables about persons that the view's event licenses."""
        others = self.with_entities
        return tables_for(self.verb, self.entity, *(others() if callable(others) else others))


@cache
def tables_for(verb: str, *entities: str) -> tuple[str, ...]:
    """Return the tables about persons that work of this kind on these entities may touch."""
    tables = tables_of(*entities)
    return tables_hanging_on(tables) if verb in DELETING else tables


@cache
def tables_of(*entities: str) -> tuple[str, ...]:
    """Return the tables about persons that these words stand for, and those that they hang on."""
    found: set[str] = set()
    for model in apps.get_models():
        if issubclass(model, Record) and _is_meant(model, entities):
            found |= {*tables_above(model)}
            found |= {model._meta.db_table} if model.OF_PERSON else set()
    return tuple(sorted(found))


def _is_meant(model: type[Record], entities: tuple[str, ...]) -> bool:
    return bool(model.ENTITY) and (
        model.ENTITY in entities or (WITH_A_CLOCK in entities and has_clock(model))
    )


def exposes(  # noqa: PLR0913 - all that is to be said of a view, by name
    entity: str,
    verb: str,
    *,
    methods: tuple[str, ...] = SAFE,
    with_entities: Entities = (),
    asks_purpose: bool = False,
    no_purpose: str = "",
    fresh: bool = False,
    is_anonymous: bool = False,
) -> Callable[[View], View]:
    """Declare what a view lets out.

    Parameters
    ----------
    entity
        The word for what it shows or changes, as roles name it.
    verb
        What is done to it, as roles name it.
    methods
        HTTP methods that it answers.
    with_entities
        Other entities whose rows it reads; or what returns them, once every app is ready.
    asks_purpose
        Whether the purpose is asked before the page of a person is shown.
    no_purpose
        Why it is not, where the view shows a record by its id and may read rows about persons.
    fresh
        Whether people show again who they are, unless they did lately.
    is_anonymous
        Whether its event keeps nothing of who came, as those were promised who came.
    """
    exposure = Exposure(
        entity, verb, methods, with_entities, asks_purpose, no_purpose, fresh, is_anonymous
    )

    def declare(view: View) -> View:
        setattr(view, ATTRIBUTE, exposure)
        return view

    return declare


def exposure_of(view: Callable[..., Any], *, name: str) -> Exposure | None:
    """Return what a view exposes, by its own declaration or, for a library's view, by its name."""
    declared: Exposure | None = getattr(view, ATTRIBUTE, None)
    borrowed: Mapping[str, Exposure] = import_string(settings.BORROWED_EXPOSURES)
    return declared or borrowed.get(name)
