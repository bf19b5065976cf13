"""Tests of what the gates are told of agreements and of the boundary."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from commonground_web.commons.agencies.models import Agreement, Kind
from commonground_web.commons.sites.models import Boundary
from commonground_web.commons.steps.gates.asking import require
from commonground_web.commons.steps.gates.facts import told
from commonground_web.commons.steps.models import Plan
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import today
from tests.web.commons.agreements import sign_memorandum
from tests.web.commons.steps.partners import approved_boundary, do, new_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    """Keep a new plan, where police and prosecutor have signed."""
    return new_plan()


def end(kind: str, *, of: str) -> None:
    """End the agreements of one kind that agencies of a kind have signed."""
    agreements = Agreement.objects.filter(kind=kind, agency__kind=of)
    agreements.update(ended_on=today(), ended_by=uuid.uuid4(), ended_why="They left.")


@pytest.mark.parametrize("kind", [Kind.POLICE, Kind.PROSECUTOR])
def test_shuts_everything_once_police_or_prosecutor_are_bound_no_more(
    plan: Plan, kind: Kind
) -> None:
    do(plan, "P1.chief", "P1.prosecutor")
    require("commitment", site=plan.site, on=today())

    end(Agreement.Kind.MEMORANDUM, of=kind)

    with pytest.raises(Refused, match="Not so: “A memorandum of a"):
        require("commitment", site=plan.site, on=today())


def test_takes_the_memorandum_of_a_sheriff_for_that_of_the_police(plan: Plan) -> None:
    end(Agreement.Kind.MEMORANDUM, of=Kind.POLICE)
    sign_memorandum(uuid.uuid4(), kind=Kind.SHERIFF)

    assert told("police_bound", site=plan.site_id) is True


def test_asks_each_agency_that_weighs_names_to_be_bound_by_the_rules_on_them(plan: Plan) -> None:
    do(plan, "P1.agreements")
    require("sharing", site=plan.site, on=today())
    sign_memorandum(uuid.uuid4(), kind=Kind.PROBATION)
    require("sharing", site=plan.site, on=today())

    end(Agreement.Kind.PART_23, of=Kind.PROBATION)

    with pytest.raises(Refused, match="28 CFR Part 23"):
        require("sharing", site=plan.site, on=today())


def test_does_not_know_how_names_are_shared_while_nobody_weighs_any(plan: Plan) -> None:
    end(Agreement.Kind.MEMORANDUM, of=Kind.POLICE)
    end(Agreement.Kind.MEMORANDUM, of=Kind.PROSECUTOR)

    assert told("sharing_bound", site=plan.site_id) is None


def test_builds_no_case_before_the_boundary_is_approved_and_in_force(plan: Plan) -> None:
    do(plan, "P2.choice")
    with pytest.raises(Refused, match="boundary of the area"):
        require("site_choice", site=plan.site, on=today())

    boundary = approved_boundary(plan.site)

    require("site_choice", site=plan.site, on=today())
    Boundary.objects.filter(pk=boundary.pk).delete()
    approved_boundary(plan.site, valid_from=today() + timedelta(days=1))
    assert told("boundary_approved", site=plan.site_id) is False
