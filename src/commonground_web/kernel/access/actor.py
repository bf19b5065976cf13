"""Whoever acts: a person with roles and an agency, a visitor, or one of the room's own clocks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from commonground_web.kernel.access.roles import ANYONE, is_permitted

SYSTEM = "system:"
"""How the names of a room's own clocks and carriers begin."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as they are at this moment."""

    id: str
    roles: frozenset[str] = frozenset()
    agency: uuid.UUID | None = None
    sites: frozenset[uuid.UUID] | None = None
    """Sites that the roles are held for; None means all sites of the room."""
    held: frozenset[tuple[str, uuid.UUID | None]] = frozenset()
    """Each role with the site that it is held for; None means all sites of the room."""
    name: str = ""
    is_fresh: bool = False
    """Whether they proved lately who they are, as sensitive steps ask."""

    @property
    def is_system(self) -> bool:
        """Whether this is one of the room's own clocks or carriers, which never come by the web."""
        return self.id.startswith(SYSTEM)

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a person who has signed in."""
        return ANYONE not in self.roles

    def may(self, verb: str, entity: str) -> bool:
        """Say whether one of the actor's roles may do this to that."""
        return is_permitted(self.roles, verb=verb, entity=entity)

    def narrowed(self, *, verb: str, entity: str) -> Actor:
        """Return the actor with the sites alone for which a role lets them do this to that."""
        sites = {s for role, s in self.held if is_permitted({role}, verb=verb, entity=entity)}
        if not sites:
            return self
        some = frozenset(site for site in sites if site is not None)
        return replace(self, sites=None if None in sites else some)


VISITOR = Actor("visitor", frozenset({ANYONE}))
"""Somebody who has not signed in."""


def system_actor(name: str) -> Actor:
    """Return one of the room's own clocks or carriers, by its name."""
    return Actor(f"{SYSTEM}{name}")
