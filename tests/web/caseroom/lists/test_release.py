"""Tests of the release of candidates: what is sent, by whom, and what never is."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from commonground_web.caseroom.cases.actions import activate_case, complete_case, withdraw_case
from commonground_web.caseroom.cases.clocks import expiry
from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.entries.actions import Decided, decide_screening, drop_entry
from commonground_web.caseroom.entries.models import Entry, Finding, Way
from commonground_web.caseroom.entries.support import newest_screening
from commonground_web.caseroom.lists.actions.candidates import (
    Invitable,
    complete_candidate,
    propose_release,
    release_candidate,
    what_is_missing_of,
    withdraw_candidate,
)
from commonground_web.caseroom.lists.models import Candidate, CandidateRelease
from commonground_web.caseroom.lists.states import CANDIDATE, CandidateState
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.home import Home, RoomSettings
from commonground_web.kernel.purge.clockwork import purge_due
from commonground_web.kernel.rooms import Room
from commonground_web.kernel.valve_keys import FILE, ValveKey, read_valve_keys, write_valve_keys
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.envelope import open_envelope
from commonground_web.valves.messages.invitations import (
    CandidateReleased,
    CandidateStatus,
    Need,
    Standing,
)
from commonground_web.valves.messages.shapes import Message
from commonground_web.valves.peers import accept_card, public_card
from tests.web.caseroom.entering import CHARGING, PROSECUTOR, SUPERVISOR, screen
from tests.web.caseroom.people import (
    POLICE,
    candidate_of,
    fresh_candidate,
    locked_list,
    reading,
)
from tests.web.rows import writing

pytestmark = pytest.mark.django_db

SAID = Invitable("Zed Fictional", "+1 555 0100", "en", is_minor=False, needs=("transport",))


@pytest.fixture
def commons(tmp_path: Path) -> Home:
    """Have the Commons known here, with a key of its own."""
    home = Home(
        tmp_path / "commons",
        RoomSettings(room=Room.COMMONS, address="http://commons.localhost", listen="x:1"),
    )
    home.folder.mkdir()
    write_valve_keys((ValveKey.make(),), home.folder / FILE)
    accept_card(settings.ROOM_HOME, public_card(home))
    return home


@pytest.fixture
def candidate() -> Candidate:
    """Have a list locked with one candidate."""
    return candidate_of(locked_list())


def _complete(candidate: Candidate, said: Invitable = SAID) -> None:
    complete_candidate(candidate=fresh_candidate(candidate), said=said, by=PROSECUTOR, at=now())


def _propose(candidate: Candidate, *, by: Actor = PROSECUTOR) -> None:
    propose_release(candidate=fresh_candidate(candidate), by=by, at=now())


def _release(candidate: Candidate, *, by: Actor = CHARGING) -> CandidateRelease:
    return release_candidate(candidate=fresh_candidate(candidate), by=by, at=now())


def _opened_by(home: Home, sent: OutMessage) -> Message:
    """Return a message as the Commons opens it."""
    return open_envelope(
        sent.as_envelope(),
        room=Room.COMMONS,
        keys=read_valve_keys(home.folder / FILE),
        peers={Room.CASEROOM: (public_card(settings.ROOM_HOME),)},
        at=sent.created_at,
    )


def test_knows_every_state_of_a_candidate() -> None:
    assert set(CANDIDATE.transitions) == set(CANDIDATE.owners) == set(CandidateState.values)


def test_sends_name_contact_language_needs_and_nothing_else(
    candidate: Candidate, commons: Home
) -> None:
    _complete(candidate)
    _propose(candidate)

    release = _release(candidate)

    assert _opened_by(commons, OutMessage.objects.get(pk=release.message)) == CandidateReleased(
        candidate=candidate.token,
        site=candidate.candidate_list.site,
        display_name="Zed Fictional",
        contact="+1 555 0100",
        language="en",
        is_minor=False,
        needs=(Need.TRANSPORT,),
        expires_on=today() + timedelta(days=30),
    )
    assert release.expires_on == release.purge_on == today() + timedelta(days=30)
    assert (release.display_name, release.contact) == (SAID.display_name, SAID.contact)
    assert fresh_candidate(candidate).state == CandidateState.RELEASED


@pytest.mark.usefixtures("commons")
def test_is_released_by_somebody_else(candidate: Candidate) -> None:
    _complete(candidate)
    _propose(candidate, by=CHARGING)

    with pytest.raises(Refused, match="You proposed"):
        _release(candidate, by=CHARGING)
    assert not OutMessage.objects.exists()


def test_is_not_released_by_whoever_wrote_what_is_released(candidate: Candidate) -> None:
    complete_candidate(candidate=fresh_candidate(candidate), said=SAID, by=CHARGING, at=now())
    _propose(candidate)

    with pytest.raises(Refused, match="You wrote what is released"):
        _release(candidate)
    with (
        writing(Candidate, agency=POLICE),
        pytest.raises(DatabaseError, match="no_writer"),
        transaction.atomic(),
    ):
        Candidate.objects.filter(pk=candidate.pk).update(released_by=CHARGING.id)


def test_is_released_by_no_deputy(candidate: Candidate) -> None:
    with pytest.raises(NotPermitted):
        _release(candidate, by=PROSECUTOR)


def test_is_not_proposed_before_it_is_complete(candidate: Candidate) -> None:
    with pytest.raises(Refused, match="Nobody has said whether they are a minor"):
        _propose(candidate)


def test_is_not_released_before_it_is_proposed(candidate: Candidate) -> None:
    _complete(candidate)

    with pytest.raises(Refused, match="cannot become released"):
        _release(candidate)


@pytest.mark.usefixtures("commons")
def test_holds_a_minor_back_without_a_guardian(candidate: Candidate) -> None:
    minor = Invitable("Zed Fictional", "+1 555 0100", "en", is_minor=True)
    _complete(candidate, minor)

    with pytest.raises(Refused, match="a parent or guardian was told"):
        _propose(candidate)


@pytest.mark.usefixtures("commons")
def test_has_a_minor_released_by_the_charging_supervisor_alone(candidate: Candidate) -> None:
    minor = Invitable(
        "Zed Fictional",
        "+1 555 0100",
        "en",
        is_minor=True,
        guardian="Told at home.",
        guardian_told_on=today(),
    )
    _complete(candidate, minor)
    _propose(candidate)

    with pytest.raises(Refused, match="charging supervisor"):
        _release(candidate, by=SUPERVISOR)
    assert _release(candidate, by=CHARGING).is_minor


def _born(candidate: Candidate, on: date | None) -> Entry:
    """Have the entry of a candidate say so, and return it."""
    with reading():
        entry: Entry = Entry.objects.get(pk=candidate.entry_id)
    entry.born = on.isoformat() if on else None
    with writing(Entry, agency=POLICE, verb="correct"):
        entry.save()
    return entry


def _screened_as_minor(candidate: Candidate, way: Way) -> Entry:
    """Have a candidate of unknown age screened as a minor, and decided on."""
    entry = _born(candidate, None)
    screen(entry, is_minor=Finding.YES)
    _decide(entry, way)
    return entry


def _decide(entry: Entry, way: Way) -> None:
    with reading():
        newest = newest_screening(entry)
        assert newest is not None
    decided = Decided(way=way, basis="Looked into.", guardian_told_on=today())
    decide_screening(screening=newest, decided=decided, by=CHARGING, at=now())


@pytest.mark.parametrize(
    ("years", "is_refused"), [(timedelta(days=365 * 17), True), (timedelta(days=366 * 18), False)]
)
def test_takes_nobody_for_of_age_whose_date_of_birth_says_otherwise(
    candidate: Candidate, years: timedelta, *, is_refused: bool
) -> None:
    _born(candidate, today() - years)

    with pytest.raises(Refused, match="they are a minor") if is_refused else nullcontext():
        _complete(candidate)


def test_takes_nobody_for_of_age_whom_the_screening_found_a_minor(candidate: Candidate) -> None:
    entry = _screened_as_minor(candidate, Way.GUARDIAN_NOTICE)
    with pytest.raises(Refused, match="they are a minor"):
        _complete(candidate)

    screen(entry)
    with pytest.raises(Refused, match="they are a minor"):
        _complete(candidate)

    _decide(entry, Way.NOT_BORNE_OUT)
    _complete(candidate)


@pytest.mark.usefixtures("commons")
def test_releases_nobody_as_of_age_who_was_found_a_minor_since(candidate: Candidate) -> None:
    _complete(candidate)
    _propose(candidate)
    entry = _screened_as_minor(candidate, Way.GUARDIAN_NOTICE)

    with pytest.raises(Refused, match="they are a minor"):
        _release(candidate)

    with reading():
        candidate = Candidate.objects.select_related("entry").get(pk=candidate.pk)
        assert entry.pk == candidate.entry_id
        assert any("they are a minor" in said for said in what_is_missing_of(candidate))


@pytest.mark.parametrize(
    "changed",
    [
        {"display_name": "Zed 2"},
        {"contact": "line one\nline two"},
        {"contact": "<b>"},
        {"language": "english"},
        {"display_name": ""},
    ],
)
def test_refuses_what_the_valve_would_not_carry(
    candidate: Candidate, changed: dict[str, str]
) -> None:
    said: dict[str, Any] = {"display_name": "Zed", "contact": "555", "language": "en", **changed}

    with pytest.raises(Refused, match="The Commons cannot be told this"):
        _complete(candidate, Invitable(**said, is_minor=False))


def test_is_proposed_again_after_a_change(candidate: Candidate) -> None:
    _complete(candidate)
    _propose(candidate)

    _complete(candidate, Invitable("Zed Fictional", "+1 555 0199", "es", is_minor=False))

    fresh = fresh_candidate(candidate)
    assert (fresh.state, fresh.proposed_by) == (CandidateState.CHOSEN, None)


@pytest.mark.usefixtures("commons")
def test_changes_nothing_that_was_released(candidate: Candidate) -> None:
    _complete(candidate)
    _propose(candidate)
    _release(candidate)

    with pytest.raises(Refused, match="What was released is not changed"):
        _complete(candidate)


def test_tells_the_commons_of_a_withdrawal_and_not_why(candidate: Candidate, commons: Home) -> None:
    _complete(candidate)
    _propose(candidate)
    _release(candidate)

    withdraw_candidate(candidate=candidate, why="Moved away.", by=PROSECUTOR, at=now())

    sent = OutMessage.objects.get(kind="candidate_status")
    assert _opened_by(commons, sent) == CandidateStatus(
        candidate=candidate.token, status=Standing.WITHDRAWN, on=today()
    )
    assert fresh_candidate(candidate).state == CandidateState.WITHDRAWN


def test_says_nothing_of_who_was_withdrawn_before_a_release(candidate: Candidate) -> None:
    withdraw_candidate(candidate=candidate, why="Not the person.", by=PROSECUTOR, at=now())

    assert not OutMessage.objects.exists()


def test_leaves_nothing_where_the_rooms_do_not_know_each_other(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonground_web.valves.boxes.keys.read_peers", lambda _home: {})
    _complete(candidate)
    _propose(candidate)

    with pytest.raises(Refused, match="do not know each other"):
        _release(candidate)
    assert fresh_candidate(candidate).state == CandidateState.PROPOSED


@pytest.mark.parametrize(
    "released",
    [
        {"released_by": uuid.UUID(PROSECUTOR.id)},
        {"released_by": uuid.uuid4(), "is_minor": True},
        {"released_by": uuid.uuid4(), "is_minor": None},
        {"released_by": None, "state": CandidateState.RELEASED},
        {"state": CandidateState.WITHDRAWN},
    ],
    ids=["one person", "minor", "age not known", "by nobody", "withdrawn by nobody"],
)
def test_keeps_no_release_that_breaks_the_rules(
    candidate: Candidate, released: dict[str, object]
) -> None:
    _complete(candidate)
    _propose(candidate)
    row = fresh_candidate(candidate)
    for name, value in released.items():
        setattr(row, name, value)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(Candidate, agency=POLICE, verb="release"),
    ):
        row.save()


def _banked(candidate: Candidate) -> Case:
    """Return the case of a candidate, which the lock of the list banked."""
    with reading():
        case: Case = Case.objects.select_related("entry").get(entry=candidate.entry_id)
    return case


def _let_expire(_case: Case) -> None:
    expiry(at=now() + timedelta(days=2 * 365))


def _let_fall_due(_case: Case) -> None:
    purge_due(at=now() + timedelta(days=5 * 365 + 2))


def _withdraw(case: Case) -> None:
    withdraw_case(case=case, why="A witness moved.", by=PROSECUTOR, at=now())


def _complete_case(case: Case) -> None:
    complete_case(case=case, why="The term is over.", by=PROSECUTOR, at=now())


def _activate(case: Case) -> None:
    activate_case(case=case, clause="1.1", by=CHARGING, at=now())


ENDS = [
    (_withdraw, Standing.WITHDRAWN),
    (_let_expire, Standing.WITHDRAWN),
    (_let_fall_due, Standing.WITHDRAWN),
    (_complete_case, Standing.COMPLETED),
    (_activate, Standing.ACTIVATED),
]


@pytest.mark.parametrize(("end", "standing"), ENDS)
def test_tells_the_commons_once_that_a_candidate_stands_no_longer(
    candidate: Candidate, commons: Home, end: Callable[[Case], None], standing: Standing
) -> None:
    _complete(candidate)
    _propose(candidate)
    _release(candidate)

    end(_banked(candidate))

    status = _opened_by(commons, OutMessage.objects.get(kind="candidate_status"))
    assert isinstance(status, CandidateStatus)
    assert (status.candidate, status.status) == (candidate.token, standing)
    with reading():
        (row,) = Candidate.objects.filter(pk=candidate.pk).values_list("state", flat=True)
    assert row == CandidateState.ENDED


@pytest.mark.parametrize("end", [end for end, _standing in ENDS])
def test_releases_nobody_whose_case_has_ended(
    candidate: Candidate, end: Callable[[Case], None]
) -> None:
    _complete(candidate)
    _propose(candidate)

    end(_banked(candidate))

    assert not OutMessage.objects.exists()
    with pytest.raises(Refused, match="ended"):
        _release(candidate)


@pytest.mark.usefixtures("commons")
def test_tells_nothing_twice_where_the_name_is_dropped_after_its_case_has_ended(
    candidate: Candidate,
) -> None:
    _complete(candidate)
    _propose(candidate)
    _release(candidate)
    case = _banked(candidate)
    _complete_case(case)

    drop_entry(entry=case.entry, why="One sale, long ago.", by=SUPERVISOR, at=now())

    assert OutMessage.objects.filter(kind="candidate_status").count() == 1
