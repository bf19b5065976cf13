"""What else there is about a site: the apps that come later in the story say where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Way:
    """A page about a site, and what it is called."""

    label: str
    url: str


Lead = Callable[[Actor, Site], Iterable[Way]]
"""Returns the pages about a site that one actor may open."""

LEADS: list[Lead] = []


def leads_on(lead: Lead) -> Lead:
    """Have a function asked where else a site is told of."""
    if lead not in LEADS:
        LEADS.append(lead)
    return lead


def ways_from(site: Site, *, actor: Actor) -> list[Way]:
    """Return every page about a site that an actor may open, in the order of the story."""
    return [way for lead in LEADS for way in lead(actor, site)]
