"""Tests of public pages: opened by two persons, and showing nothing that is internal."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from commonground_web.commons.agencies.models import Kind
from commonground_web.commons.counts.models import ReleasedCount
from commonground_web.commons.counts.months import months_of_care
from commonground_web.commons.openness.actions import end_page, propose_page, publish_page
from commonground_web.commons.openness.models import PublicPage
from commonground_web.commons.openness.words import STANDS
from commonground_web.commons.sites.models import State
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.audit.models import AuditEvent
from commonground_web.kernel.clock import now
from tests.web.commons.disruption.told import agency, planned
from tests.web.commons.steps.partners import (
    AGENCY,
    COORDINATOR,
    DIRECTOR,
    do,
    give_to,
    new_plan,
    new_site,
    somebody,
)
from tests.web.rows import writing
from tests.web.signed_in import signed_in, visitor

pytestmark = pytest.mark.django_db


def opened() -> PublicPage:
    """Open the page of a new site with a plan to everyone."""
    page = propose_page(site=new_plan().site, by=COORDINATOR, at=now())
    publish_page(page=page, by=DIRECTOR, at=now())
    return page


def test_is_not_there_until_a_second_person_opened_it() -> None:
    page = propose_page(site=new_site(), by=COORDINATOR, at=now())
    address = reverse("public-page", args=[page.pk])
    assert visitor().get(address).status_code == 404
    assert signed_in("director").get(address).status_code == 404

    publish_page(page=page, by=DIRECTOR, at=now())

    assert page.site.name in visitor().get(address).content.decode()


def test_is_not_opened_by_whoever_proposed_it() -> None:
    director = somebody("director")
    page = propose_page(site=new_site(), by=director, at=now())

    with pytest.raises(Refused, match="second person"):
        publish_page(page=page, by=director, at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicPage.objects.filter(pk=page.pk).update(
            published_by=page.proposed_by, published_at=now()
        )


def test_is_gone_once_it_was_shut() -> None:
    page = opened()

    end_page(page=page, by=COORDINATOR, at=now())

    assert visitor().get(reverse("public-page", args=[page.pk])).status_code == 404
    assert page.site.name not in visitor().get(reverse("public-pages")).content.decode()
    propose_page(site=page.site, by=COORDINATOR, at=now())


def test_is_proposed_once() -> None:
    page = opened()
    with pytest.raises(Refused, match="has a public page"):
        propose_page(site=page.site, by=COORDINATOR, at=now())


def test_shows_how_far_the_phases_are_and_nothing_internal() -> None:
    page = opened()
    plan = page.site.plan
    found = give_to(plan, "P1.chief", agency(Kind.POLICE).pk)
    do(plan, "P1.chief")
    operation = planned(page.site)

    text = visitor().get(reverse("public-page", args=[page.pk])).content.decode()

    assert "Planning" in text
    assert "things otherwise than the model" in text
    for hidden in (str(found), "shelf 3", "Nothing begins before", str(operation.led_by)):
        assert hidden not in text


def released(site: uuid.UUID | None, n: int | None, **more: str) -> None:
    """Keep a count that another room released."""
    said = {"room": "careroom", "measure": "people_helped", "month": "2026-03", **more}
    with writing(ReleasedCount, agency=AGENCY, verb="receive"):
        ReleasedCount(
            **said, release=uuid.uuid4(), site=site, n=n, is_small=n is None, received_at=now()
        ).save(force_insert=True)


def test_shows_what_the_care_room_released_with_its_month_and_small_numbers_in_words() -> None:
    page = opened()
    address = reverse("public-page", args=[page.pk])
    assert "Nothing has been released yet." in visitor().get(address).content.decode()
    released(page.site_id, 1234)
    released(None, 4321)
    released(page.site_id, None, measure="waiting", month="2026-02")
    released(new_site().pk, 777)
    released(page.site_id, 888, room="caseroom", measure="cases_banked")

    text = visitor().get(address).content.decode()

    assert text.index("March 2026") < text.index("February 2026")
    for shown in (
        "People helped",
        "1,234",
        "4,321",
        "All sites together",
        "fewer than 11",
        "left out",
    ):
        assert shown in text
    for hidden in ("777", "888", "<11", "&lt;11", "None"):
        assert hidden not in text


def test_has_a_sentence_for_wherever_a_site_stands() -> None:
    assert set(STANDS) == set(State)


def test_shows_counts_of_half_a_year() -> None:
    page = opened()
    for month in range(1, 9):
        released(page.site_id, 100 + month, month=f"2026-{month:02}")

    shown = [month.begins.month for month in months_of_care(page.site_id)]

    assert shown == [8, 7, 6, 5, 4, 3]


def test_keeps_nothing_of_who_looked() -> None:
    page = opened()

    signed_in("coordinator").get(reverse("public-page", args=[page.pk]))

    event = AuditEvent.objects.filter(route="public-page").get()
    assert (event.actor, event.address, event.session) == ("somebody", "", "")


def test_goes_from_a_proposal_to_an_open_page() -> None:
    site = new_plan().site
    signed_in("coordinator").post(reverse("public-propose"), {"site": str(site.pk)})
    page = PublicPage.objects.get(site=site)
    director = signed_in("director")
    assert "Open it to everyone" in director.get(reverse("public-pages")).content.decode()

    director.post(reverse("public-publish", args=[page.pk]))

    assert site.name in visitor().get(reverse("public-pages")).content.decode()
