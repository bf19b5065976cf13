"""Tests of a contest that oversight forwards: chosen by name, sent as codes."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.complaints.actions.hearing import acknowledge
from commonground_web.commons.complaints.models import Complaint
from commonground_web.commons.contests.actions import Forwarded, forward_contest
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from commonground_web.valves.boxes.models import Outcome as End
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.boxes.receiving import receive_one
from commonground_web.valves.messages.invitations import Answer, ContestAnswered, ContestForwarded
from tests.web.commons.complaints.heard import OFFICER, again, contested, made
from tests.web.every_room.valves.neighbours import meet_neighbours, sealed_by
from tests.web.rows import keep
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate() -> Candidate:
    """Have somebody released by the case room."""
    row = keep(Candidate, owner=uuid.uuid4(), name="Zed Fictional")
    assert isinstance(row, Candidate)
    return row


@pytest.fixture
def case_room(tmp_path: Path) -> Home:
    """Introduce the case room to the room."""
    return meet_neighbours(tmp_path)[Room.CASEROOM]


@pytest.fixture
def contest(case_room: Home) -> Complaint:  # noqa: ARG001 - it is forwarded there
    """Have a contest that oversight acknowledged, in a room that knows the case room."""
    found = contested()
    acknowledge(complaint=found, by=OFFICER, at=now())
    return found


def tells(candidate: Candidate) -> Forwarded:
    """Return what the case room learns."""
    return Forwarded(candidate, ["not_me"], "review")


def _answering(contest: Complaint) -> Client:
    """Return oversight, who has said why they open a contest."""
    officer = signed_in("privacy_officer")
    session = officer.session
    session["purposes"] = {str(contest.pk): ["answer", "2999-01-01T00:00:00+00:00"]}
    session.save()
    return officer


def test_forwards_a_contest_as_codes(contest: Complaint, candidate: Candidate) -> None:
    forward_contest(complaint=contest, forwarded=tells(candidate), by=OFFICER, at=now())

    sent = OutMessage.objects.get()
    assert (sent.kind, sent.receiver) == ("contest_forwarded", "caseroom")
    assert set(ContestForwarded.model_fields) == {
        "contest",
        "candidate",
        "grounds",
        "asks",
        "received_on",
    }
    assert again(contest).forwarded_by is not None
    with pytest.raises(Refused, match="forwarded already"):
        forward_contest(complaint=contest, forwarded=tells(candidate), by=OFFICER, at=now())


def test_forwards_no_complaint_and_nothing_unread(candidate: Candidate) -> None:
    with pytest.raises(Refused, match="Only a contest"):
        forward_contest(complaint=made()[1], forwarded=tells(candidate), by=OFFICER, at=now())
    with pytest.raises(Refused, match="acknowledged"):
        forward_contest(complaint=contested(), forwarded=tells(candidate), by=OFFICER, at=now())


def test_is_forwarded_by_name_and_shows_no_identifier(
    contest: Complaint, candidate: Candidate
) -> None:
    officer = _answering(contest)
    address = reverse("contest-forward", args=[contest.pk])

    page = officer.get(address).content.decode()
    said = {"candidate": str(candidate.pk), "grounds": ["minor"], "asks": "remove"}
    answer = officer.post(address, said)

    assert "Zed Fictional" in page
    assert str(candidate.token) not in page
    assert answer.status_code == 302
    assert again(contest).forwarded_at is not None
    assert OutMessage.objects.filter(kind="contest_forwarded").count() == 1


def test_is_forwarded_of_nobody_who_is_not_a_candidate_here(contest: Complaint) -> None:
    officer = _answering(contest)
    said = {"candidate": str(uuid.uuid4()), "grounds": ["minor"], "asks": "remove"}

    answer = officer.post(reverse("contest-forward", args=[contest.pk]), said)

    assert "Select a valid choice." in answer.content.decode()
    assert not OutMessage.objects.exists()


def answer_of(contest: Complaint, home: Home, *, answer: Answer = Answer.STANDS) -> End | None:
    """Have the case room answer a contest that was forwarded."""
    code = again(contest).forwarded_as
    message = ContestAnswered(contest=code or uuid.uuid4(), answer=answer, on=today())
    return receive_one(sealed_by(home, message, at=now()), at=now())


def test_comes_back_answered_without_saying_whom_it_was_of(
    case_room: Home, contest: Complaint, candidate: Candidate
) -> None:
    forward_contest(complaint=contest, forwarded=tells(candidate), by=OFFICER, at=now())
    waiting = _answering(contest).get(f"/complaints/{contest.pk}/").content.decode()

    ends = [answer_of(contest, case_room), answer_of(contest, case_room, answer=Answer.REMOVED)]

    page = _answering(contest).get(f"/complaints/{contest.pk}/").content.decode()
    listed = signed_in("privacy_officer").get("/complaints/").content.decode()
    assert ends == [End.HANDLED, End.HANDLED]
    assert (again(contest).case_room_answer, again(contest).case_room_answered_on) == (
        "stands",
        today(),
    )
    assert "not answered yet" in waiting
    assert all("stands, after it was checked anew" in text for text in (page, listed))
    assert str(candidate.token) not in page


def test_takes_an_answer_to_what_is_purged_and_keeps_nothing_of_it(
    case_room: Home, contest: Complaint
) -> None:
    assert answer_of(contest, case_room) == End.HANDLED

    assert again(contest).case_room_answer == ""


def test_keeps_no_answer_to_what_was_not_forwarded(contest: Complaint) -> None:
    held = again(contest)
    held.case_room_answer, held.case_room_answered_on = "stands", today()

    with pytest.raises(DatabaseError), transaction.atomic():
        held.save()
