"""Tests of the list of clients: of one's own provider, and as a file without names."""

import uuid

import pytest

from commonground_web.careroom.clients.actions import Came, create_client
from commonground_web.careroom.clients.models import Client
from commonground_web.careroom.encounters.models import Encounter, Zone
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.models import AuditEvent
from commonground_web.kernel.clock import now
from commonground_web.kernel.compartments.records import Record
from tests.web.addresses import state_purpose
from tests.web.exports import taken
from tests.web.rows import keep
from tests.web.signed_in import signed_in
from tests.web.snapshots import receive_snapshot

MINE, THEIRS = uuid.uuid4(), uuid.uuid4()


def _begin(agency: uuid.UUID, name: str) -> Client:
    by = Actor(str(uuid.uuid4()), frozenset({"navigator"}), agency)
    return create_client(preferred_name=name, contact="=HYPERLINK(1)", by=by, at=now())


@pytest.mark.django_db
def test_shows_nothing_of_another_provider() -> None:
    _begin(MINE, "Ash Example")
    _begin(THEIRS, "Bo Placeholder")

    page = signed_in("case_manager", agency=MINE).get("/clients/").content.decode()

    assert "Ash Example" in page
    assert "Bo Placeholder" not in page
    assert "1 row<" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "model", "holds"),
    [("/clients/", Client, None), ("/encounters/", Encounter, Zone)],
)
def test_narrows_to_one_site(address: str, model: type[Record], holds: type[Record] | None) -> None:
    here, there = uuid.uuid4(), uuid.uuid4()
    receive_snapshot({"site": {pk: {"name": str(pk)} for pk in (here, there)}})
    for site in (here, there):
        given = {"zone": keep(holds, owner=MINE, site=site)} if holds else {"site": site}
        keep(model, owner=MINE, **given)
    room = signed_in("provider_manager", agency=MINE)

    whole = room.get(address).content.decode()
    narrowed = room.get(address, {"site": str(there)}).content.decode()

    assert "2 rows<" in whole
    assert "1 row<" in narrowed


@pytest.mark.django_db
def test_writes_a_file_without_names_and_without_others() -> None:
    mine, theirs = _begin(MINE, "Ash Example"), _begin(THEIRS, "Bo Placeholder")

    answer = taken(
        "/clients/export/?as=csv", by="provider_manager", second="provider_manager", agency=MINE
    )

    text = answer.content.decode("utf-8-sig")
    assert str(mine.pk) in text
    assert str(theirs.pk) not in text
    assert "Ash" not in text
    assert "HYPERLINK" not in text
    event = AuditEvent.objects.select_related("seal").order_by("-seal__seq").first()
    assert event
    assert event.verb == "export"
    assert "export.taken" in event.seal.acts
    assert event.seal.ids["clients.client"] == [str(mine.pk)]
    assert str(event.pk) in text


@pytest.mark.django_db
def test_gives_no_file_to_whoever_may_only_look() -> None:
    client = signed_in("navigator", agency=MINE)
    _begin(MINE, "Ash Example")

    assert client.get("/clients/export/?as=csv").status_code == 404
    assert b"CSV" not in client.get("/clients/").content


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["clients", "encounters", "legal-process"])
def test_offers_the_first_step_once(path: str) -> None:
    page = signed_in("case_manager", agency=MINE).get(f"/{path}/").content.decode()

    assert page.partition("<main")[2].count(f'href="/{path}/new/"') == 1


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["clients", "encounters"])
def test_offers_no_first_step_to_whoever_may_not_take_it(path: str) -> None:
    page = signed_in("provider_manager", agency=MINE).get(f"/{path}/").content.decode()

    assert f'href="/{path}/new/"' not in page.partition("<main")[2]


@pytest.mark.django_db
def test_calls_a_language_by_its_name() -> None:
    by = Actor(str(uuid.uuid4()), frozenset({"navigator"}), MINE)
    came = Came(language="ht")
    client = create_client(preferred_name="Ash Example", contact="", came=came, by=by, at=now())
    room = signed_in("case_manager", agency=MINE)
    state_purpose(room, client.pk)

    assert "Haitian Creole" in room.get(f"/clients/{client.pk}/").content.decode()


@pytest.mark.django_db
def test_keeps_a_language_that_is_not_among_those_to_choose_from() -> None:
    by = Actor(str(uuid.uuid4()), frozenset({"navigator"}), MINE)
    came = Came(language="mam-GT")
    client = create_client(preferred_name="Ash Example", contact="", came=came, by=by, at=now())
    room = signed_in("case_manager", agency=MINE)
    state_purpose(room, client.pk)

    said = {"preferred_name": "Ash", "contact": "", "language": "mam-GT"}
    answer = room.post(f"/clients/{client.pk}/change/", said)

    assert answer["Location"] == f"/clients/{client.pk}/"
