"""What a room knows of sites: which there are, and their names."""

from __future__ import annotations

import uuid

from commonground_web.kernel.access.actor import Actor
from commonground_web.valves.published.models import Published, PublishedQuerySet


def names() -> dict[uuid.UUID, str]:
    """Return the names of all sites, by id."""
    return _names(Published.objects.of("site"))


def names_for(actor: Actor) -> dict[uuid.UUID, str]:
    """Return the names of the sites that an actor works for, by id."""
    return _names(known_to(actor))


def known_to(actor: Actor) -> PublishedQuerySet:
    """Return the published sites that an actor works for."""
    sites = Published.objects.of("site")
    return sites if actor.sites is None else sites.filter(row__in=actor.sites)


def _names(sites: PublishedQuerySet) -> dict[uuid.UUID, str]:
    return {row.row: row["name"] for row in sites.order_by("fields__name")}
