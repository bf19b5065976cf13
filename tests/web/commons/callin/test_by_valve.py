"""Tests of what comes by valve from the case room, sealed as it is, and is acted on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.gates.facts import told
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.rooms import Room
from commonground_web.valves.boxes.models import Outcome
from commonground_web.valves.boxes.receiving import receive_one
from commonground_web.valves.messages.invitations import (
    CandidateStatus,
    HoldAcknowledged,
    Standing,
)
from commonground_web.valves.messages.shapes import Message
from tests.web.commons.callin.evenings import invited, seen, with_slots
from tests.web.commons.candidates.released import as_kept, looking, released, said
from tests.web.every_room.valves.neighbours import meet_neighbours, sealed_by

pytestmark = pytest.mark.django_db

Carry = Callable[[Message], Outcome | None]


@pytest.fixture
def carried(tmp_path: Path) -> Carry:
    """Return what seals a message in the case room, carries it, and has it received."""
    (tmp_path / "again").mkdir()
    case_room = meet_neighbours(tmp_path / "again")[Room.CASEROOM]

    def carry(message: Message) -> Outcome | None:
        return receive_one(sealed_by(case_room, message, at=now()), at=now())

    return carry


def test_keeps_who_was_released(site: Site, carried: Carry) -> None:
    message = said(site.pk)

    assert carried(message) is Outcome.HANDLED
    with looking("candidate"):
        assert Candidate.objects.get(token=message.candidate).name == "Zed Fictional"


def test_opens_the_gate_once_the_hold_is_acknowledged(site: Site, carried: Carry) -> None:
    candidate = released(site)
    callin = with_slots(site)
    [invitee] = invited(callin, candidate)

    outcome = carried(HoldAcknowledged(hold=invitee.hold.pk, revision=1, acknowledged_at=now()))

    assert outcome is Outcome.HANDLED
    assert told("safe_conduct_acknowledged", site=site.pk) is True
    assert seen(callin)[0].hold.stands


def test_hears_that_somebody_is_withdrawn(site: Site, carried: Carry) -> None:
    candidate = released(site)

    message = CandidateStatus(candidate=candidate.token, status=Standing.WITHDRAWN, on=today())

    assert carried(message) is Outcome.HANDLED
    assert as_kept(candidate).state == "withdrawn"
    assert told("candidates", site=site.pk) == 0


def test_waits_with_what_is_said_of_somebody_not_here_yet(carried: Carry) -> None:
    released_later = said(Site().pk)

    message = CandidateStatus(
        candidate=released_later.candidate, status=Standing.WITHDRAWN, on=today()
    )

    assert carried(message) is None
