"""Tests of safe conduct: copied by revision, acknowledged by name, and stronger than a case."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from commonground_web.caseroom.cases.actions import activate_case
from commonground_web.caseroom.cases.banking import let_bank
from commonground_web.caseroom.holds.actions import acknowledge_hold
from commonground_web.caseroom.holds.models import Agreement, Hold
from commonground_web.caseroom.lists.models import Candidate
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.clock import day_of, now
from commonground_web.kernel.home import Home
from commonground_web.kernel.rooms import Room
from commonground_web.valves.boxes.models import Outcome, OutMessage
from commonground_web.valves.boxes.receiving import receive_one
from commonground_web.valves.messages.invitations import AgreementGiven, HoldSet
from commonground_web.valves.messages.shapes import Message
from commonground_web.valves.ways import Kind
from tests.web.caseroom.entering import CHARGING, OFFICER, PROSECUTOR, SUPERVISOR, whole
from tests.web.caseroom.listing import candidate_of, fresh_case, ready
from tests.web.every_room.valves.neighbours import meet_neighbours, sealed_by
from tests.web.plain_record import looking
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

HOLD = uuid.uuid4()


@pytest.fixture
def commons(tmp_path: Path) -> Home:
    """Introduce the Commons to the room."""
    return meet_neighbours(tmp_path)[Room.COMMONS]


@pytest.fixture
def candidate() -> Candidate:
    """Keep somebody who was released to the Commons."""
    return candidate_of(whole())


def come(commons: Home, message: Message) -> Outcome | None:
    """Have a message of the Commons come in."""
    return receive_one(sealed_by(commons, message, at=now()), at=now())


def hold_set(candidate: Candidate, *, revision: int = 1, **said: Any) -> HoldSet:
    """Return a hold that is in force now."""
    lasting: dict[str, Any] = {
        "starts_at": now() - timedelta(hours=1),
        "ends_at": now() + timedelta(days=7),
    }
    return HoldSet(hold=HOLD, candidate=candidate.token, revision=revision, **lasting | said)


def kept() -> Hold:
    """Return the one hold."""
    with looking("hold", "candidate", "entry", at=now()):
        found: Hold = Hold.objects.select_related("candidate__entry").get()
        return found


def test_copies_a_hold_once_however_often_it_comes(commons: Home, candidate: Candidate) -> None:
    assert come(commons, hold_set(candidate)) == Outcome.HANDLED
    assert come(commons, hold_set(candidate)) == Outcome.HANDLED

    assert (kept().hold, kept().revision, kept().candidate_id) == (HOLD, 1, candidate.pk)


def test_takes_a_later_revision_and_leaves_an_earlier(commons: Home, candidate: Candidate) -> None:
    ends_at = now() + timedelta(days=3)
    come(commons, hold_set(candidate, revision=3, ends_at=ends_at))
    come(commons, hold_set(candidate, revision=2, is_lifted=True))

    assert (kept().revision, kept().is_lifted, kept().ends_at) == (3, False, ends_at)


def test_refuses_a_hold_of_nobody_and_one_that_changes_its_person(
    commons: Home, candidate: Candidate
) -> None:
    other = candidate_of(whole(name="Yan Madeup"))
    come(commons, hold_set(candidate))

    assert come(commons, hold_set(other, revision=2)) == Outcome.REFUSED
    nobody = hold_set(candidate).model_copy(
        update={"hold": uuid.uuid4(), "candidate": uuid.uuid4()}
    )
    assert come(commons, nobody) == Outcome.REFUSED


def test_is_acknowledged_by_name_and_tells_the_commons(commons: Home, candidate: Candidate) -> None:
    come(commons, hold_set(candidate))

    acknowledge_hold(hold=kept(), by=SUPERVISOR, at=now())

    assert str(kept().acknowledged_by) == SUPERVISOR.id
    assert kept().is_acknowledged
    assert [row.kind for row in OutMessage.objects.all()] == [Kind.HOLD_ACKNOWLEDGED]
    with pytest.raises(Refused, match="already"):
        acknowledge_hold(hold=kept(), by=PROSECUTOR, at=now())


def test_is_acknowledged_again_when_it_was_changed(commons: Home, candidate: Candidate) -> None:
    come(commons, hold_set(candidate))
    acknowledge_hold(hold=kept(), by=SUPERVISOR, at=now())

    come(commons, hold_set(candidate, revision=2, ends_at=now() + timedelta(days=9)))
    assert not kept().is_acknowledged
    acknowledge_hold(hold=kept(), by=PROSECUTOR, at=now())

    assert kept().acknowledged_revision == 2


def test_is_acknowledged_by_nobody_who_saw_another(commons: Home, candidate: Candidate) -> None:
    come(commons, hold_set(candidate))
    client = signed_in("supervisor")
    shown = client.get(reverse("holds")).content.decode()
    come(commons, hold_set(candidate, revision=2))

    assert 'name="revision" value="1"' in shown
    link = reverse("hold-acknowledge", args=[kept().pk])
    answer = client.post(link, {"revision": "1"}, follow=True).content.decode()

    assert "Somebody changed this" in answer
    assert not kept().is_acknowledged
    client.post(link, {"revision": "2"})
    assert kept().is_acknowledged


def test_is_not_acknowledged_once_it_is_over(commons: Home, candidate: Candidate) -> None:
    come(commons, hold_set(candidate, is_lifted=True))

    with pytest.raises(Refused, match="over"):
        acknowledge_hold(hold=kept(), by=SUPERVISOR, at=now())


def test_is_acknowledged_by_no_officer(commons: Home, candidate: Candidate) -> None:
    come(commons, hold_set(candidate))

    with pytest.raises(NotPermitted):
        acknowledge_hold(hold=kept(), by=OFFICER, at=now())


def test_says_whom_to_ask_where_the_commons_is_unknown(
    commons: Home, candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(commons, hold_set(candidate))
    monkeypatch.setattr("commonground_web.valves.boxes.keys.read_peers", lambda _home: {})

    with pytest.raises(Refused, match="technical administrator"):
        acknowledge_hold(hold=kept(), by=SUPERVISOR, at=now())
    assert not kept().is_acknowledged


def page(role: str) -> str:
    """Return the page of those who must not be arrested."""
    text: str = signed_in(role).get(reverse("holds")).content.decode()
    return text


def test_shows_an_officer_who_must_not_be_arrested_now(commons: Home, candidate: Candidate) -> None:
    assert "Nobody has safe conduct now" in page("officer")

    come(commons, hold_set(candidate))

    assert "Zed Fictional" in page("officer")
    assert "in force" in page("officer")
    assert "Acknowledge it" not in page("officer")
    assert "Acknowledge it" in page("supervisor")


@pytest.mark.parametrize("over", [{"is_lifted": True}, {"ends_at": now() - timedelta(minutes=1)}])
def test_leaves_the_page_once_it_is_over(
    commons: Home, candidate: Candidate, over: dict[str, Any]
) -> None:
    come(commons, hold_set(candidate, **over))

    assert "Nobody has safe conduct now" in page("officer")


def test_shows_a_hold_on_the_page_of_the_entry(commons: Home, candidate: Candidate) -> None:
    come(commons, hold_set(candidate))
    client = signed_in("officer")
    session = client.session
    session["purposes"] = {str(candidate.entry_id): ["entry", "2999-01-01T00:00:00+00:00"]}
    session.save()

    text = client.get(reverse("entry", args=[candidate.entry_id])).content.decode()

    assert "must not be arrested" in text
    assert "nobody has acknowledged it" in text


def test_keeps_a_case_from_being_activated(commons: Home, candidate: Candidate) -> None:
    with looking("entry", at=now()):
        entry = candidate.entry
    case = ready(entry)
    with looking("case", "entry", verb="lock", at=now(), by=CHARGING):
        let_bank(case, by=CHARGING, at=now())
    come(commons, hold_set(candidate))

    with pytest.raises(Refused, match="Safe conduct is in force"):
        activate_case(case=fresh_case(case), clause="2.1", by=CHARGING, at=now())

    come(commons, hold_set(candidate, revision=2, is_lifted=True))
    activate_case(case=fresh_case(case), clause="2.1", by=CHARGING, at=now())


def test_keeps_the_dates_of_the_last_agreement(commons: Home, candidate: Candidate) -> None:
    first = AgreementGiven(
        candidate=candidate.token, given_on=date(2026, 6, 1), ends_on=date(2027, 6, 1)
    )
    later = AgreementGiven(
        candidate=candidate.token, given_on=date(2026, 7, 1), ends_on=date(2027, 7, 1)
    )
    for message in (first, later, first):
        assert come(commons, message) == Outcome.HANDLED

    with looking("hold", "candidate", "entry", at=now()):
        assert Agreement.objects.get().ends_on == date(2027, 7, 1)


@pytest.mark.parametrize(
    ("role", "holds", "terms"),
    [("officer", True, True), ("auditor", True, False), ("analyst", False, False)],
)
def test_tells_whoever_may_know_of_holds_and_of_agreements(
    commons: Home, candidate: Candidate, role: str, *, holds: bool, terms: bool
) -> None:
    come(commons, hold_set(candidate))
    given = {"given_on": date(2026, 6, 1), "ends_on": date(2027, 6, 1)}
    come(commons, AgreementGiven(candidate=candidate.token, **given))
    with looking("entry", at=now()):
        entry = candidate.entry
    case = ready(entry)
    with looking("case", "entry", verb="lock", at=now(), by=CHARGING):
        let_bank(case, by=CHARGING, at=now())
    client = signed_in(role)
    session = client.session
    session["purposes"] = {
        str(pk): ["audit", "2999-01-01T00:00:00+00:00"] for pk in (case.pk, candidate.entry_id)
    }
    session.save()

    of_case = client.get(reverse("case", args=[case.pk])).content.decode()
    of_entry = client.get(reverse("entry", args=[candidate.entry_id])).content.decode()

    assert ("must not be arrested" in of_entry) is holds
    assert ("must not be arrested" in of_case) is holds
    assert ("Term ends on" in of_entry) is terms


def test_is_purged_a_year_after_it_came(commons: Home, candidate: Candidate) -> None:
    come(commons, hold_set(candidate))

    days = kept().purge_on - day_of(kept().received_at)
    assert days == timedelta(days=365)
