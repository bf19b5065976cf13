"""Tests of the way from a site to what else is told of it, for those who may go there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commonground_web.commons.openness.actions import propose_page, publish_page
from commonground_web.commons.runs.actions import publish_run
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.clock import now
from tests.web.commons.disruption.told import planned
from tests.web.commons.runs.test_runs import brought
from tests.web.commons.steps.partners import COORDINATOR, DIRECTOR, new_plan, new_site
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


def _page(site: Site, *roles: str) -> str:
    text: str = signed_in(*roles).get(reverse("site", args=[site.pk])).content.decode()
    return text


def test_leads_from_a_site_to_all_that_is_told_of_it() -> None:
    plan = new_plan()
    operation, run = planned(plan.site), brought(plan.site, by=COORDINATOR)
    publish_run(run=run, by=DIRECTOR, at=now())
    page = propose_page(site=plan.site, by=COORDINATOR, at=now())
    publish_page(page=page, by=DIRECTOR, at=now())

    shown = _page(plan.site, "coordinator")

    for name, row in (
        ("plan", plan),
        ("operation", operation),
        ("run", run),
        ("public-page", page),
    ):
        assert f'href="{reverse(name, args=[row.pk])}"' in shown


def test_leads_nobody_where_they_may_not_go() -> None:
    plan = new_plan()
    operation = planned(plan.site)
    draft = brought(plan.site, by=COORDINATOR)

    shown = _page(plan.site, "community_liaison")

    assert reverse("plan", args=[plan.pk]) in shown
    assert reverse("operation", args=[operation.pk]) not in shown
    assert reverse("run", args=[draft.pk]) not in shown


def test_leads_to_where_a_plan_is_opened_while_there_is_none() -> None:
    site = new_site()

    assert reverse("plan-open") in _page(site, "coordinator")
    assert reverse("plan-open") not in _page(site, "partner")
