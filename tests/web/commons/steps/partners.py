"""The people of one site, its plan, and short ways to bring the plan where a test needs it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta

from commonground_web.commons.agencies.models import Agency, Kind
from commonground_web.commons.sites.actions import open_site
from commonground_web.commons.sites.models import Boundary, Site
from commonground_web.commons.steps.actions.items import (
    Assigned,
    Scored,
    Shown,
    add_evidence,
    assign_item,
    confirm_item,
    score_item,
)
from commonground_web.commons.steps.actions.plans import open_plan
from commonground_web.commons.steps.gates import facts
from commonground_web.commons.steps.models import Evidence, Plan, PlanItem
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now, today
from tests.web.commons.agreements import sign_memorandum
from tests.web.commons.sites.outlines import SQUARE

AGENCY = uuid.uuid4()


def somebody(*roles: str, agency: uuid.UUID | None = AGENCY) -> Actor:
    """Return a new person with these roles."""
    return Actor(str(uuid.uuid4()), frozenset(roles), agency)


COORDINATOR = somebody("coordinator")
DIRECTOR = somebody("director")
EVALUATOR = somebody("evaluator")
EVERYTHING = somebody("coordinator", "director", "evaluator")
"""Somebody with too many roles, for rules that count persons."""

CALLIN_IN_DAYS = 200


def new_site() -> Site:
    """Open a new site."""
    return open_site(
        name=f"Site {uuid.uuid4().hex[:8]}",
        jurisdiction="Larkhaven",
        market=Site.Market.OPEN_AIR,
        by=COORDINATOR,
        at=now(),
    )


def new_plan(*, callin_on: date | None = None) -> Plan:
    """Open a new site and its plan, where police and prosecutor have signed."""
    bind_the_law()
    callin_on = callin_on or today() + timedelta(days=CALLIN_IN_DAYS)
    return open_plan(site=new_site(), callin_on=callin_on, by=COORDINATOR, at=now())


def bind_the_law() -> None:
    """Have police and prosecutor sign all that the gates ask of them."""
    for kind in (Kind.POLICE, Kind.PROSECUTOR):
        sign_memorandum(uuid.uuid4(), kind=kind)


def approved_boundary(site: Site, *, valid_from: date | None = None) -> Boundary:
    """Keep a boundary of a site that a second person approved."""
    boundary = Boundary(
        site=site,
        shape=SQUARE,
        area_ha=2.5,
        source=Boundary.Source.FOUND,
        valid_from=valid_from or today(),
        why="What the records call it.",
        proposed_by=COORDINATOR.id,
        proposed_at=now(),
        approved_by=DIRECTOR.id,
        approved_at=now(),
    )
    boundary.save(force_insert=True)
    return boundary


def item_of(plan: Plan, code: str) -> PlanItem:
    """Return an item of a plan as it is now."""
    found: PlanItem = PlanItem.objects.select_related("plan__site").get(plan=plan, code=code)
    return found


def give_to(plan: Plan, code: str, agency: uuid.UUID) -> Agency:
    """Give an item to an agency that has signed its memorandum."""
    item, found = item_of(plan, code), sign_memorandum(agency)
    assigned = Assigned(agency=found, owner=None, due=item.due)
    assign_item(item=item, assigned=assigned, version=item.row_version, by=COORDINATOR, at=now())
    return found


def show(
    plan: Plan, code: str, *, by: Actor = COORDINATOR, replaces: Evidence | None = None
) -> Evidence:
    """Add evidence to an item."""
    item = item_of(plan, code)
    return add_evidence(
        item=item,
        shown=Shown(note="The letter lies on shelf 3.", happened_on=today()),
        version=item.row_version,
        replaces=replaces,
        by=by,
        at=now(),
    )


def score(
    plan: Plan, code: str, score: int, *, amount: int | None = None, by: Actor = COORDINATOR
) -> None:
    """Score an item."""
    item = item_of(plan, code)
    scored = Scored(score=score, amount=amount)
    score_item(item=item, scored=scored, version=item.row_version, by=by, at=now())


def confirm(plan: Plan, code: str, *, by: Actor = DIRECTOR) -> None:
    """Confirm an item."""
    item = item_of(plan, code)
    confirm_item(item=item, version=item.row_version, by=by, at=now())


def do(plan: Plan, *codes: str) -> None:
    """Bring items to as planned, confirmed where a gate hangs on them."""
    for code in codes:
        asked = item_of(plan, code).asked
        show(plan, code)
        score(plan, code, 2, amount=asked.at_least or (100 if asked.unit else None))
        if asked.gate:
            confirm(plan, code)


@contextmanager
def told(**values: facts.Told) -> Iterator[None]:
    """Have facts told while the block lasts; all others are not known."""
    before: Mapping[str, facts.Teller] = dict(facts._tellers)
    facts._tellers.clear()
    facts._tellers.update({name: _teller(value) for name, value in values.items()})
    try:
        yield
    finally:
        facts._tellers.clear()
        facts._tellers.update(before)


def _teller(value: facts.Told) -> facts.Teller:
    return lambda _site: value
