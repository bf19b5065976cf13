"""Who acts on a kind of message in this room: rooms register their handlers when they start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from commonground_web.kernel.rooms import Room, this_room
from commonground_web.valves.messages.schemas import schema_of
from commonground_web.valves.ways import Kind, NoSuchWay, ways_to

Function = TypeVar("Function", bound=Callable[..., None])


class NotYet(Exception):
    """What a message is about is not here yet: it waits, and nothing happened."""


@dataclass(frozen=True, slots=True)
class Handler:
    """What acts on a kind of message, and the entities whose rows it may touch."""

    function: Callable[..., None]
    entities: tuple[str, ...]
    asks_sender: bool = False

    def __call__(self, message: Any, *, sender: Room, by: Any, at: datetime) -> None:
        """Act on a message of the handler's kind."""
        more = {"sender": sender} if self.asks_sender else {}
        self.function(message, by=by, at=at, **more)


_handlers: dict[Kind, Handler] = {}


def receives(
    kind: Kind, *, entities: tuple[str, ...] = (), asks_sender: bool = False
) -> Callable[[Function], Function]:
    """Make a function the handler of a kind of message.

    It is called as `function(message, by=..., at=...)` inside the event of the receipt, whose
    verb is `receive`: rows about persons may be read, added and changed, and not deleted. It
    raises `Refused` where the state of things refuses for good, and `NotYet` where the message
    came too early.

    Parameters
    ----------
    kind
        What it acts on.
    entities
        Entities whose rows it reads or writes.
    asks_sender
        Whether it is told, as `sender`, which room signed the message: more than one may send it.
    """
    if not any(kind in way.kinds for way in ways_to(this_room())):
        raise NoSuchWay(f"No valve carries {kind} to the {this_room()}.")

    def declare(function: Function) -> Function:
        if kind in _handlers and _handlers[kind].function is not function:
            raise ValueError(f"{kind} has a handler already: one kind, one handler")
        _handlers[kind] = Handler(function, entities, asks_sender)
        return function

    return declare


def handler_of(kind: str, *, version: int) -> Handler | None:
    """Return who acts on a message; None where this release does not know the kind or version."""
    return _handlers.get(Kind(kind)) if schema_of(kind, version=version) else None
