"""The steps of the tour as a page shows them: each with the way to its room, as its person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.http import urlencode

from commonground_web.demo.people import person_in
from commonground_web.demo.tour import ROOMS, TOUR, Step
from commonground_web.kernel.rooms import Room


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step, whom to be, and the address that leads there."""

    step: Step
    name: str
    room: str | Promise
    url: str


def shown_steps(addresses: Mapping[Room, str]) -> list[ShownStep]:
    """Return the steps of the tour, each with its address in the room where it is taken."""
    return [
        ShownStep(step, _name(step), ROOMS[step.room], address_of(step, addresses)) for step in TOUR
    ]


def address_of(step: Step, addresses: Mapping[Room, str]) -> str:
    """Return the address at which a step begins: where one becomes its person, and goes on."""
    if not step.person:
        return f"{addresses[step.room]}{step.path}"
    query = urlencode({"as": step.person, "next": step.path})
    return f"{addresses[step.room]}/demo/?{query}"


def _name(step: Step) -> str:
    person = person_in(step.room, step.person)
    return person.name if person else ""
