"""Tests of two people who do the same at once: the second is told what the first has done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404

from commonground_web.commons.agencies.actions import (
    Signed,
    confirm_agreement,
    end_agreement,
    record_agreement,
)
from commonground_web.commons.agencies.models import Agreement
from commonground_web.commons.letters.actions import adopt_wording, write_wording
from commonground_web.commons.letters.models import Wording
from commonground_web.commons.services.actions.details import Placed, change_place, remove_place
from commonground_web.commons.sites.actions import (
    Outline,
    approve_boundary,
    move_site,
    propose_boundary,
)
from commonground_web.commons.sites.models import Boundary, Site, SiteMove, State
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now, today
from tests.web.commons.agreements import sign_memorandum
from tests.web.commons.letters.worded import TEXTS
from tests.web.commons.services.offers import new_place, new_service
from tests.web.commons.sites.outlines import SQUARE
from tests.web.commons.steps.partners import AGENCY, COORDINATOR, DIRECTOR, new_site, somebody

SECOND = somebody("director")
YEAR = timedelta(days=365)


def _boundary() -> Boundary:
    outline = Outline(SQUARE, Boundary.Source.DRAWN, today(), "Seen there.")
    return propose_boundary(site=new_site(), outline=outline, by=COORDINATOR, at=now())


def _wording() -> Wording:
    texts = TEXTS["en"]
    return write_wording(site=new_site(), language="en", texts=texts, by=COORDINATOR, at=now())


def _agreement() -> Agreement:
    signed = Signed(Agreement.Kind.DATA_USE, "shelf 3", today(), today() + YEAR)
    agency = sign_memorandum(AGENCY)
    return record_agreement(agency=agency, signed=signed, by=somebody("director"), at=now())


def _approve(row: Boundary, by: Actor) -> None:
    approve_boundary(boundary=row, by=by, at=now())


def _adopt(row: Wording, by: Actor) -> None:
    adopt_wording(wording=row, by=by, at=now())


def _confirm(row: Agreement, by: Actor) -> None:
    confirm_agreement(agreement=row, by=by, at=now())


def _end(row: Agreement, by: Actor) -> None:
    end_agreement(agreement=row, why="It is over.", on=today(), by=by, at=now())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "act", "says"),
    [
        (_boundary, _approve, "approved already"),
        (_wording, _adopt, "adopted already"),
        (_agreement, _confirm, "confirmed already"),
        (_agreement, _end, "ended already"),
    ],
)
def test_tells_whoever_comes_second(
    make: Callable[[], Any], act: Callable[[Any, Actor], None], says: str
) -> None:
    first = make()
    second = type(first).objects.get(pk=first.pk)
    act(first, DIRECTOR)

    with pytest.raises(Refused, match=says):
        act(second, SECOND)


@pytest.mark.django_db
def test_moves_a_site_from_where_it_stands_and_not_from_where_somebody_saw_it() -> None:
    first = new_site()
    second = Site.objects.get(pk=first.pk)
    move_site(site=first, to=State.ABANDONED, why="Nothing is there.", by=COORDINATOR, at=now())

    with pytest.raises(Refused, match="cannot become"):
        move_site(site=second, to=State.ASSESSED, why="It is there.", by=COORDINATOR, at=now())

    assert SiteMove.objects.filter(site=first).count() == 1


@pytest.mark.django_db
def test_finds_nothing_where_somebody_removed_it_meanwhile() -> None:
    first = new_place(new_service())
    second = type(first).objects.get(pk=first.pk)
    remove_place(place=first, by=COORDINATOR, at=now())

    with pytest.raises(Http404):
        change_place(place=second, placed=Placed({"name": "x"}, None), by=COORDINATOR, at=now())


@pytest.mark.usefixtures("own_database")
def test_approves_once_in_two_transactions_at_the_same_time() -> None:
    boundary = _boundary()
    ready, said = threading.Barrier(2), []

    def approve(by: Actor) -> None:
        try:
            row = Boundary.objects.get(pk=boundary.pk)
            ready.wait(timeout=20)
            _approve(row, by)
            said.append(by.id)
        except Refused as refused:
            said.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[by]) for by in (DIRECTOR, SECOND)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    approved_by = Boundary.objects.values_list("approved_by", flat=True).get(pk=boundary.pk)
    assert "It is approved already." in said
    assert str(approved_by) in said
