"""Tests of contests: they freeze an entry, and take two persons of two sides to answer."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from commonground_web.caseroom.contests.actions import (
    confirm_answer,
    give_back_answer,
    propose_answer,
)
from commonground_web.caseroom.contests.models import Contest
from commonground_web.caseroom.contests.states import MACHINE, Outcome, State
from commonground_web.caseroom.entries.actions import correct_entry
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.models import State as EntryState
from commonground_web.caseroom.entries.support import READ, what_is_missing
from commonground_web.caseroom.lists.models import Candidate
from commonground_web.caseroom.lists.states import CandidateState
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from commonground_web.valves.boxes.models import Outcome as End
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.boxes.receiving import receive_one
from commonground_web.valves.messages.invitations import (
    ContestAnswered,
    ContestForwarded,
    Ground,
    Request,
)
from tests.web.caseroom.entering import (
    AGENCY,
    CHARGING,
    OFFICE,
    OFFICER,
    PROSECUTOR,
    SUPERVISOR,
    fresh,
    somebody,
    whole,
    written,
)
from tests.web.caseroom.listing import candidate_of
from tests.web.every_room.valves.neighbours import meet_neighbours, sealed_by
from tests.web.plain_record import looking
from tests.web.rows import writing
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

CODE = uuid.uuid4()


@pytest.fixture
def commons(tmp_path: Path) -> Home:
    """Introduce the Commons to the room."""
    return meet_neighbours(tmp_path)[Room.COMMONS]


@pytest.fixture
def entry() -> Entry:
    """Keep an entry that is in use."""
    return whole()


def forwarded(token: uuid.UUID, *, code: uuid.UUID = CODE) -> ContestForwarded:
    """Return a contest as oversight passes it on."""
    return ContestForwarded(
        contest=code,
        candidate=token,
        grounds=(Ground.OUT_OF_DATE, Ground.NOT_SELLING),
        asks=Request.REMOVE,
        received_on=date(2026, 6, 1),
    )


@pytest.fixture
def contest(commons: Home, entry: Entry) -> Contest:
    """Have a contest come in."""
    message = forwarded(candidate_of(entry).token)
    assert receive_one(sealed_by(commons, message, at=now()), at=now()) == End.HANDLED
    return kept()


def kept() -> Contest:
    """Return the contest as it is now."""
    with looking("contest", "entry", at=now()):
        found: Contest = Contest.objects.select_related("entry").get(contest=CODE)
        return found


def answered(contest: Contest, outcome: Outcome) -> None:
    """Have both sides answer."""
    propose_answer(contest=contest, outcome=outcome, done="Read.", by=SUPERVISOR, at=now())
    confirm_answer(contest=kept(), by=PROSECUTOR, at=now())


def test_has_a_machine_of_every_state_each_with_an_owner() -> None:
    assert set(MACHINE.transitions) == set(MACHINE.owners) == set(State.values)


def test_freezes_the_entry_and_keeps_codes_alone(contest: Contest, entry: Entry) -> None:
    held = fresh(entry)

    assert held.is_frozen
    assert contest.grounds == ["out_of_date", "not_selling"]
    with looking(*READ, at=now()):
        assert any("contested" in said for said in what_is_missing(held))


def test_comes_once_however_often_it_is_sent(commons: Home, contest: Contest) -> None:
    with looking("candidate", "entry", "contest", at=now()):
        token = contest.entry.candidates.get().token
    again = sealed_by(commons, forwarded(token), at=now())

    assert receive_one(again, at=now()) == End.HANDLED
    assert kept().pk == contest.pk


def test_is_answered_by_two_sides(contest: Contest, entry: Entry) -> None:
    answered(contest, Outcome.STANDS)

    assert kept().state == State.ANSWERED
    assert not fresh(entry).is_frozen
    assert fresh(entry).state == EntryState.ACTIVE


def test_tells_oversight_how_and_when_it_was_answered_and_nothing_else(contest: Contest) -> None:
    before = OutMessage.objects.count()
    propose_answer(contest=contest, outcome=Outcome.STANDS, done="Read.", by=SUPERVISOR, at=now())
    between = OutMessage.objects.count()
    confirm_answer(contest=kept(), by=PROSECUTOR, at=now())

    [sent] = OutMessage.objects.filter(kind="contest_answered")
    assert before == between
    assert sent.receiver == Room.COMMONS
    assert set(ContestAnswered.model_fields) == {"contest", "answer", "on"}


def test_is_confirmed_by_nobody_who_read_another_answer(contest: Contest) -> None:
    propose_answer(contest=contest, outcome=Outcome.STANDS, done="Read.", by=SUPERVISOR, at=now())
    read = kept()
    give_back_answer(contest=kept(), by=PROSECUTOR, at=now())
    propose_answer(contest=kept(), outcome="removed", done="Read.", by=SUPERVISOR, at=now())

    with pytest.raises(Refused, match="changed this while"):
        confirm_answer(contest=read, by=PROSECUTOR, at=now())


@pytest.mark.parametrize(
    "second", [SUPERVISOR, somebody("supervisor"), Actor(SUPERVISOR.id, PROSECUTOR.roles, AGENCY)]
)
def test_is_confirmed_by_nobody_of_the_same_side(contest: Contest, second: Actor) -> None:
    propose_answer(contest=contest, outcome="stands", done="Read.", by=SUPERVISOR, at=now())

    with pytest.raises(Refused, match="two sides"):
        confirm_answer(contest=kept(), by=second, at=now())


def test_is_confirmed_by_nobody_of_the_same_side_behind_the_action(contest: Contest) -> None:
    propose_answer(contest=contest, outcome="stands", done="Read.", by=PROSECUTOR, at=now())
    held = kept()
    held.state, held.answered_by = State.ANSWERED, uuid.UUID(CHARGING.id)
    held.answered_side = held.proposed_side

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(Contest, Entry, agency=AGENCY, verb="answer"),
    ):
        held.save()


def test_is_answered_by_nobody_who_wrote_the_entry(contest: Contest) -> None:
    writer = Actor(OFFICER.id, frozenset({"supervisor"}), AGENCY)

    with pytest.raises(Refused, match="Whoever wrote"):
        propose_answer(contest=contest, outcome="stands", done="Read.", by=writer, at=now())


def test_says_corrected_only_of_what_was_corrected(contest: Contest, entry: Entry) -> None:
    with pytest.raises(Refused, match="correct it first"):
        propose_answer(
            contest=contest, outcome=Outcome.CORRECTED, done="Read.", by=SUPERVISOR, at=now()
        )

    correct_entry(entry=fresh(entry), written=written(), why="Late.", by=SUPERVISOR, at=now())
    answered(contest, Outcome.CORRECTED)

    assert fresh(entry).state == EntryState.CORRECTED
    assert not fresh(entry).is_frozen


def test_removes_a_name_at_once(contest: Contest, entry: Entry) -> None:
    answered(contest, Outcome.REMOVED)

    held = fresh(entry)
    assert (held.state, held.purge_on) == (EntryState.DROPPED, today())


def test_takes_whom_it_removes_out_of_the_candidates_and_tells_the_commons(
    contest: Contest, entry: Entry
) -> None:
    with writing(Candidate, agency=OFFICE):
        Candidate.objects.filter(entry=entry).update(
            state=CandidateState.RELEASED,
            is_minor=False,
            proposed_by=SUPERVISOR.id,
            released_by=CHARGING.id,
            released_at=now(),
            expires_on=today(),
        )

    answered(contest, Outcome.REMOVED)

    with looking("candidate", at=now()):
        [candidate] = Candidate.objects.filter(entry=entry)
    assert candidate.state == CandidateState.WITHDRAWN
    assert {row.kind for row in OutMessage.objects.all()} == {
        "candidate_status",
        "contest_answered",
    }


def test_can_be_given_back(contest: Contest, entry: Entry) -> None:
    propose_answer(contest=contest, outcome="stands", done="Read.", by=SUPERVISOR, at=now())

    give_back_answer(contest=contest, by=PROSECUTOR, at=now())

    assert (kept().state, kept().outcome, kept().proposed_by) == (State.RECEIVED, "", None)
    assert fresh(entry).is_frozen


def test_stays_frozen_while_another_contest_waits(
    commons: Home, contest: Contest, entry: Entry
) -> None:
    with looking("candidate", "entry", "contest", at=now()):
        token = contest.entry.candidates.get().token
    receive_one(sealed_by(commons, forwarded(token, code=uuid.uuid4()), at=now()), at=now())

    answered(contest, Outcome.STANDS)

    assert fresh(entry).is_frozen


def test_shows_what_waits_in_words_and_asks_both_sides(contest: Contest) -> None:
    client = signed_in("supervisor")
    session = client.session
    session["purposes"] = {str(contest.pk): ["contest", "2999-01-01T00:00:00+00:00"]}
    session.save()

    listing = client.get(reverse("contests")).content.decode()
    assert "it is out of date" in listing
    assert "to be removed" in listing

    answer = client.post(
        reverse("contest-answer", args=[contest.pk]), {"outcome": "stands", "done": "Read anew."}
    )
    assert answer.status_code == 302
    page = client.get(reverse("contest", args=[contest.pk])).content.decode()
    assert "Read anew." in page
    assert "Confirm this answer" not in page
