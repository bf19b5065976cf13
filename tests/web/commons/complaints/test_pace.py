"""Tests of how often complaints may be sent: no flood, and nothing kept of where they come from."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from django.urls import reverse

from commonground_web.commons.agencies.actions import add_agency, correct_agency
from commonground_web.commons.agencies.models import Kind
from commonground_web.commons.complaints.actions import making
from commonground_web.commons.complaints.actions.making import HOUR, TooMany, make_complaint
from commonground_web.commons.complaints.models import Complaint
from commonground_web.commons.complaints.pace import COMPLAINTS, TRIES, Pace
from commonground_web.kernel.access.actor import VISITOR, Actor
from commonground_web.kernel.clock import now
from tests.shared import ROOT
from tests.web.commons.complaints.heard import looking, made
from tests.web.signed_in import visitor

pytestmark = pytest.mark.django_db

DIRECTOR = Actor(str(uuid.uuid4()), frozenset({"director"}))
CONTEST = {"grounds": ["not_me"], "asks": "review", "name": "", "text": "It is not me."}


@pytest.fixture(autouse=True)
def _nobody_sent() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _send(text: str = "The lamp is broken.", *, address: str = "192.0.2.1") -> Any:
    said = {"about": "safety", "text": text}
    return visitor().post(reverse("complaint-create"), said, REMOTE_ADDR=address)


def _kept() -> int:
    with looking():
        return Complaint.objects.count()


def _from(address: str) -> Any:
    return RequestFactory().get("/", REMOTE_ADDR=address)


def test_takes_so_many_of_one_connection_and_says_when_it_takes_more() -> None:
    for _ in range(COMPLAINTS.most):
        assert _send().status_code == 200

    refused = _send("One more.")

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= HOUR.total_seconds()
    text = refused.content.decode()
    assert "Send it again at" in text
    assert "One more." in text
    assert _kept() == COMPLAINTS.most


def test_counts_contests_with_complaints() -> None:
    for _ in range(COMPLAINTS.most):
        _send()

    assert (
        visitor().post(reverse("contest-create"), CONTEST, REMOTE_ADDR="192.0.2.1").status_code
        == 429
    )


def test_takes_those_of_others_meanwhile() -> None:
    for _ in range(COMPLAINTS.most + 1):
        _send()

    assert _send(address="192.0.2.2").status_code == 200


def test_counts_only_what_was_kept() -> None:
    for _ in range(COMPLAINTS.most):
        assert _send("").status_code == 200

    assert "It is kept" in _send().content.decode()


def test_takes_all_addresses_of_one_home_for_one() -> None:
    pace = Pace("test", most=1, every=HOUR)

    pace.take(_from("2001:db8:1:2::1"), at=now())

    assert pace.free_at(_from("2001:db8:1:2:ffff::9"))
    assert not pace.free_at(_from("2001:db8:1:3::1"))


def test_gives_each_place_back_when_its_time_is_over() -> None:
    at = now()
    pace = Pace("test", most=2, every=HOUR)
    pace.take(_from("192.0.2.1"), at=at - timedelta(minutes=20))
    assert pace.free_at(_from("192.0.2.1")) is None

    pace.take(_from("192.0.2.1"), at=at)

    assert pace.free_at(_from("192.0.2.1")) == at + timedelta(minutes=40)


def test_holds_no_address_in_what_is_counted() -> None:
    _send(address="192.0.2.77")

    assert cache._cache  # type: ignore[attr-defined]
    assert "192.0.2.77" not in str(cache._cache)  # type: ignore[attr-defined]


def test_takes_so_many_an_hour_from_everywhere_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST_AN_HOUR", 2)
    made()
    made()

    assert _send().status_code == 429
    with pytest.raises(TooMany):
        make_complaint(about="safety", text="x", by=VISITOR, at=now())
    make_complaint(about="safety", text="x", by=VISITOR, at=now() + HOUR)


def test_says_where_else_to_go_as_the_office_tells_it() -> None:
    page = visitor().get(reverse("complaint-create")).content.decode()
    assert "Ask at city hall" in page
    office = add_agency(name="Rights Office", kind=Kind.OVERSIGHT, by=DIRECTOR, at=now())

    correct_agency(
        agency=office, name=office.name, reached_at="Room 12; 555 0117", by=DIRECTOR, at=now()
    )

    for name in ("complaint-create", "contest-create"):
        page = visitor().get(reverse(name)).content.decode()
        assert "Rights Office: Room 12; 555 0117." in page


def test_is_what_the_page_of_limits_says() -> None:
    page = (ROOT / "docs" / "reference" / "limits.md").read_text(encoding="utf-8")
    minutes = TRIES.every // timedelta(minutes=1)

    assert COMPLAINTS.every == HOUR
    assert f"{COMPLAINTS.most} complaints in an hour from one network address" in page
    assert f"{making.MOST_AN_HOUR} from all" in page
    assert f"{TRIES.most} tries of a code in {minutes} minutes" in page
    assert f"{making.MOST_WORDS} additions to one complaint" in page
