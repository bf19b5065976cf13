"""The stage that a scene plays on, in its room's process: who acts, when, and what is known."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypedDict, TypeVar

from django.utils import timezone

from commonground_web.demo.people import person_in
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.exposures import tables_for
from commonground_web.kernel.accounts.actors import actor_of
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.rooms import this_room

R = TypeVar("R", bound=Record)


class Turn(TypedDict):
    """Who does something, and when: what every action is told."""

    by: Actor
    at: datetime


class NoSuchPart(LookupError):
    """A part that nobody plays in this room."""


class StillToCome(ValueError):
    """A moment of a scene that lies in the future: what people did, they did before now."""


@dataclass(slots=True)
class Stage:
    """What a scene is given."""

    now: datetime
    """When the demo is made; every moment of a scene lies before it."""
    facts: dict[str, str] = field(default_factory=dict)
    """What scenes tell later ones in other rooms: ids of agencies and sites, files that somebody
    carries by hand; never anything of a person."""

    def day(self, days_ago: int) -> date:
        """Return a day of the story; a negative number is a day still to come."""
        return day_of(self.now) - timedelta(days=days_ago)

    def at(self, *, days_ago: int, hour: int = 10, minute: int = 0) -> datetime:
        """Return a moment of the story where the room stands.

        Raises
        ------
        StillToCome
            If it lies after the moment at which the demo is made.
        """
        moment = timezone.make_aware(datetime.combine(self.day(days_ago), time(hour, minute)))
        if moment > self.now:
            raise StillToCome(f"a scene plays at {moment}, and it is {self.now}")
        return moment

    def agency(self, code: str) -> uuid.UUID:
        """Return the id of an agency, as the scene of the agencies told it."""
        return uuid.UUID(self.facts[f"agency.{code}"])

    def account(self, code: str) -> Account:
        """Return the account of somebody of this room, by their part.

        Raises
        ------
        NoSuchPart
            If nobody plays that part here.
        """
        person = person_in(this_room(), code)
        if person is None:
            raise NoSuchPart(f"nobody in the {this_room()} plays the {code}; see demo/people.py")
        found: Account = Account.objects.get(email=person.email)
        return found

    def actor(self, code: str, *, at: datetime) -> Actor:
        """Return somebody of this room as who they are at a moment, by their part."""
        return actor_of(self.account(code), on=day_of(at))

    def turn(self, code: str, *, days_ago: int, hour: int = 10, minute: int = 0) -> Turn:
        """Return somebody of this room at a moment of the story, as actions are told it."""
        at = self.at(days_ago=days_ago, hour=hour, minute=minute)
        return Turn(by=self.actor(code, at=at), at=at)

    def again(self, row: R, *, by: Actor, at: datetime) -> R:
        """Return a record as it stands now, looked at as on its page: in an event of its own."""
        model = type(row)
        with access(_looking(model, "view", by=by), at=at):
            found: R = model.objects.get(pk=row.pk)
        return found

    def rows(self, model: type[R], *along: str, by: Actor, at: datetime) -> list[R]:
        """Return the records of a kind as somebody reads them on its list.

        Parameters
        ----------
        model
            The kind of record.
        along
            The records that each points to, and that are read with it.
        by, at
            Who looks, and when.
        """
        others = (model._meta.get_field(name).related_model for name in along)
        entities = [
            other.ENTITY
            for other in others
            if isinstance(other, type) and issubclass(other, Record)
        ]
        with access(_looking(model, "list", *entities, by=by), at=at):
            found: list[R] = list(model.objects.restrict(by).select_related(*along))
        return found


def _looking(model: type[Record], verb: str, *entities: str, by: Actor) -> Setting:
    return Setting(
        actor=by.id,
        verb=verb,
        entity=model.ENTITY,
        tables=tables_for(verb, model.ENTITY, *entities),
        agency=by.agency,
        roles=" ".join(sorted(by.roles)),
    )
