"""A site is opened, and its boundary taken from what `find` found in the demo's city, or drawn."""

from __future__ import annotations

from pathlib import Path

from commonground_web.commons.sites.actions import (
    Outline,
    approve_boundary,
    move_site,
    open_site,
    propose_boundary,
)
from commonground_web.commons.sites.models import Boundary, Site, State
from commonground_web.commons.sites.shapes import read_places
from commonground_web.demo.stage import Stage

NAME = "Ninth Avenue"
DAYS_VALID = 222
"""From so many days ago the boundary is in force."""

DRAWN = {
    "type": "Polygon",
    "coordinates": [
        [
            [-94.1724, 40.9537],
            [-94.1675, 40.9537],
            [-94.1675, 40.9569],
            [-94.1724, 40.9569],
            [-94.1724, 40.9537],
        ]
    ],
}
"""The blocks around the market of the made-up city, where no file of `find` is at hand."""


def play(stage: Stage, *, days_ago: int) -> None:
    """Open the site, agree on its boundary, and select it."""
    at = stage.at(days_ago=days_ago)
    coordinator = stage.actor("coordinator", at=at)
    site = open_site(
        name=NAME,
        jurisdiction="Larkhaven (made up)",
        market=Site.Market.OPEN_AIR,
        by=coordinator,
        at=at,
    )
    stage.facts["site"] = str(site.pk)
    boundary = propose_boundary(site=site, outline=_outline(stage), by=coordinator, at=at)
    approved_at = stage.at(days_ago=days_ago - 2)
    approve_boundary(boundary=boundary, by=stage.actor("director", at=approved_at), at=approved_at)
    for later, who, to, why in (
        (3, "coordinator", State.ASSESSED, "Drug records, calls and residents name four blocks."),
        (6, "director", State.SELECTED, "Of the candidate places the data rank it first."),
    ):
        moved_at = stage.at(days_ago=days_ago - later)
        move_site(site=site, to=to, why=why, by=stage.actor(who, at=moved_at), at=moved_at)


def _outline(stage: Stage) -> Outline:
    on = stage.day(DAYS_VALID)
    if "markets" not in stage.facts:
        return Outline(DRAWN, Boundary.Source.DRAWN, on, "Drawn street by street, on foot.")
    place = read_places(Path(stage.facts["markets"]).read_bytes())[0]
    why = f"What the records call {place.name}, walked by police and residents together."
    provenance = {"place": place.id, "tier": place.tier}
    return Outline(place.shape, Boundary.Source.FOUND, on, why, provenance)
