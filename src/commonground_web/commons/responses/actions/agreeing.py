"""Agreements on conduct, and putting somebody who says yes in touch with help."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from commonground_web.commons.agencies.models import Agency, Kind
from commonground_web.commons.agencies.standing import in_standing
from commonground_web.commons.candidates.actions import move_candidate, need_until
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.candidates.states import State
from commonground_web.commons.invitations.holds import tell_room
from commonground_web.commons.invitations.models import Invitee
from commonground_web.commons.responses.actions.holding import WITH_RESPONSES
from commonground_web.commons.responses.models import (
    AgreedTerm,
    ConductAgreement,
    FollowUp,
    Introduction,
    Reached,
    Term,
)
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.valves.messages.invitations import AgreementGiven, Introduced

LONGEST_TERM = timedelta(days=365)
HANDED_OVER_WITHIN = timedelta(days=14)

PROVIDERS = (Kind.SERVICE_PROVIDER, Kind.HARM_REDUCTION, Kind.PUBLIC_HEALTH)
"""The kinds of agency that somebody may be introduced to."""

TALKED_WITH = (State.ATTENDED, State.DECLINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody agreed to, and from when to when."""

    terms: Collection[str]
    given_on: date
    ends_on: date


@action("conduct_agreement", "create", with_entities=WITH_RESPONSES)
def give_agreement(
    *, candidate: Candidate, given: Given, by: Actor, at: datetime
) -> ConductAgreement:
    """Note what a candidate agreed to; the case room is told the two days."""
    candidate.lock()
    _require_talked(candidate)
    if not given.terms or not set(given.terms) <= set(Term.values):
        raise Refused(_("An agreement has at least one term, and only terms of the list."))
    if given.given_on > day_of(at):
        raise Refused(_("That day is still to come."))
    if not timedelta() < given.ends_on - given.given_on <= LONGEST_TERM:
        raise Refused(_("A term ends after it begins, and within a year."))
    if given.given_on < _first_invited(candidate):
        raise Refused(_("That day is before they were invited; look at the day again."))
    if given.ends_on < day_of(at):
        raise Refused(_("That term is over already; look at its days."))
    move_candidate(candidate, to=State.AGREEMENT_GIVEN)
    need_until(candidate, day=given.ends_on)
    agreement = ConductAgreement(
        candidate=candidate,
        given_on=given.given_on,
        ends_on=given.ends_on,
        noted_by=uuid.UUID(by.id),
        noted_at=at,
    )
    agreement.save(force_insert=True)
    for term in sorted(given.terms):
        AgreedTerm(agreement=agreement, term=term).save(force_insert=True)
    message = AgreementGiven(
        candidate=candidate.token, given_on=given.given_on, ends_on=given.ends_on
    )
    tell_room(message, at=at)
    open_access().did("conduct_agreement.given", agreement)
    return agreement


def _first_invited(candidate: Candidate) -> date:
    """Return the day on which a candidate was first invited."""
    return day_of(Invitee.objects.filter(candidate=candidate).earliest("created_at").created_at)


def _require_talked(candidate: Candidate) -> None:
    """Refuse an agreement of somebody who neither came nor was reached afterwards."""
    if candidate.state in TALKED_WITH:
        return
    reached = FollowUp.objects.filter(invitee__candidate=candidate, outcome=Reached.REACHED)
    if candidate.state != State.ABSENT_FOLLOWUP or not reached.exists():
        raise Refused(
            _("Only somebody who came, or was reached afterwards, can have given an agreement.")
        )


@action("conduct_agreement", "update", with_entities=WITH_RESPONSES)
def give_copy(*, agreement: ConductAgreement, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Note that the candidate has a copy in their hands; the term is in force from then on."""
    agreement.lock()
    if agreement.copy_given_on is not None:
        raise Refused(_("They have a copy already."))
    agreement.copy_given_on = day_of(at)
    agreement.save()
    move_candidate(agreement.candidate, to=State.IN_TERM)
    open_access().did("conduct_agreement.copied", agreement)


@action("conduct_agreement", "decline", with_entities=WITH_RESPONSES)
def note_declined(*, candidate: Candidate, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Note that somebody gives no agreement; they may still change their mind."""
    candidate.lock()
    _require_talked(candidate)
    move_candidate(candidate, to=State.DECLINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes:
    """What somebody who wants to be put in touch says: with whom, what to call them, how."""

    said_yes: bool
    """Whether they themselves said yes, and know that they may stop it whenever they want."""
    provider: Agency
    preferred_name: str
    contact: str
    language: str


@action("introduction", "create", with_entities=("candidate",))
def introduce(*, candidate: Candidate, yes: Yes, by: Actor, at: datetime) -> Introduction:
    """Hand a candidate who said yes over to a provider; name and contact are not kept here.

    Raises
    ------
    Refused
        If they did not say yes, nobody has reached them yet or they are done with, or whoever is to
        help gives none or is not let in.
    """
    candidate.lock()
    if not yes.said_yes:
        raise Refused(_("Nobody is put in touch who has not said yes to it."))
    if not candidate.was_reached:
        raise Refused(_("Only somebody who was reached, and is not done with, is put in touch."))
    if yes.provider.kind not in PROVIDERS:
        raise Refused(_("Only somebody who gives help is introduced to."))
    if not in_standing(yes.provider.pk, on=day_of(at)):
        raise Refused(_("The memorandum of this agency is not in force; nobody of it is let in."))
    message = Introduced(
        introduction=uuid.uuid4(),
        site=candidate.site,
        provider=yes.provider.pk,
        preferred_name=yes.preferred_name,
        contact=yes.contact,
        language=yes.language,
        expires_on=day_of(at) + HANDED_OVER_WITHIN,
    )
    tell_room(message, at=at)
    introduction = Introduction(
        candidate=candidate, handed_over_on=day_of(at), handed_over_by=uuid.UUID(by.id)
    )
    introduction.save(force_insert=True)
    open_access().did("introduction.handed_over", introduction)
    return introduction
