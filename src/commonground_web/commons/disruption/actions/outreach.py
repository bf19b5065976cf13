"""Draft an outreach plan, say who goes out, and agree to it as one of two agencies."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.disruption.models import HEALTH, OutreachPlan, Round
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access

LONGEST_DAYS = 120
"""A plan for longer than this is no plan for one disruption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What stands ready, from which day to which, and whom to call."""

    starts_on: date
    ends_on: date
    naloxone_kits: int
    test_strips: int
    staged_at: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """Who goes out, when and where."""

    agency: Agency
    on: date
    part: str
    zone: str
    people: int


@action("outreach_plan", "draft")
def draft_plan(*, site: Site, ready: Ready, by: Actor, at: datetime) -> OutreachPlan:
    """Draft what stands ready; rounds are added until the first agency agrees."""
    if ready.ends_on < ready.starts_on:
        raise Refused(_("It ends before it starts; put one of the two days right."))
    if (ready.ends_on - ready.starts_on).days > LONGEST_DAYS:
        raise Refused(
            _("An outreach plan covers up to %(days)s days; make one for each operation.")
            % {"days": LONGEST_DAYS}
        )
    if not ready.naloxone_kits:
        raise Refused(_("Say how many naloxone kits stand ready; without any nobody goes out."))
    plan = OutreachPlan(
        site=site,
        starts_on=ready.starts_on,
        ends_on=ready.ends_on,
        naloxone_kits=ready.naloxone_kits,
        test_strips=ready.test_strips,
        staged_at=ready.staged_at,
        contact=ready.contact,
        drafted_by=uuid.UUID(by.id),
        drafted_at=at,
    )
    plan.save(force_insert=True)
    open_access().did("outreach_plan.drafted", plan)
    return plan


@action("outreach_round", "add")
def add_round(*, plan: OutreachPlan, going: Going, by: Actor, at: datetime) -> Round:  # noqa: ARG001
    """Say who goes out on one of the plan's days."""
    held = plan.held_now("agreed_for")
    if held.agreed_by is not None:
        raise Refused(_("Somebody has agreed to this plan as it is; draft another to change it."))
    if not held.starts_on <= going.on <= held.ends_on:
        raise Refused(_("This day is outside of the plan."))
    found = Round(
        plan=held,
        agency=going.agency,
        on=going.on,
        part=going.part,
        zone=going.zone,
        people=going.people,
    )
    if Round.objects.filter(
        plan=held, agency=found.agency, on=found.on, part=found.part, zone=found.zone
    ).exists():
        raise Refused(_("This round is in the plan already."))
    found.save(force_insert=True)
    open_access().did("outreach_round.added", found)
    return found


@action("outreach_plan", "agree")
def agree(*, plan: OutreachPlan, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Agree to a plan for one's agency; it stands once a second agency has.

    One of the two is of harm reduction or public health, so that nobody plans outreach for those
    who do it.

    Parameters
    ----------
    seen
        How many rounds the page says, on which somebody agrees; none where there was no page.
        Nothing else of a plan changes.

    Raises
    ------
    Refused
        If nobody goes out by it, a round was added since, or it is not another agency that agrees.
    """
    held = plan.held_now("agreed_for")
    own = Agency.objects.filter(pk=by.agency).first() if by.agency else None
    if own is None:
        raise Refused(_("Only whoever works for an agency can agree for it."))
    if held.is_agreed:
        raise Refused(_("Two agencies have agreed to it already."))
    rounds = held.rounds.count()
    if not rounds:
        raise Refused(_("Nobody goes out by this plan yet; add the rounds first."))
    if seen not in {None, rounds}:
        raise Refused(_("A round was added since you looked; look at the plan again first."))
    if held.agreed_by is None:
        held.agreed_by, held.agreed_for, held.agreed_at = uuid.UUID(by.id), own, at
    else:
        _require_second(held, own=own, by=by)
        held.second_by, held.second_for, held.second_at = uuid.UUID(by.id), own, at
    held.save()
    open_access().did("outreach_plan.agreed", held)


def _require_second(held: OutreachPlan, *, own: Agency, by: Actor) -> None:
    if str(held.agreed_by) == by.id or held.agreed_for == own:
        raise Refused(_("The second agreement is that of another agency."))
    first = held.agreed_for
    if not ({own.kind, first.kind if first else ""} & HEALTH):
        raise Refused(_("One of the two agencies is of harm reduction or public health."))
