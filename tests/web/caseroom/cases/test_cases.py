"""Tests of cases: built, found ready by a prosecutor, banked until a day, and never after it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from commonground_web.caseroom.cases.actions import (
    Bought,
    Charge,
    activate_case,
    change_buy,
    change_case,
    complete_case,
    decline_case,
    find_ready,
    return_case,
    why_not_activatable,
    withdraw_case,
)
from commonground_web.caseroom.cases.banking import let_bank, why_not_bankable
from commonground_web.caseroom.cases.clocks import expiry
from commonground_web.caseroom.cases.codes import Laboratory
from commonground_web.caseroom.cases.forms import BuyForm, CaseForm
from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.cases.states import LIMITATION_MARGIN, MACHINE, State, bank_until
from commonground_web.caseroom.entries.actions import drop_entry
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.moves import WEIGHED, Weighed, follow_lock, reasons_against
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.clock import day_of, now, today
from tests.web.addresses import state_purpose
from tests.web.caseroom.entering import (
    AGENCY,
    CHARGING,
    OFFICE,
    OFFICER,
    PROSECUTOR,
    SITE,
    SUPERVISOR,
    draft,
    somebody,
    whole,
)
from tests.web.caseroom.listing import fresh_case, ready, some_buy, some_case
from tests.web.caseroom.people import signed_policy
from tests.web.plain_record import looking
from tests.web.rows import writing
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1))


@pytest.fixture
def entry() -> Entry:
    """Keep an entry that is in use."""
    return whole()


@contextmanager
def locking(*, at: datetime) -> Iterator[None]:
    """Open the event of somebody who locks a list."""
    with looking("candidate_list", *WEIGHED, verb="lock", at=at, by=CHARGING):
        yield


def banked(entry: Entry, *, at: datetime | None = None, ends_on: date | None = None) -> Case:
    """Keep a case that a locked list banked."""
    at = at or now()
    case = ready(entry, at=at, program_ends_on=ends_on)
    with locking(at=at):
        let_bank(case, by=CHARGING, at=at)
    return fresh_case(case)


def test_has_a_machine_of_every_state_each_with_an_owner() -> None:
    assert set(MACHINE.transitions) == set(MACHINE.owners) == set(State.values)
    assert {to for ways in MACHINE.transitions.values() for to in ways} <= set(State.values)
    assert set(MACHINE.owners.values()) <= {*room_roles(), "clock", "nobody"}


def test_leads_nowhere_from_expired() -> None:
    assert not MACHINE.transitions[State.EXPIRED]


@given(program_ends_on=DAYS, limitation_on=DAYS)
def test_is_banked_no_longer_than_the_programme_nor_near_limitation(
    program_ends_on: date, limitation_on: date
) -> None:
    last = bank_until(program_ends_on=program_ends_on, limitation_on=limitation_on)

    assert last <= program_ends_on
    assert last <= limitation_on - LIMITATION_MARGIN
    assert last in {program_ends_on, limitation_on - LIMITATION_MARGIN}


def test_is_found_ready_by_nobody_who_added_a_buy(entry: Entry) -> None:
    case = some_case(entry, by=somebody("prosecutor", agency=PROSECUTOR.agency))
    some_buy(case, by=PROSECUTOR)

    with pytest.raises(Refused, match="added a buy"):
        find_ready(
            case=fresh_case(case),
            program_ends_on=today() + timedelta(days=300),
            by=PROSECUTOR,
            at=now(),
        )


def test_is_not_activated_against_somebody_whose_name_was_dropped(entry: Entry) -> None:
    case = banked(entry)
    drop_entry(entry=entry, why="One sale, long ago.", by=SUPERVISOR, at=now())

    with pytest.raises(Refused, match="was dropped"):
        activate_case(case=fresh_case(case), clause="1.1", by=CHARGING, at=now())


@pytest.mark.parametrize("changed", ["case", "buy"])
def test_is_found_ready_by_nobody_who_changed_it(entry: Entry, changed: str) -> None:
    case = some_case(entry, by=somebody("prosecutor", agency=OFFICE))
    buy = some_buy(case, by=somebody("prosecutor", agency=OFFICE))
    if changed == "case":
        with looking("case", "entry", at=now()):
            charge = Charge(**CaseForm.standing(case))
        change_case(case=fresh_case(case), charge=charge, by=PROSECUTOR, at=now())
    else:
        with looking("case", "entry", at=now()):
            bought = Bought(**BuyForm.standing(buy))
        change_buy(buy=buy, bought=bought, by=PROSECUTOR, at=now())
    ends_on = today() + timedelta(days=300)

    with pytest.raises(Refused, match="changed a case"):
        find_ready(case=fresh_case(case), program_ends_on=ends_on, by=PROSECUTOR, at=now())
    find_ready(
        case=fresh_case(case),
        program_ends_on=ends_on,
        by=somebody("prosecutor", agency=OFFICE),
        at=now(),
    )


def test_is_shown_once_it_is_opened_without_asking_anew_why(entry: Entry) -> None:
    client = signed_in("officer")
    state_purpose(client, entry.pk)
    said = {
        "number": "26-9",
        "offences": "35A",
        "statute": "Sale (made up)",
        "drug": "B",
        "fentanyl": "no",
        "holder": "prosecutor",
        **{name: str(today()) for name in ("first_on", "last_on")},
        "limitation_on": str(today() + timedelta(days=900)),
    }

    answer = client.post(reverse("case-create", args=[entry.pk]), said, follow=True)

    with looking("case", at=now()):
        case = Case.objects.get(entry=entry)
    assert answer.redirect_chain == [(reverse("case", args=[case.pk]), 302)]
    assert "26-9" in answer.content.decode()


def test_is_shown_to_officers_of_its_own_agency_until_it_is_banked(entry: Entry) -> None:
    case = some_case(entry)
    another = somebody("officer", agency=uuid.uuid4())

    with looking("case", at=now()):
        assert Case.objects.restrict(OFFICER).get() == case
        assert Case.objects.restrict(PROSECUTOR).get() == case
        assert not Case.objects.restrict(another)

    bank = banked(whole())
    with looking("case", at=now()):
        assert Case.objects.restrict(another).get() == bank


def test_is_built_on_no_entry_that_nobody_accepted() -> None:
    with pytest.raises(Refused, match="accepted"):
        some_case(draft())


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"offences": []}, "at least one"),
        ({"first_on": date(2026, 6, 2), "last_on": date(2026, 6, 1)}, "not after the last"),
        ({"last_on": date(2190, 1, 1)}, "in the future"),
        ({"limitation_on": date(2020, 1, 1)}, "Limitation comes after"),
    ],
)
def test_refuses_dates_out_of_order(entry: Entry, said: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        some_case(entry, **said)


@pytest.mark.parametrize(
    "lack",
    [
        {"is_on_video": False},
        {"laboratory": Laboratory.WAITING},
        {"laboratory": Laboratory.NEGATIVE},
        {"has_custody": False},
        {"has_statement": False},
        {"has_warrant": False},
    ],
)
def test_is_not_ready_without_a_complete_buy(entry: Entry, lack: dict[str, Any]) -> None:
    case = some_case(entry)
    some_buy(case, **lack)

    with pytest.raises(Refused, match="complete buy"):
        find_ready(
            case=fresh_case(case),
            program_ends_on=today() + timedelta(days=99),
            by=PROSECUTOR,
            at=now(),
        )


def test_is_found_ready_by_a_prosecutor_who_did_not_open_it(entry: Entry) -> None:
    case = some_case(entry, by=PROSECUTOR)
    some_buy(case, by=PROSECUTOR)
    ends_on = today() + timedelta(days=99)

    with pytest.raises(Refused, match="another prosecutor"):
        find_ready(case=fresh_case(case), program_ends_on=ends_on, by=PROSECUTOR, at=now())
    with pytest.raises(NotPermitted):
        find_ready(case=fresh_case(case), program_ends_on=ends_on, by=SUPERVISOR, at=now())
    find_ready(case=fresh_case(case), program_ends_on=ends_on, by=CHARGING, at=now())

    assert fresh_case(case).state == State.READY


def test_is_not_ready_when_it_could_not_be_banked_any_more(entry: Entry) -> None:
    case = some_case(entry, limitation_on=today() + LIMITATION_MARGIN)
    some_buy(case)

    with pytest.raises(Refused, match="which is past"):
        find_ready(
            case=fresh_case(case),
            program_ends_on=today() + timedelta(days=99),
            by=PROSECUTOR,
            at=now(),
        )


def test_is_changed_only_while_it_is_built_and_by_those_who_build_it(entry: Entry) -> None:
    case = ready(entry)
    charge = CaseForm.standing(case)
    form = CaseForm(charge)
    assert form.is_valid()

    with pytest.raises(Refused, match="being built"):
        change_case(case=fresh_case(case), charge=form.charge(), by=OFFICER, at=now())
    return_case(case=case, why="Another statute.", by=PROSECUTOR, at=now())
    assert fresh_case(case).reviewed_by is None
    with pytest.raises(Refused, match="agency that opened it"):
        change_case(
            case=case, charge=form.charge(), by=somebody("officer", agency=uuid.uuid4()), at=now()
        )
    change_case(case=fresh_case(case), charge=form.charge(), by=OFFICER, at=now())


def weighed(entry: Entry, verdict: Verdict = Verdict.BANK) -> list[Weighed]:
    """Return an entry as a list weighs it."""
    return [Weighed(entry, verdict, frozenset({AGENCY, OFFICE}))]


def test_keeps_a_list_open_while_somebody_to_be_banked_has_no_ready_case(entry: Entry) -> None:
    signed_policy()
    with locking(at=now()):
        assert reasons_against(CandidateList(site=SITE), weighed(entry)) == [
            "1 person to be banked: no case is ready: with a complete buy, and reviewed by a "
            "prosecutor."
        ]
        assert not reasons_against(CandidateList(site=SITE), weighed(entry, Verdict.DROP))


def test_is_banked_when_a_list_is_locked(entry: Entry) -> None:
    case = ready(entry)
    signed_policy()
    with locking(at=now()):
        assert not reasons_against(CandidateList(site=SITE), weighed(entry))
        follow_lock(CandidateList(), weighed(entry), by=CHARGING, at=now())

    held = fresh_case(case)
    assert (held.state, str(held.banked_by)) == (State.BANKED, CHARGING.id)
    assert held.bank_until == held.program_ends_on


def test_says_why_it_cannot_be_banked(entry: Entry) -> None:
    case = ready(entry, program_ends_on=today() + timedelta(days=5))

    with locking(at=now()):
        assert why_not_bankable(entry) is None
    with locking(at=now() + timedelta(days=6)):
        assert "is over" in str(why_not_bankable(entry))
    withdraw_case(case=case, why="A witness moved.", by=PROSECUTOR, at=now())
    with locking(at=now()):
        assert "no case is ready" in str(why_not_bankable(entry))


def noon_after(case: Case, days: int = 1) -> datetime:
    """Return noon of a day after the last day of a banked case."""
    assert case.bank_until
    day = case.bank_until + timedelta(days=days)
    return datetime(day.year, day.month, day.day, 18, tzinfo=UTC)


def test_expires_by_itself_after_its_last_day_and_not_on_it(entry: Entry) -> None:
    case = banked(entry)

    expiry(at=noon_after(case, 0))
    assert fresh_case(case).state == State.BANKED
    expiry(at=noon_after(case))

    held = fresh_case(case)
    assert (held.state, held.expired_on) == (State.EXPIRED, day_of(noon_after(case)))


def test_is_activated_by_a_prosecutor_for_a_clause_in_time(entry: Entry) -> None:
    case = banked(entry)

    with pytest.raises(Refused, match="clause"):
        activate_case(case=case, clause=" ", by=CHARGING, at=now())
    with pytest.raises(NotPermitted):
        activate_case(case=case, clause="2.1", by=SUPERVISOR, at=now())
    activate_case(case=case, clause="2.1", by=CHARGING, at=now())

    assert fresh_case(case).state == State.ACTIVATED


def test_is_not_activated_once_it_has_expired(entry: Entry) -> None:
    case = banked(entry)
    expiry(at=noon_after(case))

    with pytest.raises(Refused, match="has expired"):
        activate_case(case=fresh_case(case), clause="2.1", by=CHARGING, at=now())


def test_is_not_activated_after_its_last_day_though_no_clock_ran(entry: Entry) -> None:
    case = banked(entry)

    with pytest.raises(Refused, match="has expired"):
        activate_case(case=case, clause="2.1", by=CHARGING, at=noon_after(case))


def test_is_activated_only_from_the_bank(entry: Entry) -> None:
    case = ready(entry)
    with looking("case", "entry", "hold", "candidate", at=now()):
        assert why_not_activatable(case, at=now()) == ("Only a banked case is activated.",)


@pytest.mark.parametrize(
    "change",
    [
        {"state": State.ACTIVATED, "clause": "2.1"},
        {"state": State.ACTIVATED, "activated_on": date(2020, 1, 1)},
        {"state": State.BANKED},
        {"state": State.ACTIVATED, "expired_on": None, "activated_on": None},
        {"expired_on": None, "state": State.EXPIRED},
        {"state": State.COMPLETED},
    ],
)
def test_does_not_come_back_from_expired_behind_the_action(
    entry: Entry, change: dict[str, object]
) -> None:
    case = banked(entry)
    expiry(at=noon_after(case))
    held = fresh_case(case)
    if change["state"] == State.ACTIVATED:
        held.activated_by = uuid.UUID(PROSECUTOR.id)
        held.activated_on = held.bank_until
        held.clause = "2.1"
    for name, value in change.items():
        setattr(held, name, value)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(Case, Entry, agency=AGENCY, verb="activate"),
    ):
        held.save()


@pytest.mark.parametrize(
    "change",
    [
        {"bank_until": date(2190, 1, 1)},
        {"bank_until": None},
        {"program_ends_on": None},
        {"reviewed_by": None},
        {"banked_by": None},
    ],
)
def test_is_not_banked_beyond_its_bounds_behind_the_action(
    entry: Entry, change: dict[str, object]
) -> None:
    held = banked(entry)
    for name, value in change.items():
        setattr(held, name, value)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(Case, Entry, agency=AGENCY, verb="update"),
    ):
        held.save()


def test_ends_with_a_reason(entry: Entry) -> None:
    done, declined = banked(entry), ready(whole(name="Yan Madeup"))

    complete_case(case=done, why="The term is over.", by=PROSECUTOR, at=now())
    decline_case(case=declined, why="Too weak.", by=CHARGING, at=now())

    assert fresh_case(done).state == State.COMPLETED
    assert (fresh_case(declined).state, fresh_case(declined).why) == (State.DECLINED, "Too weak.")
    with pytest.raises(Refused, match="nowhere"):
        withdraw_case(case=done, why="Late.", by=PROSECUTOR, at=now())
