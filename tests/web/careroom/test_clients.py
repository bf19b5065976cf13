"""Tests of clients: who sees whom, how they are found, given on and noted."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError

from commonground_web.careroom.clients.actions import add_note, assign_client, change_client
from commonground_web.careroom.clients.finding import name_index
from commonground_web.careroom.clients.models import Client, Note
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.clock import now
from tests.web.careroom.people import OURS, THEIRS, client_of, seen, someone
from tests.web.rows import keep
from tests.web.signed_in import account_with, signed_in
from tests.web.signed_in import client_of as page_of

pytestmark = pytest.mark.django_db


def test_shows_a_navigator_their_own_intake_alone() -> None:
    mine, other = someone("navigator"), someone("navigator")
    client = client_of(mine)

    assert seen(Client, mine) == [client]
    assert seen(Client, other) == []
    assert seen(Client, someone("case_manager")) == [client]
    assert seen(Client, someone("provider_manager")) == [client]
    assert seen(Client, someone("case_manager", agency=THEIRS)) == []


def test_gives_a_client_to_somebody_of_the_same_provider() -> None:
    helper = account_with("navigator", agency=OURS)
    client = client_of(someone())

    assign_client(client=client, to=helper.pk, by=someone("provider_manager"), at=now())

    [given] = seen(Client, someone("provider_manager"))
    assert given.assigned_to == helper.pk


@pytest.mark.parametrize(("role", "agency"), [("navigator", THEIRS), ("provider_manager", OURS)])
def test_gives_a_client_to_nobody_else(role: str, agency: uuid.UUID) -> None:
    other = account_with(role, agency=agency)
    client = client_of(someone())

    with pytest.raises(Refused):
        assign_client(client=client, to=other.pk, by=someone("provider_manager"), at=now())


def test_lets_only_a_manager_give_on() -> None:
    client = client_of(someone())

    with pytest.raises(NotPermitted):
        assign_client(client=client, to=uuid.uuid4(), by=someone(), at=now())


def test_finds_a_name_however_it_is_written() -> None:
    found = {name_index(name, provider=OURS) for name in ("Ash Example", " ash  EXAMPLE ")}

    assert len(found) == 1
    assert name_index("Ash Example", provider=THEIRS) not in found
    assert name_index("Ash Exampl", provider=OURS) not in found


def test_finds_clients_by_name_in_a_form_and_never_by_a_link() -> None:
    client_of(someone())
    client_of(someone(agency=THEIRS))
    room = signed_in("case_manager", agency=OURS)

    found = room.post("/clients/find/", {"name": "ash example"}).content.decode()

    assert found.count("record begun") == 1
    assert "record begun" not in room.get("/clients/find/?name=ash+example").content.decode()


def test_says_the_same_of_a_name_that_is_anothers_and_of_none() -> None:
    client_of(someone(agency=THEIRS), name="Bo Placeholder")
    room = signed_in("case_manager", agency=OURS)

    theirs, nobodys = (
        room.post("/clients/find/", {"name": name}).content.decode().replace(name, "")
        for name in ("Bo Placeholder", "Cy Invented")
    )

    assert "Nobody whom you may see" in theirs
    assert (
        theirs.partition("<main")[2].partition("csrf")[0]
        == (nobodys.partition("<main")[2].partition("csrf")[0])
    )


def test_finds_a_client_by_a_changed_name() -> None:
    case_manager = someone()
    client = client_of(case_manager)

    change_client(
        client=client,
        preferred_name="Ashe Sample",
        contact="",
        language="es",
        by=case_manager,
        at=now(),
    )

    [changed] = seen(Client, case_manager)
    assert changed.name_index == name_index("Ashe Sample", provider=OURS)


def test_keeps_notes_as_they_were_written() -> None:
    case_manager = someone()
    client = client_of(case_manager)
    add_note(client=client, text="Wants a room.", by=case_manager, at=now())

    [note] = seen(Note, case_manager)
    assert note.text == "Wants a room."
    assert seen(Note, someone("navigator")) == []


def test_keeps_no_introduced_client_without_its_reference() -> None:
    with pytest.raises(IntegrityError):
        keep(Client, owner=OURS, origin="commons_invitation", commons_reference="")


def test_shows_a_navigator_the_page_of_their_own_client() -> None:
    account = account_with("navigator", agency=OURS)
    room = page_of(account)
    answer = room.post(
        "/clients/new/", {"preferred_name": "Ash Example", "contact": "", "origin": "self"}
    )

    page = room.get(answer["Location"])
    assert page.status_code == 302
    stated = room.post(page["Location"], {"purpose": "help"}, follow=True).content.decode()

    assert "Ash Example" in stated
    assert account.name in stated
