"""A site that is ready for a call-in, and short ways to bring the call-in where a test needs it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from commonground_web.commons.callin.actions import Evening, confirm_slots, plan_callin
from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.influentials.actions import Agreed, note_influential
from commonground_web.commons.influentials.models import Influential
from commonground_web.commons.invitations.actions.delivering import Brought, note_delivery
from commonground_web.commons.invitations.actions.inviting import (
    activate_holds,
    invite,
    release_letters,
)
from commonground_web.commons.invitations.handlers import note_acknowledged, note_status
from commonground_web.commons.invitations.models import Hold, How, Invitee
from commonground_web.commons.invitations.tally import WITH, invitees_of
from commonground_web.commons.responses.actions.holding import hold_callin
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.models import Plan, PlanItem
from commonground_web.kernel.clock import day_of, now, today
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.messages.invitations import CandidateStatus, HoldAcknowledged
from commonground_web.valves.messages.invitations import Standing as Status
from tests.web.commons.candidates.released import VALVE, looking, receiving, released
from tests.web.commons.letters.worded import adopted
from tests.web.commons.rules.signed import policy_in_force
from tests.web.commons.steps.partners import (
    COORDINATOR,
    DIRECTOR,
    approved_boundary,
    new_plan,
    show,
)

EVERYTHING = (*WITH, "influential", "attendance", "follow_up", "conduct_agreement", "introduction")
IN_DAYS = 20


def ready_site() -> Site:
    """Open a site whose plan has every item as planned and confirmed, and an adopted letter."""
    plan = new_plan()
    evidence = show(plan, "P1.chief")
    PlanItem.objects.filter(plan=plan).update(
        score=2, rests_on=evidence, scored_by=COORDINATOR.id, confirmed_by=DIRECTOR.id
    )
    approved_boundary(plan.site)
    policy_in_force(plan.site)
    adopted(plan.site)
    site: Site = plan.site
    return site


def undo_item(site: Site, code: str) -> None:
    """Have an item of a site's plan not done any more."""
    items = PlanItem.objects.filter(plan=Plan.objects.get(site=site), code=code)
    items.update(score=0, rests_on=None, confirmed_by=None)


def planned(site: Site) -> CallIn:
    """Plan a call-in of a site."""
    evening = Evening(at=now() + timedelta(days=IN_DAYS), venue="Hall, 1 Made-Up Street")
    return plan_callin(site=site, evening=evening, by=COORDINATOR, at=now())


def with_slots(site: Site) -> CallIn:
    """Plan a call-in, and confirm its slots."""
    callin = planned(site)
    confirm_slots(callin=callin, by=COORDINATOR, at=now())
    return callin


def invited(callin: CallIn, *candidates: Candidate) -> list[Invitee]:
    """Invite candidates."""
    invite(callin=callin, candidates=candidates, by=COORDINATOR, at=now())
    return seen(callin)


def seen(callin: CallIn) -> list[Invitee]:
    """Return the invitees of a call-in as they are now."""
    with looking(*EVERYTHING):
        return invitees_of(callin.pk)


def acknowledge(holds: Iterable[Hold], *, revision: int | None = None) -> None:
    """Have the case room acknowledge holds, at the revision they are at or at another."""
    for hold in holds:
        message = HoldAcknowledged(
            hold=hold.pk, revision=revision or hold.revision, acknowledged_at=now()
        )
        with receiving(*WITH):
            note_acknowledged(message, by=VALVE, at=now())


def standing(candidate: Candidate, status: str) -> None:
    """Have the case room say what became of a candidate."""
    message = CandidateStatus(candidate=candidate.token, status=Status(status), on=day_of(now()))
    with receiving(*WITH):
        note_status(message, by=VALVE, at=now())


def letters_out(site: Site, *, candidates: int = 1, is_minor: bool = False) -> CallIn:
    """Bring a call-in of a site to where its letters go out."""
    on_the_list = [released(site, is_minor=is_minor) for _ in range(candidates)]
    callin = with_slots(site)
    invited(callin, *on_the_list)
    acknowledge(invitee.hold for invitee in seen(callin))
    callin.refresh_from_db()
    activate_holds(callin=callin, by=COORDINATOR, at=now())
    release_letters(callin=callin, by=COORDINATOR, at=now())
    return callin


def bring(invitee: Invitee, *, how: str = How.BY_HAND, at: datetime | None = None) -> None:
    """Write down how a letter was brought."""
    moment = at or now()
    brought = Brought(how=how, on=day_of(moment), rsvp="comes")
    note_delivery(invitee=invitee, brought=brought, by=COORDINATOR, at=moment)


def a_parent(invitee: Invitee) -> Influential:
    """Write down a parent of an invitee, who agreed."""
    agreed = Agreed(
        name="Ma Fictional", contact="+1 555 0101", relation="parent", agreed_on=today()
    )
    return note_influential(candidate=invitee.candidate, agreed=agreed, by=COORDINATOR, at=now())


def held(site: Site) -> CallIn:
    """Bring a call-in of a site to where it is held, with one invitee."""
    callin = letters_out(site)
    for invitee in seen(callin):
        bring(invitee)
    hold_callin(callin=callin, by=COORDINATOR, at=after(callin))
    return callin


def after(callin: CallIn) -> datetime:
    """Return a moment an hour after a call-in began."""
    return callin.at + timedelta(hours=1)


def sent_kinds() -> list[str]:
    """Return the kinds of all messages in the outbox, in the order they were sent."""
    return list(OutMessage.objects.order_by("created_at").values_list("kind", flat=True))
