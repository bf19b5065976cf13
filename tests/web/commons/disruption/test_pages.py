"""Tests of the pages of a disruption: what they show, to whom, and what they let people do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from commonground_web.commons.agencies.models import Kind
from commonground_web.commons.disruption.models import NoticeTo, Operation, OutreachPlan
from commonground_web.kernel.clock import today
from tests.web.commons.disruption.told import agency, agreed, drafted, planned, tell
from tests.web.commons.steps.partners import new_plan, new_site
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


def test_goes_from_a_plan_to_who_was_told() -> None:
    site, police, health = new_plan().site, agency(Kind.POLICE), agency(Kind.HARM_REDUCTION)
    coordinator = signed_in("coordinator")
    first = today() + timedelta(days=9)
    coordinator.post(
        reverse("operation-plan"),
        {
            "site": site.pk,
            "led_by": police.pk,
            "kind": "searches",
            "starts_on": first.isoformat(),
            "ends_on": first.isoformat(),
        },
    )
    operation = Operation.objects.get(site=site)
    page = coordinator.get(reverse("operation", args=[operation.pk])).content.decode()
    assert "No operation is ready before those who do outreach are" in page
    assert "days 1 to 21 of 21" in page

    coordinator.post(
        reverse("notice-give", args=[operation.pk]), {"agencies": [health.pk], "contact": "desk"}
    )
    outreach = signed_in("partner", agency=health.pk)
    assert "We have read it" in outreach.get(reverse("notices")).content.decode()
    told = NoticeTo.objects.get(agency=health)
    outreach.post(reverse("notice-read", args=[told.pk]))

    told.refresh_from_db()
    assert told.acknowledged_by is not None
    assert "We have read it" not in outreach.get(reverse("notices")).content.decode()


def test_hides_an_operation_from_partners_who_do_not_lead_it() -> None:
    operation = planned(new_site())
    health = agency(Kind.HARM_REDUCTION)
    tell(operation, health, reads=False)
    outreach = signed_in("partner", agency=health.pk)

    assert outreach.get(reverse("operation", args=[operation.pk])).status_code == 404
    assert operation.site.name not in outreach.get(reverse("operations")).content.decode()
    assert operation.site.name in outreach.get(reverse("notices")).content.decode()


def test_hides_a_notice_from_agencies_that_it_does_not_tell() -> None:
    operation = planned(new_site())
    tell(operation, agency(Kind.HARM_REDUCTION), reads=False)
    other = signed_in("partner", agency=agency(Kind.HARM_REDUCTION).pk)

    assert operation.site.name not in other.get(reverse("notices")).content.decode()
    told = NoticeTo.objects.get(notice__operation=operation)
    assert other.post(reverse("notice-read", args=[told.pk])).status_code == 404


def test_drafts_fills_and_agrees_an_outreach_plan() -> None:
    site, health = new_site(), agency(Kind.PUBLIC_HEALTH)
    client = signed_in("partner", agency=health.pk)
    day = today() + timedelta(days=5)
    said = {
        "site": site.pk,
        "starts_on": day.isoformat(),
        "ends_on": (day + timedelta(days=22)).isoformat(),
        "naloxone_kits": "30",
        "test_strips": "50",
        "staged_at": "the van",
        "contact": "555 0101",
    }
    client.post(reverse("outreach-draft"), said)
    plan = OutreachPlan.objects.get(site=site)
    going = {
        "agency": health.pk,
        "on": day.isoformat(),
        "part": "night",
        "zone": "the park",
        "people": "2",
    }
    client.post(reverse("outreach-round", args=[plan.pk]), going)
    client.post(reverse("outreach-agree", args=[plan.pk]))
    assert OutreachPlan.objects.get(pk=plan.pk).agreed_by is None, "it comes from no page"
    client.post(reverse("outreach-agree", args=[plan.pk]), {"seen": "1"})

    page = client.get(reverse("outreach-plan", args=[plan.pk])).content.decode()
    assert "the park" in page
    assert "waits for a second agency" in page


def test_shows_on_the_watch_only_rounds_that_were_agreed() -> None:
    operation = planned(new_site())
    plan = drafted(operation)
    coordinator, address = signed_in("coordinator"), reverse("operation", args=[operation.pk])
    assert "by the bridge" not in coordinator.get(address).content.decode()

    agreed(plan, Kind.HARM_REDUCTION, Kind.CITY)

    assert "by the bridge" in coordinator.get(address).content.decode()


def test_says_what_to_do_where_there_is_nothing() -> None:
    coordinator = signed_in("coordinator")

    for name in ("operations", "outreach-plans"):
        assert 'class="empty"' in coordinator.get(reverse(name)).content.decode()


def test_filters_operations_and_plans_by_how_far_they_are() -> None:
    operation = planned(new_site())
    drafted(operation)
    coordinator = signed_in("coordinator")

    def shows(name: str, **asked: str) -> bool:
        page = coordinator.get(reverse(name), asked).content.decode()
        return f">{operation.site.name}</a>" in page

    assert shows("operations", state="planned")
    assert not shows("operations", state="done")
    assert shows("outreach-plans", state="draft")
    assert not shows("outreach-plans", state="agreed")


def test_gives_no_file_of_what_is_to_come() -> None:
    planned(new_site())

    assert "Export" not in signed_in("coordinator").get(reverse("operations")).content.decode()


def test_offers_to_make_it_ready_only_once_every_gate_is_open_and_to_a_second_person() -> None:
    operation = planned(new_plan().site)
    page = signed_in("coordinator").get(reverse("operation", args=[operation.pk]))

    assert reverse("operation-ready", args=[operation.pk]) not in page.content.decode()
    assert "What keeps it from being ready" in page.content.decode()
