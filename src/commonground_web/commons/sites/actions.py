"""What is done to sites."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from commonground_web.commons.sites.models import MACHINE, Boundary, Site, SiteMove, State
from commonground_web.commons.sites.moves import asks, require_ready
from commonground_web.commons.sites.shapes import boundary_shape
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of


@action("site", "create")
def open_site(*, name: str, jurisdiction: str, market: str, by: Actor, at: datetime) -> Site:
    """Begin a site, as a candidate."""
    if Site.objects.filter(name__iexact=name).exists():
        raise Refused(_("A site of this name is there already."))
    site = Site(
        name=name,
        jurisdiction=jurisdiction,
        market=market,
        created_by=uuid.UUID(by.id),
        created_at=at,
    )
    site.save(force_insert=True)
    open_access().did("site.opened", site)
    return site


@action("site", "update")
def move_site(*, site: Site, to: str, why: str, by: Actor, at: datetime) -> None:
    """Move a site to its next state, and say why; gates before that state must be open.

    Whoever the machine says is next to act does it, and nobody else.
    """
    site.lock()
    MACHINE.require(site.state, to)
    if not may_move(site, by=by):
        raise Refused(
            _("It is for somebody else to say where this site goes from here: %(owner)s.")
            % {"owner": room_roles()[MACHINE.owners[site.state]].title}
        )
    if not why.strip():
        raise Refused(_("Say why."))
    require_ready(site, to=to, on=day_of(at))
    move = SiteMove(
        site=site,
        before=site.state,
        after=to,
        why=why,
        moved_by=uuid.UUID(by.id),
        moved_at=at,
    )
    move.save(force_insert=True)
    site.state = to
    site.save()
    open_access().did("site.moved", site)


def may_move(site: Site, *, by: Actor) -> bool:
    """Say whether an actor is the one who is next to act on a site."""
    return MACHINE.owners[site.state] in by.roles


@asks(State.SELECTED)
def has_boundary(site: Site, on: date) -> None:
    """Refuse to select a site without a boundary in force: nobody knows what would be selected."""
    approved = site.boundaries.filter(approved_by__isnull=False, valid_from__lte=on)
    if not approved.exists():
        raise Refused(_("No boundary of this site is in force; propose one and have it approved."))


@dataclass(frozen=True, slots=True)
class Outline:
    """A proposed boundary: the shape, where it comes from, from when on, and why."""

    shape: Mapping[str, Any]
    source: str
    valid_from: date
    why: str
    provenance: Mapping[str, str] = field(default_factory=dict)


@action("boundary", "propose")
def propose_boundary(*, site: Site, outline: Outline, by: Actor, at: datetime) -> Boundary:
    """Propose a boundary; it is in force once a second person has approved it."""
    kept, area_ha = boundary_shape(outline.shape)
    boundary = Boundary(
        site=site,
        shape=kept,
        area_ha=area_ha,
        source=outline.source,
        provenance=dict(outline.provenance),
        valid_from=outline.valid_from,
        why=outline.why,
        proposed_by=uuid.UUID(by.id),
        proposed_at=at,
    )
    boundary.save(force_insert=True)
    open_access().did("boundary.proposed", boundary)
    return boundary


@action("boundary", "approve")
def approve_boundary(*, boundary: Boundary, by: Actor, at: datetime) -> None:
    """Approve a boundary that somebody else proposed."""
    boundary.lock()
    if boundary.approved_by is not None:
        raise Refused(_("It is approved already."))
    if str(boundary.proposed_by) == by.id:
        raise Refused(_("Whoever proposed a boundary does not approve it; ask a second person."))
    boundary.approved_by, boundary.approved_at = uuid.UUID(by.id), at
    boundary.save()
    open_access().did("boundary.approved", boundary)
