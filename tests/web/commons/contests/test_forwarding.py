"""Tests of a contest that oversight forwards: chosen by name, sent as codes."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.complaints.actions.hearing import acknowledge
from commonground_web.commons.complaints.models import Complaint
from commonground_web.commons.contests.actions import Forwarded, forward_contest
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import now
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.messages.invitations import ContestForwarded
from tests.web.commons.complaints.heard import OFFICER, again, contested, made
from tests.web.every_room.valves.neighbours import meet_neighbours
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
def contest(tmp_path: Path) -> Complaint:
    """Have a contest that oversight acknowledged, in a room that knows the case room."""
    meet_neighbours(tmp_path)
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
