"""Tests of the front page: what is next, what is blocked, which clocks run out, and how fast."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonground_web.commons.agencies.models import Kind
from commonground_web.commons.complaints.actions.making import make_complaint
from commonground_web.commons.deadlines import Deadline, deadlines_for
from commonground_web.commons.runs.actions import vouch_for_run
from commonground_web.commons.steps.actions.phases import start_phase
from commonground_web.commons.steps.models import PlanPhase
from commonground_web.commons.today.screen import MOST_LINES, sites_today
from commonground_web.kernel.access.actor import VISITOR, Actor
from commonground_web.kernel.clock import now, today
from tests.web.commons.agreements import sign_memorandum
from tests.web.commons.complaints.heard import looking
from tests.web.commons.disruption.told import agency, planned, tell
from tests.web.commons.runs.test_runs import brought
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
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

MOST_QUERIES = 60
"""Of one page with one site; each further site adds no more than `EACH`."""
EACH = 20


def _page(*roles: str, **given: object) -> str:
    answer = signed_in(*roles, **given).get("/")  # type: ignore[arg-type]
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_says_what_to_do_first() -> None:
    assert "There is no site yet" in _page("coordinator")

    new_site()

    page = _page("coordinator")
    assert "No site has a plan yet" in page
    assert reverse("plan-open") in page


def test_shows_what_is_due_within_two_weeks_and_what_is_late() -> None:
    plan = new_plan(callin_on=today() + timedelta(days=60))

    [site], further = sites_today(COORDINATOR, on=today())

    assert site.next
    assert all(line.item.due <= today() + timedelta(days=14) for line in site.next)
    assert len(site.next) <= MOST_LINES
    assert site.late > 0
    assert further == 0
    assert str(plan.site) in _page("coordinator")


def test_shows_a_partner_their_own_items_first() -> None:
    plan = new_plan(callin_on=today() + timedelta(days=60))
    give_to(plan, "P3.awareness", AGENCY)
    item = plan.items.get(code="P3.awareness")
    item.due = today() + timedelta(days=13)
    item.save()

    [site], _ = sites_today(somebody("partner"), on=today())

    assert site.next[0].item.code == "P3.awareness"


def test_shows_what_is_blocked_and_who_owes_it() -> None:
    plan = new_plan(callin_on=today() + timedelta(days=200))
    start_phase(phase=PlanPhase.objects.get(plan=plan, phase="planning"), by=COORDINATOR, at=now())

    page = _page("coordinator")

    assert "Nothing begins before the chief of police and the prosecutor" in page
    assert "Owed by: police." in page


def test_no_longer_shows_a_gate_that_opened() -> None:
    plan = new_plan()
    start_phase(phase=PlanPhase.objects.get(plan=plan, phase="planning"), by=COORDINATOR, at=now())

    do(plan, "P1.chief", "P1.prosecutor")

    assert "Nothing begins before the chief" not in _page("coordinator")


def test_tells_of_agreements_that_run_out_within_a_month() -> None:
    found = sign_memorandum(uuid.uuid4(), days=29, kind=Kind.FAITH)
    sign_memorandum(uuid.uuid4(), days=31)

    assert f"of {found}<" in _page("coordinator")
    assert [deadline.on for deadline in _told(DIRECTOR)] == [today() + timedelta(days=29)]


def _told(actor: Actor) -> list[Deadline]:
    with looking():
        return deadlines_for(actor, on=today())


def test_tells_of_operations_and_of_notices_that_nobody_read() -> None:
    operation = planned(new_site(), in_days=5)
    health = agency(Kind.HARM_REDUCTION)
    tell(operation, health, reads=False)

    assert "An operation at" in _page("coordinator")
    page = _page("partner", agency=health.pk)
    assert "Read the notice of a disruption" in page
    assert "An operation at" not in page


def test_tells_oversight_of_each_complaint_and_coordination_only_of_how_many_are_late() -> None:
    make_complaint(about="conduct", text="A secret.", by=VISITOR, at=now())
    make_complaint(about="safety", text="Two.", by=VISITOR, at=now() - timedelta(days=9))

    assert _page("privacy_officer").count("A complaint is to be acknowledged") == 2
    page = _page("coordinator")
    assert "1 complaint waits for oversight too long" in page
    assert "/complaints/0" not in page
    assert "waits for oversight" not in _page("partner")


def test_shows_what_the_last_run_says_and_which_wait() -> None:
    run = brought()
    assert "Look at a run about" not in _page("director")
    assert "Vouch for a run about" in _page("evaluator")
    vouch_for_run(run=run, by=COORDINATOR, at=now())
    assert "Look at a run about" in _page("director")
    assert "Vouch for a run about" not in _page("evaluator")

    signed_in("director").post(reverse("run-publish", args=[run.pk]))

    page = _page("partner")
    assert "Drug incidents: <strong>fell</strong>" in page
    assert "−57%; interval: −68% to −43% (90%)" in page
    assert "Made on" in page


def test_shows_only_the_sites_that_a_role_is_held_for() -> None:
    mine, other = new_plan(), new_plan()

    page = _page("coordinator", sites=[mine.site_id])

    assert str(mine.site) in page
    assert str(other.site) not in page


def test_shows_doors_to_whoever_sees_no_plan() -> None:
    new_plan()

    page = _page("administrator")

    assert "Where to go" in page
    assert "Blocked, and by whom" not in page


def test_asks_the_database_little() -> None:
    sign_memorandum(AGENCY)
    client = signed_in("coordinator")
    counts = []
    for _ in range(3):
        new_plan()
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counts.append(len(queries))

    assert counts[0] <= MOST_QUERIES
    assert max(counts[1] - counts[0], counts[2] - counts[1]) <= EACH
