"""Carry: what lies in each outbox and not yet in the inbox that it is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from commonground_web.kernel.rooms import Room
from commonground_web.valves.carrying.embedded import EmbeddedBoxes
from commonground_web.valves.carrying.parcels import Boxes, OutOfReach, TurnedAway
from commonground_web.valves.carrying.reaches import File, Reach
from commonground_web.valves.carrying.served import ServedBoxes
from commonground_web.valves.ways import WAYS, NoSuchWay, Way


@dataclass(slots=True)
class Carriage:
    """What was carried on one way, in numbers."""

    way: Way
    carried: int = 0
    turned_away: int = 0
    """Parcels that the way may not carry, or the receiver's database does not take."""
    trouble: str = ""
    """What kept the carrier from a room; empty where all went well."""

    def __str__(self) -> str:
        numbers = f"{self.carried} carried, {self.turned_away} turned away"
        trouble = f"; stopped: {self.trouble}" if self.trouble else ""
        return f"{self.way.valve} {self.way.sender} -> {self.way.receiver}: {numbers}{trouble}"


def carry_once(reaches: Mapping[Room, Reach], *, at: datetime) -> list[Carriage]:
    """Carry on every way; one that cannot be gone now does not hold up the others.

    Parameters
    ----------
    reaches
        Where each room's boxes are; ways of a room that is not among them are left out.
    at
        The moment: what has expired is not carried.

    Returns
    -------
    list of Carriage
        What was carried by way, in numbers.
    """
    return [
        carry(way, reaches, at=at)
        for way in WAYS
        if way.sender in reaches and way.receiver in reaches
    ]


def carry(way: Way, reaches: Mapping[Room, Reach], *, at: datetime) -> Carriage:
    """Carry on one way.

    Raises
    ------
    NoSuchWay
        If the way is not one of the valves'.
    """
    if way not in WAYS:
        raise NoSuchWay(f"No valve leads from the {way.sender} to the {way.receiver} like that.")
    carriage = Carriage(way)
    try:
        with ExitStack() as opened:
            sender = _opened(way.sender, reaches, opened)
            receiver = _opened(way.receiver, reaches, opened)
            for was_taken in _carried(way, sender, receiver, at=at):
                carriage.carried += was_taken
                carriage.turned_away += not was_taken
    except OutOfReach as out:
        carriage.trouble = str(out)
    return carriage


def troubles(carriages: Iterable[Carriage]) -> list[Carriage]:
    """Return the carriages that somebody should look at."""
    return [carriage for carriage in carriages if carriage.trouble or carriage.turned_away]


def _carried(way: Way, sender: Boxes, receiver: Boxes, *, at: datetime) -> Iterator[bool]:
    """Carry parcel by parcel, each committed before the next; yield whether it was taken."""
    there = receiver.incoming()
    for pk in sender.outgoing(way, at=at):
        if pk in there or (parcel := sender.parcel(pk)) is None:
            continue
        if not parcel.fits(way):
            yield False
            continue
        try:
            is_new = receiver.put(parcel)
        except TurnedAway:
            yield False
        else:
            if is_new:
                yield True


def _opened(room: Room, reaches: Mapping[Room, Reach], opened: ExitStack) -> Boxes:
    """Open the boxes of a room for as long as the others are open.

    Raises
    ------
    OutOfReach
        If the room does not answer; says which one it is.
    """
    try:
        return opened.enter_context(_boxes(reaches[room]))
    except OutOfReach as out:
        raise OutOfReach(
            f"the {room} does not answer ({out}); what is for it waits, and is carried once it does"
        ) from None


def _boxes(reach: Reach) -> Boxes:
    return EmbeddedBoxes(reach) if isinstance(reach, File) else ServedBoxes(reach)
