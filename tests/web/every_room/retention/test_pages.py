"""Tests of the pages on keeping and letting go, as people walk through them."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from commonground_web.kernel.clock import now, today
from commonground_web.kernel.purge.clockwork import purge_due
from commonground_web.kernel.purge.models import Purge
from commonground_web.kernel.purge.states import State
from commonground_web.kernel.retention.days import purge_day
from commonground_web.kernel.retention.naming import reference_of
from commonground_web.kernel.rooms import this_room
from tests.web.plain_record import AGENCY, HOLDERS, KEEPERS, found, make_record, plain_model
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def entered() -> datetime:
    """Return a moment so long ago that what was entered then is to be purged within 90 days."""
    kept = purge_day(plain_model(), at=now()) - today()
    return now() - kept + timedelta(days=20)


def keeper() -> Client:
    """Return a browser in which somebody has signed in who decides how long records are kept."""
    return signed_in(KEEPERS[this_room()], agency=AGENCY)


def holder() -> Client:
    """Return a browser in which somebody has signed in who places legal holds."""
    return signed_in(HOLDERS[this_room()], agency=AGENCY)


def page(room: Client, address: str) -> str:
    """Return a page that is there."""
    answer: Any = room.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_retain_a_record_by_two_persons(entered: datetime) -> None:
    key = make_record(at=entered)
    one, other = keeper(), keeper()
    before = found(key, at=now()).purge_on
    propose = _links(page(one, "/retention/"), f"{key}/propose/")[0]
    assert "<form" in page(one, propose)

    one.post(
        propose, {"decision": "retain", "reason": "still_valid", "explanation": "Asked again."}
    )
    address = _links(page(other, "/retention/"), "/retention/proposals/")[0]
    _state(other, address.rstrip("/").rpartition("/")[2])
    assert "Asked again." in page(other, address)
    one.post(f"{address}confirm/")
    assert found(key, at=now()).purge_on == before
    other.post(f"{address}confirm/")

    assert found(key, at=now()).purge_on == purge_day(plain_model(), at=now())
    assert "Nothing waits." in page(one, "/retention/")


def test_says_why_it_refuses(entered: datetime) -> None:
    key = make_record(at=entered)
    room = keeper()
    propose = _links(page(room, "/retention/"), f"{key}/propose/")[0]
    said = {"decision": "retain", "reason": "still_valid", "explanation": "Asked again."}
    room.post(propose, said)

    answer: Any = room.post(propose, said)

    assert "waits already" in answer.content.decode()


def test_keep_records_for_fewer_days_by_two_persons() -> None:
    one, other = keeper(), keeper()
    label = plain_model()._meta.label_lower

    answer: Any = one.post("/retention/rules/change/", {"record_type": label, "days": 99_999})
    assert "from 1 to" in answer.content.decode()
    one.post("/retention/rules/change/", {"record_type": label, "days": 30})
    confirm = _actions(page(other, "/retention/"), "/retention/rules/")[0]
    other.post(confirm)

    assert purge_day(plain_model(), at=now()) <= today() + timedelta(days=30)


def test_witness_a_purge_without_seeing_content(entered: datetime) -> None:
    key = make_record(at=entered - timedelta(days=20), text="Unseen canary.")
    purge_due(at=now())
    room = keeper()
    address = _links(page(room, "/keeping/purges/"), "/keeping/purges/")[-1]

    shown = page(room, address)
    assert f">{reference_of(key)}<" in shown
    assert "canary" not in shown
    assert "Fictional" not in shown
    room.post(f"{address}witness/")
    assert Purge.objects.get().state == State.WITNESSED
    purge_due(at=now())

    done = page(room, "/keeping/purges/")
    assert "Nothing is due." in done
    assert re.search(r'data-label="Witness">Test [0-9a-f]{6}<', done)


def test_hold_a_record_by_two_persons(entered: datetime) -> None:
    key = make_record(at=entered)
    one, other = holder(), holder()
    label = plain_model()._meta.label_lower
    place = f"/keeping/holds/{label}/{key}/place/"
    assert "<form" in page(one, place)

    one.post(place, {"authority": "Order 17.", "expires_on": f"{today() + timedelta(40)}"})
    confirm = _actions(page(other, "/keeping/holds/"), "/confirm/")[0]
    other.post(confirm)
    release = _actions(page(one, "/keeping/holds/"), "/release/")[0]
    assert purge_due(at=now() + timedelta(days=30)).listed == 0
    one.post(release)
    other.post(release)

    assert "No holds." in page(one, "/keeping/holds/")


def test_finds_nothing_of_a_kind_that_is_none() -> None:
    room = keeper()

    for kind in ("accounts.account", "nothing", "retention.retentionreview"):
        assert room.get(f"/retention/{kind}/{uuid.uuid4()}/propose/").status_code == 404


def _links(shown: str, part: str) -> list[str]:
    return [link for link in re.findall(r'href="([^"]*)"', shown) if part in link]


def _actions(shown: str, part: str) -> list[str]:
    return [link for link in re.findall(r'action="([^"]*)"', shown) if part in link]


def _state(room: Client, key: str) -> None:
    session = room.session
    session["purposes"] = {key: ["audit", "2999-01-01T00:00:00+00:00"]}
    session.save()
