"""Which valve leads from which room to which, and what it may carry.

Between the care room and the case room there is no way, in neither direction: whatever is built on
this table (schemas, constraints of the database, peers, the carrier) has none either.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commonground_web.kernel.rooms import Room


class NoSuchWay(LookupError):
    """No valve leads there with that."""


class Valve(StrEnum):
    """The valves by the numbers they have in the design."""

    PUBLIC = "V0"
    LIST = "V1"
    HOLDS = "V2"
    INTRODUCTIONS = "V3"
    COUNTS = "V4"


class Kind(StrEnum):
    """What a message says."""

    SNAPSHOT = "snapshot"
    CANDIDATE_RELEASED = "candidate_released"
    CANDIDATE_STATUS = "candidate_status"
    HOLD_ACKNOWLEDGED = "hold_acknowledged"
    CASE_COUNT = "case_count"
    CONTEST_ANSWERED = "contest_answered"
    HOLD_SET = "hold_set"
    AGREEMENT_GIVEN = "agreement_given"
    CONTEST_FORWARDED = "contest_forwarded"
    INTRODUCED = "introduced"
    CARE_COUNT = "care_count"
    ANCHORED = "anchored"
    RULES_SIGNED = "rules_signed"


@dataclass(frozen=True, slots=True)
class Way:
    """One valve from one room to another."""

    valve: Valve
    sender: Room
    receiver: Room
    kinds: tuple[Kind, ...]


WAYS = (
    Way(Valve.PUBLIC, Room.COMMONS, Room.CASEROOM, (Kind.SNAPSHOT,)),
    Way(Valve.PUBLIC, Room.COMMONS, Room.CAREROOM, (Kind.SNAPSHOT,)),
    Way(
        Valve.LIST,
        Room.CASEROOM,
        Room.COMMONS,
        (
            Kind.ANCHORED,
            Kind.CANDIDATE_RELEASED,
            Kind.CANDIDATE_STATUS,
            Kind.CASE_COUNT,
            Kind.CONTEST_ANSWERED,
            Kind.HOLD_ACKNOWLEDGED,
            Kind.RULES_SIGNED,
        ),
    ),
    Way(
        Valve.HOLDS,
        Room.COMMONS,
        Room.CASEROOM,
        (Kind.AGREEMENT_GIVEN, Kind.CONTEST_FORWARDED, Kind.HOLD_SET),
    ),
    Way(Valve.INTRODUCTIONS, Room.COMMONS, Room.CAREROOM, (Kind.INTRODUCED,)),
    Way(Valve.COUNTS, Room.CAREROOM, Room.COMMONS, (Kind.ANCHORED, Kind.CARE_COUNT)),
)


def ways_from(room: Room) -> tuple[Way, ...]:
    """Return the ways that lead out of a room."""
    return tuple(way for way in WAYS if way.sender is room)


def ways_to(room: Room) -> tuple[Way, ...]:
    """Return the ways that lead into a room."""
    return tuple(way for way in WAYS if way.receiver is room)


def way_of(*, sender: Room, receiver: Room, kind: str) -> Way:
    """Return the way of a kind of message from one room to another.

    Raises
    ------
    NoSuchWay
        If there is none.
    """
    for way in ways_from(sender):
        if way.receiver is receiver and kind in way.kinds:
            return way
    raise NoSuchWay(f"No valve carries {kind} from the {sender} to the {receiver}.")


def receiver_of(*, sender: Room, kind: str) -> Room:
    """Return the one room to which a room may send a kind of message.

    Raises
    ------
    NoSuchWay
        If there is none, or more than one.
    """
    receivers = [way.receiver for way in ways_from(sender) if kind in way.kinds]
    if len(receivers) != 1:
        raise NoSuchWay(f"The {sender} sends {kind} to {len(receivers)} rooms; say to which.")
    return receivers[0]


def are_neighbours(one: Room, other: Room) -> bool:
    """Say whether any valve leads between two rooms, in either direction."""
    return any({way.sender, way.receiver} == {one, other} for way in WAYS)
