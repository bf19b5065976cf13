"""Tests of whom a room lets in, by what the Commons published of their agencies."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.conf import settings

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.accounts.actors import actor_of
from commonground_web.kernel.accounts.granting import Term, invite
from commonground_web.kernel.accounts.naming import agencies, sites
from commonground_web.kernel.accounts.policies import roles_to_give
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.rooms import Room, this_room
from commonground_web.valves.published.agencies import in_standing
from tests.web.signed_in import account_with, client_of
from tests.web.snapshots import bound_agency, receive_snapshot

OTHER = Room.CAREROOM if settings.ROOM == Room.CASEROOM else Room.CASEROOM

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(settings.ROOM == Room.COMMONS, reason="the Commons holds its own"),
]


@pytest.fixture
def agency() -> uuid.UUID:
    """Name an agency."""
    return uuid.uuid4()


def test_lets_all_agencies_in_until_a_first_snapshot_arrived(agency: uuid.UUID) -> None:
    assert in_standing(agency, on=today())

    receive_snapshot({})

    assert not in_standing(agency, on=today())


@pytest.mark.parametrize(("days", "is_let_in"), [(-2, False), (-1, True), (0, True), (9, True)])
def test_lets_in_from_the_first_day_on(agency: uuid.UUID, days: int, is_let_in: bool) -> None:
    receive_snapshot(bound_agency(agency))

    assert in_standing(agency, on=today() + timedelta(days=days)) is is_let_in


@pytest.mark.parametrize(("days", "is_let_in"), [(3, True), (4, False)])
def test_lets_nobody_in_once_the_day_passed_though_nothing_new_was_heard(
    agency: uuid.UUID, days: int, is_let_in: bool
) -> None:
    receive_snapshot(bound_agency(agency, until=today() + timedelta(days=3)))

    assert in_standing(agency, on=today() + timedelta(days=days)) is is_let_in


def test_lets_nobody_in_from_the_day_an_agreement_is_ended(agency: uuid.UUID) -> None:
    receive_snapshot(bound_agency(agency, ended_on=today()))

    assert not in_standing(agency, on=today())
    assert in_standing(agency, on=today() - timedelta(days=1))


@pytest.mark.parametrize("works_in", [str(OTHER), "commons", None])
def test_lets_nobody_in_of_an_agency_that_works_elsewhere(
    agency: uuid.UUID, works_in: str | None
) -> None:
    tables = bound_agency(agency)
    tables["agency"][agency]["works_in"] = works_in
    receive_snapshot(tables)

    assert not in_standing(agency, on=today())


def test_lets_nobody_in_by_an_agreement_of_another_kind(agency: uuid.UUID) -> None:
    tables = bound_agency(agency)
    for agreement in tables["agreement"].values():
        agreement["kind"] = "data_use"
    receive_snapshot(tables)

    assert not in_standing(agency, on=today())


def test_asks_in_the_case_room_for_participation_in_its_rules_too(agency: uuid.UUID) -> None:
    tables = bound_agency(agency)
    for agreement in tables["agreement"].values():
        if agreement["kind"] == "part_23":
            agreement["expires_on"] = str(today() - timedelta(days=1))
    receive_snapshot(tables)

    assert in_standing(agency, on=today()) is (this_room() != Room.CASEROOM)


def test_lets_nobody_in_by_the_agreement_of_another_agency(agency: uuid.UUID) -> None:
    other, tables = uuid.uuid4(), bound_agency(agency)
    tables["agency"][other] = dict(tables["agency"][agency])
    receive_snapshot(tables)

    assert in_standing(agency, on=today())
    assert not in_standing(other, on=today())


def test_closes_access_in_the_middle_of_a_session(agency: uuid.UUID) -> None:
    account = account_with(settings.ROOM_APPROVER, agency=agency)
    client = client_of(account)
    receive_snapshot(bound_agency(agency))
    assert client.get("/people/").status_code == 200

    receive_snapshot(bound_agency(agency, ended_on=today()))

    assert client.get("/people/").status_code == 404
    assert b"Your roles rest" in client.get("/people/me/").content


def test_holds_an_account_without_an_agency_to_no_agreement() -> None:
    founder = account_with("administrator", agency=None)
    receive_snapshot({})

    assert "administrator" in actor_of(founder, on=today()).roles


def test_refuses_to_invite_somebody_of_an_agency_that_works_elsewhere(agency: uuid.UUID) -> None:
    administrator = actor_of(account_with("administrator", agency=None), on=today())
    receive_snapshot(bound_agency(agency, works_in=str(OTHER)))
    term = Term(role=next(iter(roles_to_give())), since=today())

    with pytest.raises(Refused, match="not let into this room"):
        invite(
            email="new@example.org",
            name="Bea Fictional",
            agency=agency,
            term=term,
            by=administrator,
            at=now(),
        )


def test_calls_agencies_and_sites_by_their_names(agency: uuid.UUID) -> None:
    site = uuid.uuid4()
    receive_snapshot({**bound_agency(agency), "site": {site: {"name": "Larkhaven East"}}})

    assert agencies() == {agency: f"Agency {agency.hex[:8]}"}
    assert sites() == {site: "Larkhaven East"}
