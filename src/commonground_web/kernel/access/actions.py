"""An action: a change that is permitted, whole, and in the same transaction as its audit event."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.exposures import tables_for
from commonground_web.kernel.audit.opening import Setting, access, is_open
from commonground_web.kernel.compartments.guard import READING

P = ParamSpec("P")
R = TypeVar("R")


class Refused(Exception):
    """The actor may ask, but the state of things refuses; the page says why."""


class NotPermitted(Http404):
    """The actor may not do this; to them, there is nothing here."""


def action(
    entity: str, verb: str, *, with_entities: tuple[str, ...] = ()
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a keyword-only function with `by` and `at` an action.

    It runs in the audit event that is open, or opens its own: a clock or a command has none yet.
    Who may is decided here by roles; whether the state of things allows it, the function decides
    and says so with `Refused`.

    Parameters
    ----------
    entity
        The word for what it changes.
    verb
        What it does, as roles name it.
    with_entities
        Other entities whose rows it reads or changes.
    """
    if verb in READING:
        raise ValueError(f"{verb} only reads: it is no action")

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Any = kwargs["by"]
            at: Any = kwargs["at"]
            if not may_act(by, verb=verb, entity=entity):
                raise NotPermitted
            if is_open():
                with transaction.atomic():
                    return function(*args, **kwargs)
            setting = Setting(
                actor=by.id,
                verb=verb,
                entity=entity,
                tables=tables_for(verb, entity, *with_entities),
                agency=by.agency,
                roles=" ".join(sorted(by.roles)),
            )
            with access(setting, at=at):
                return function(*args, **kwargs)

        return act

    return declare


def agency_of(by: Actor) -> uuid.UUID:
    """Return the agency that an actor answers for.

    Raises
    ------
    Refused
        If their account belongs to none.
    """
    if by.agency is None:
        raise Refused(_("Your account belongs to no agency, so that nobody answers for this."))
    return by.agency


@contextmanager
def unless_taken(words: str) -> Iterator[None]:
    """Refuse in these words where somebody else wrote at the same moment what stands once.

    An action looks first whether it is there; of two who look at once neither finds the other's.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "unique" not in str(error).lower():
            raise
        raise Refused(words) from None


def may_act(by: Actor, *, verb: str, entity: str) -> bool:
    """Say whether an actor may act: by a role, or as one of the room's own clocks."""
    return by.is_system or by.may(verb, entity)
