"""What is done to influentials."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from commonground_web.commons.candidates.actions import NEEDED_DAYS
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.influentials.models import (
    ANSWER_FOR_MINORS,
    Influential,
    Outcome,
)
from commonground_web.commons.model.shape import Moment
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.gates.asking import require_before
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.retention.days import purge_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Who somebody is to a candidate, how to reach them, and when they agreed to be kept."""

    name: str
    contact: str
    relation: str
    agreed_on: date


def require_contact(candidate: Candidate, *, at: datetime) -> None:
    """Refuse to contact a candidate, or those close to them, before safe conduct stands.

    Raises
    ------
    Refused
        If a gate before contact is shut, or the case room has not acknowledged this candidate's
        own safe conduct.
    """
    if candidate.has_ended:
        raise Refused(_("The case room has said that this candidate is done with."))
    require_before(Moment.CONTACT, site=Site(pk=candidate.site), on=day_of(at))
    if not candidate.has_safe_conduct(at):
        raise Refused(
            _("The case room has not acknowledged this candidate's safe conduct; wait for it.")
        )


@action("influential", "create", with_entities=("candidate",))
def note_influential(
    *, candidate: Candidate, agreed: Agreed, by: Actor, at: datetime
) -> Influential:
    """Write down somebody who matters to a candidate, once they have agreed to it."""
    require_contact(candidate, at=at)
    if agreed.agreed_on > day_of(at):
        raise Refused(_("They cannot have agreed on a day that is still to come."))
    influential = Influential(
        site=candidate.site,
        candidate=candidate,
        name=agreed.name,
        contact=agreed.contact,
        relation=agreed.relation,
        agreed_on=agreed.agreed_on,
        created_by=uuid.UUID(by.id),
        created_at=at,
        purge_on=purge_day(Influential, at=at),
    )
    influential.save(force_insert=True)
    open_access().did("influential.noted", influential)
    return influential


@action("influential", "update", with_entities=("candidate",))
def note_answer(*, influential: Influential, outcome: str, by: Actor, at: datetime) -> None:
    """Note what they said, and who asked them."""
    influential.lock()
    if influential.candidate is not None:
        require_contact(influential.candidate, at=at)
    if outcome == Outcome.OPEN:
        raise Refused(_("Say what they said."))
    influential.outcome = outcome
    influential.contacted_by, influential.contacted_on = uuid.UUID(by.id), day_of(at)
    influential.save()
    open_access().did("influential.answered", influential)


def has_guardian(candidate: Candidate) -> bool:
    """Say whether a parent or guardian of a candidate has agreed."""
    return Influential.objects.filter(candidate=candidate, relation__in=ANSWER_FOR_MINORS).exists()


def let_influentials_go(site: uuid.UUID, *, callin_on: date) -> None:
    """Bring their day of purge forward to 30 days after a call-in, within the event of an action.

    Who asks to stay is retained afterwards, by two persons and for that reason.
    """
    day = callin_on + timedelta(days=NEEDED_DAYS)
    for influential in Influential.objects.filter(site=site, purge_on__gt=day):
        influential.purge_on = day
        influential.save()
