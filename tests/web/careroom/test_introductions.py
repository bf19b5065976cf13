"""Tests of introductions: kept for one provider, picked up or not, and nothing goes back."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from commonground_web.careroom.clients.actions import pick_up
from commonground_web.careroom.clients.models import Client, Origin
from commonground_web.careroom.introductions.actions import let_lapse
from commonground_web.careroom.introductions.models import MACHINE, Introduction, State
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.home import Home
from commonground_web.kernel.purge.clockwork import purge_due
from commonground_web.valves.boxes.models import Outcome, OutMessage
from tests.web.careroom.people import OURS, THEIRS, introduce, introduced, publish, seen, someone
from tests.web.signed_in import account_with, signed_in
from tests.web.signed_in import client_of as page_of

pytestmark = pytest.mark.django_db


def test_keeps_an_introduction_for_the_provider_that_is_named(commons: Home) -> None:
    assert introduce(commons) is Outcome.HANDLED

    [kept] = introduced(someone("navigator"))
    assert (kept.preferred_name, kept.provider, kept.state) == ("Zed Fictional", OURS, "waiting")
    assert introduced(someone("navigator", agency=THEIRS)) == []


def test_keeps_nothing_of_the_identifier_of_the_commons(commons: Home) -> None:
    told = uuid.uuid4()
    introduce(commons, introduction=told)

    [kept] = introduced(someone("navigator"))
    assert str(told) not in {str(value) for value in vars(kept).values()}
    assert kept.pk != told


def test_refuses_an_introduction_that_is_over(commons: Home) -> None:
    assert introduce(commons, expires_on=today() - timedelta(days=1)) is Outcome.REFUSED


def test_becomes_a_client_when_a_navigator_picks_up(commons: Home) -> None:
    introduce(commons)
    navigator = someone("navigator")
    [waiting] = introduced(navigator)

    client = pick_up(introduction=waiting, by=navigator, at=now())

    assert (client.preferred_name, client.origin) == ("Zed Fictional", Origin.INVITATION)
    assert client.commons_reference == waiting.reference
    assert client.site == waiting.site
    assert seen(Client, navigator) == [client]
    assert introduced(navigator) == []


@pytest.mark.parametrize("act", [pick_up, let_lapse])
def test_empties_what_is_closed(commons: Home, act: object) -> None:
    introduce(commons)
    navigator = someone("navigator")
    [waiting] = introduced(navigator)

    act(introduction=waiting, by=navigator, at=now())  # type: ignore[operator]

    assert introduced(navigator) == []
    with pytest.raises(Refused):
        pick_up(introduction=waiting, by=navigator, at=now())


def test_lets_only_navigators_pick_up(commons: Home) -> None:
    introduce(commons)
    [waiting] = introduced(someone("navigator"))

    with pytest.raises(NotPermitted):
        pick_up(introduction=waiting, by=someone("provider_manager"), at=now())


def test_is_gone_once_its_day_has_come(commons: Home) -> None:
    introduce(commons)
    navigator, later = someone("navigator"), now() + timedelta(days=11)

    assert introduced(navigator, at=later) == []
    purge_due(at=later)
    purge_due(at=later + timedelta(days=30))
    assert [seal.acts for seal in AuditSeal.objects.order_by("seq") if "purge.deleted" in seal.acts]


@pytest.mark.parametrize("history", ["nothing", "picked up", "lapsed", "expired"])
def test_sends_nothing_back_whatever_happens(commons: Home, history: str) -> None:
    introduce(commons)
    navigator = someone("navigator")
    [waiting] = introduced(navigator)
    if history == "picked up":
        pick_up(introduction=waiting, by=navigator, at=now())
    elif history == "lapsed":
        let_lapse(introduction=waiting, by=navigator, at=now())
    elif history == "expired":
        purge_due(at=now() + timedelta(days=40))

    assert list(OutMessage.objects.values_list()) == []


def test_knows_every_state() -> None:
    assert set(MACHINE.transitions) == set(MACHINE.owners) == set(State.values)


def test_shows_who_waits_and_how_to_pick_up(commons: Home) -> None:
    introduce(commons)
    navigator = account_with("navigator", agency=OURS)
    room = page_of(navigator)

    assert "Zed Fictional" in room.get("/introductions/").content.decode()
    [waiting] = introduced(someone("navigator"))
    answer = room.post(f"/introductions/{waiting.pk}/take/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/clients/")
    assert Introduction.__name__ not in answer["Location"]


def test_narrows_the_list_to_a_site_and_to_those_who_wait_no_longer(commons: Home) -> None:
    day = today()
    north, south = (publish("site", name=name) for name in ("North Row", "South Row"))
    introduce(commons, preferred_name="Zed", site=north, expires_on=day + timedelta(days=3))
    introduce(commons, preferred_name="Yan", site=north, expires_on=day + timedelta(days=9))
    introduce(commons, preferred_name="Wim", site=south, expires_on=day + timedelta(days=3))
    room = signed_in("navigator", agency=OURS)

    def names(asked: str) -> set[str]:
        page = room.get(f"/introductions/{asked}").content.decode()
        return {name for name in ("Zed", "Yan", "Wim") if f">{name}<" in page}

    assert names("") == {"Zed", "Yan", "Wim"}
    assert names(f"?site={north}") == {"Zed", "Yan"}
    assert names(f"?until={day + timedelta(days=3)}") == {"Zed", "Wim"}
    assert names(f"?site={north}&until={day + timedelta(days=3)}") == {"Zed"}
