"""Send canaries by every valve that carries persons: called in the rooms' own processes.

What a message may carry is written with the message's and the field's name; all else that is
written on the way may be in no other room.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.web.together.canaries.marks import mark

if TYPE_CHECKING:
    from commonground_web.commons.candidates.models import Candidate

FIRST = 5000
"""The number of the first text that is written on the way: planted ones come before."""


class _Said:
    """Texts as they are written on the way."""

    def __init__(self, prefix: str, *, first: int = FIRST) -> None:
        self.prefix, self.first = prefix, first
        self.texts: dict[str, str] = {}

    def text(self, field: str) -> str:
        """Return a text for a field."""
        text = mark(self.prefix, self.first + len(self.texts))
        self.texts[text] = field
        return text

    def told(self, *ids: uuid.UUID) -> dict[str, Any]:
        """Return the texts, and the rows of which no other room may know."""
        return {"texts": self.texts, "ids": [str(key) for key in ids]}


def open_site() -> str:
    """Open a site in the Commons that is ready for its call-in, and sign with those who help."""
    from commonground_web.commons.agencies.models import Kind
    from tests.web.commons.agreements import sign_memorandum
    from tests.web.commons.callin.evenings import ready_site
    from tests.web.signed_in import AGENCY

    sign_memorandum(AGENCY, kind=Kind.SERVICE_PROVIDER)
    return str(ready_site().pk)


def release(prefix: str, site: str) -> dict[str, Any]:
    """List somebody in the case room, lock the list, and release them as two persons."""
    from commonground_web.caseroom.lists.actions.candidates import (
        Invitable,
        complete_candidate,
        propose_release,
        release_candidate,
    )
    from commonground_web.kernel.clock import day_of, now
    from tests.web.caseroom.entering import CHARGING, PROSECUTOR
    from tests.web.caseroom.people import fresh_candidate

    said, at = _Said(prefix), now()
    candidate, ids = _listed(said, uuid.UUID(site))
    invitable = Invitable(
        said.text("candidate_released.display_name"),
        said.text("candidate_released.contact"),
        "en",
        is_minor=True,
        guardian=said.text("candidate.guardian"),
        guardian_told_on=day_of(at),
    )
    complete_candidate(candidate=candidate, said=invitable, by=PROSECUTOR, at=at)
    propose_release(candidate=fresh_candidate(candidate), by=PROSECUTOR, at=at)
    release_candidate(candidate=fresh_candidate(candidate), by=CHARGING, at=at)
    return said.told(candidate.pk, *ids)


def _listed(said: _Said, site: uuid.UUID) -> tuple[Any, list[uuid.UUID]]:
    """Weigh an entry, decide on it, and lock its list; return the candidate, and rows before."""
    from commonground_web.caseroom.lists.actions.locking import sign_lock
    from commonground_web.caseroom.lists.models import CandidateList
    from commonground_web.caseroom.triage.actions.findings import open_triage
    from commonground_web.caseroom.triage.actions.reviews import (
        begin_review,
        cast_vote,
        consolidate,
    )
    from commonground_web.kernel.clock import now
    from tests.web.caseroom.entering import CHARGING, PROSECUTOR, SUPERVISOR, mention, whole
    from tests.web.caseroom.listing import ready
    from tests.web.caseroom.people import candidate_of, checked, found, new_list

    at, candidates = now(), new_list(site=site)
    entry = whole(name=said.text("entry.name"), facts=said.text("entry.facts"), site=site)
    mention(entry, place=said.text("source.place"), note=said.text("source.note"))
    case = ready(entry, number=said.text("case.number"))
    decision = open_triage(candidates=candidates, entry=entry, by=SUPERVISOR, at=at)
    found(decision)
    begin_review(decision=decision, by=SUPERVISOR, at=at)
    for by in (SUPERVISOR, PROSECUTOR):
        reason = said.text("vote.reason")
        cast_vote(decision=decision, verdict="bank", reason=reason, by=by, at=at)
    consolidate(decision=decision, by=PROSECUTOR, at=at)
    checked(candidates)
    for by in (SUPERVISOR, CHARGING):
        sign_lock(candidates=candidates, by=by, at=at)
    locked = CandidateList.objects.get(pk=candidates.pk)
    return candidate_of(locked), [entry.pk, case.pk, decision.pk]


def invite(prefix: str, site: str) -> dict[str, Any]:
    """Invite in the Commons whoever was released to a site, and forward that they contest it."""
    from commonground_web.commons.complaints.actions.hearing import acknowledge
    from commonground_web.commons.complaints.actions.making import Contested, contest_listing
    from commonground_web.commons.contests.actions import Forwarded, forward_contest
    from commonground_web.commons.sites.models import Site
    from commonground_web.kernel.access.actor import VISITOR
    from commonground_web.kernel.clock import now
    from tests.web.commons.callin.evenings import invited, with_slots
    from tests.web.commons.complaints.heard import OFFICER, again, by_code

    _count_slots()
    _receive()
    said, at, [candidate] = _Said(prefix), now(), _candidates(site)
    callin = with_slots(Site.objects.get(pk=uuid.UUID(site)))
    [invitee] = invited(callin, candidate)
    words = Contested(
        said.text("complaint.text"), said.text("complaint.name"), ["not_me"], "remove"
    )
    complaint = by_code(contest_listing(contested=words, by=VISITOR, at=at))
    acknowledge(complaint=complaint, by=OFFICER, at=at)
    forward_contest(
        complaint=again(complaint),
        forwarded=Forwarded(candidate, ["not_me"], "remove"),
        by=OFFICER,
        at=at,
    )
    return said.told(complaint.pk, candidate.pk, invitee.pk)


def acknowledge(prefix: str, site: str) -> dict[str, Any]:  # noqa: ARG001
    """Acknowledge every hold in the case room."""
    from commonground_web.caseroom.holds.actions import acknowledge_hold
    from commonground_web.caseroom.holds.models import Hold
    from commonground_web.kernel.clock import now
    from tests.web.caseroom.entering import SUPERVISOR
    from tests.web.plain_record import looking

    _receive()
    at = now()
    with looking("hold", "candidate", "entry", at=at):
        holds = [hold for hold in Hold.objects.not_over(at) if not hold.is_acknowledged]
    for hold in holds:
        acknowledge_hold(hold=hold, by=SUPERVISOR, at=at)
    return _Said(prefix).told(*(hold.pk for hold in holds))


def hold_evening(prefix: str, site: str) -> dict[str, Any]:
    """Hold the call-in in the Commons, note an agreement, and introduce who wants help."""
    from commonground_web.commons.agencies.models import Agency
    from commonground_web.commons.callin.models import CallIn
    from commonground_web.commons.influentials.actions import Agreed, note_influential
    from commonground_web.commons.invitations.actions.inviting import (
        activate_holds,
        release_letters,
    )
    from commonground_web.commons.responses.actions.agreeing import (
        Given,
        Yes,
        give_agreement,
        introduce,
    )
    from commonground_web.commons.responses.actions.holding import hold_callin, note_attendance
    from commonground_web.kernel.clock import now, today
    from tests.web.commons.callin.evenings import after, bring, seen
    from tests.web.commons.steps.partners import COORDINATOR
    from tests.web.signed_in import AGENCY

    _count_slots()
    _receive()
    said, callin = _Said(prefix, first=FIRST + 500), CallIn.objects.get(site=uuid.UUID(site))
    act: dict[str, Any] = {"by": COORDINATOR, "at": now()}
    activate_holds(callin=callin, **act)
    release_letters(callin=callin, **act)
    [invitee] = seen(callin)
    agreed = Agreed(
        name=said.text("influential.name"),
        contact=said.text("influential.contact"),
        relation="parent",
        agreed_on=today(),
    )
    influential = note_influential(candidate=invitee.candidate, agreed=agreed, **act)
    bring(invitee)
    hold_callin(callin=callin, by=COORDINATOR, at=after(callin))
    note_attendance(invitee=seen(callin)[0], came="present", with_influential=False, **act)
    ends_on = today() + timedelta(days=300)
    given = Given(terms=["no_sale"], given_on=today(), ends_on=ends_on)
    agreement = give_agreement(candidate=_candidates(site)[0], given=given, **act)
    yes = Yes(
        said_yes=True,
        provider=Agency.objects.get(pk=AGENCY),
        preferred_name=said.text("introduced.preferred_name"),
        contact=said.text("introduced.contact"),
        language="en",
    )
    introduction = introduce(candidate=_candidates(site)[0], yes=yes, **act)
    return said.told(influential.pk, agreement.pk, introduction.pk)


def pick_up(prefix: str, site: str) -> dict[str, Any]:
    """Begin the record of a client in the care room for everybody who was introduced."""
    from commonground_web.careroom.clients.actions import pick_up as begin_record
    from commonground_web.careroom.introductions.models import Introduction, State
    from commonground_web.kernel.clock import now
    from tests.web.careroom.people import someone
    from tests.web.plain_record import looking
    from tests.web.signed_in import AGENCY

    _receive()
    by, at = someone("navigator", agency=AGENCY), now()
    with looking("introduction", at=at, by=by):
        waiting = list(Introduction.objects.filter(state=State.WAITING, site=uuid.UUID(site)))
    clients = [begin_record(introduction=row, by=by, at=at) for row in waiting]
    return _Said(prefix).told(*(client.pk for client in clients))


def _receive() -> None:
    from tests.web.together.canaries.planting import tick

    failed = tick()
    assert failed == [], failed


def _count_slots() -> None:
    """Have service slots counted, as tests of call-ins do."""
    from commonground_web.commons.steps.gates import facts

    facts._tellers["service_slots"] = lambda _site: 3


def _candidates(site: str) -> list[Candidate]:
    from commonground_web.commons.candidates.models import Candidate
    from tests.web.commons.candidates.released import looking

    with looking("candidate"):
        return list(Candidate.objects.filter(site=uuid.UUID(site)))
