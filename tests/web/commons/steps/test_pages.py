"""Tests of the pages of a plan: what they show, to whom, and what they let people do."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonground_web.commons.steps.checklist import how_far
from commonground_web.commons.steps.models import Evidence, Plan, PlanItem, PlanPhase, Waiver
from commonground_web.kernel.clock import today
from tests.web.commons.agreements import sign_memorandum
from tests.web.commons.steps.partners import do, give_to, item_of, new_plan, new_site, score, show
from tests.web.signed_in import AGENCY, signed_in

pytestmark = pytest.mark.django_db

MAP, CHIEF = "P2.rationale", "P1.chief"


@pytest.fixture
def plan() -> Plan:
    """Keep a new plan."""
    return new_plan()


def page(client: Client, name: str, pk: uuid.UUID | None = None, query: str = "") -> str:
    """Return the text of a page."""
    answer = client.get(reverse(name, kwargs={"pk": pk} if pk else None) + query)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_opens_a_plan_by_its_form() -> None:
    site = new_site()
    day = today() + timedelta(days=200)

    answer = signed_in("coordinator").post(
        reverse("plan-open"), {"site": site.pk, "callin_on": day.isoformat()}
    )

    assert answer.status_code == 302
    assert Plan.objects.get(site=site).callin_on == day


def test_says_what_to_do_where_there_is_no_plan() -> None:
    assert "There is no plan yet" in page(signed_in("partner"), "plans")


def test_shows_the_checklist_by_phase_and_step(plan: Plan) -> None:
    text = page(signed_in("coordinator"), "plan", plan.pk)

    assert text.count('<th scope="row"><a href="/items/') == len(plan.model.items)
    assert "Map crime" in text
    assert "Waits behind" in text
    assert "15 are shut" in text


@pytest.mark.parametrize(
    ("show_", "count"), [("mine", 1), ("overdue", 2), ("blocked", 12), ("nonsense", 60)]
)
def test_filters_the_checklist(plan: Plan, show_: str, count: int) -> None:
    give_to(plan, MAP, AGENCY)
    PlanItem.objects.filter(
        plan=plan, code__in=["P1.chief", "P1.prosecutor", "P1.alternates"]
    ).update(due=today() - timedelta(days=3))
    show(plan, "P1.alternates")
    score(plan, "P1.alternates", 2)
    show(plan, "P1.us_attorney")
    show(plan, "P1.violation_policy")
    score(plan, "P1.violation_policy", 2)

    text = page(signed_in("partner"), "plan", plan.pk, f"?show={show_}")

    assert text.count('<th scope="row"><a href="/items/') == count


def test_scores_by_the_form_and_says_what_refuses(plan: Plan) -> None:
    client = signed_in("coordinator")
    address = reverse("item-score", kwargs={"pk": item_of(plan, MAP).pk})

    refused = client.post(address, {"score": 2, "version": 1})
    assert "only with evidence" in refused.content.decode()

    evidence = reverse("evidence-create", kwargs={"pk": item_of(plan, MAP).pk})
    client.post(evidence, {"note": "On the wall.", "happened_on": today(), "version": 1})
    done = client.post(address, {"score": 2, "version": 2})

    assert done.status_code == 302
    assert item_of(plan, MAP).rests_on == Evidence.objects.get(note="On the wall.")


def test_replaces_evidence_by_the_form(plan: Plan) -> None:
    wrong, item = show(plan, MAP), item_of(plan, MAP)
    said = {
        "note": "On the other wall.",
        "happened_on": today(),
        "version": item.row_version,
        "replaces": str(wrong.pk),
    }

    signed_in("coordinator").post(reverse("evidence-create", kwargs={"pk": item.pk}), said)

    assert Evidence.objects.get(note="On the other wall.").replaces == wrong
    assert "(replaced)" in page(signed_in("evaluator"), "item", item.pk)


def test_assigns_by_the_form(plan: Plan) -> None:
    agency, item = sign_memorandum(AGENCY), item_of(plan, MAP)
    said = {"agency": str(agency.pk), "owner": "", "due": "2027-03-01", "version": 1}

    signed_in("coordinator").post(reverse("item-assign", kwargs={"pk": item.pk}), said)

    assert item_of(plan, MAP).agency == agency
    assert item_of(plan, MAP).is_due_moved


def test_confirms_by_a_button_on_what_was_seen(plan: Plan) -> None:
    show(plan, CHIEF)
    score(plan, CHIEF, 2)
    item, client = item_of(plan, CHIEF), signed_in("director")
    address = reverse("item-confirm", kwargs={"pk": item.pk})
    assert "confirm it" in page(client, "item", item.pk)

    refused = client.post(address, {"version": 1}, follow=True)
    assert "changed this item" in refused.content.decode()
    client.post(address, {"version": item.row_version})

    assert item_of(plan, CHIEF).confirmed_by is not None


def test_offers_nothing_on_items_of_others(plan: Plan) -> None:
    give_to(plan, MAP, AGENCY)
    client = signed_in("partner")

    assert "/score/" in page(client, "item", item_of(plan, MAP).pk)
    assert "/score/" not in page(client, "item", item_of(plan, CHIEF).pk)


def test_shows_gates_with_reasons_and_waivers(plan: Plan) -> None:
    coordinator, director = signed_in("coordinator"), signed_in("director")
    said = {
        "target": "gate:awareness",
        "reason": "The survey comes late.",
        "ends_on": (today() + timedelta(days=9)).isoformat(),
    }

    coordinator.post(reverse("waiver-create", kwargs={"pk": plan.pk}), said)
    assert "waits for the second signature" in page(director, "plan-gates", plan.pk)
    director.post(reverse("waiver-agree", kwargs={"pk": Waiver.objects.get().pk}))

    text = page(signed_in("privacy_officer"), "plan-gates", plan.pk)
    assert "waived until" in text
    assert "The survey comes late." in text
    assert "Not done: “The chief of police has signed for the whole run.”" in text
    assert "Sign as the second person" not in text


def test_leads_a_phase_by_buttons(plan: Plan) -> None:
    phase = PlanPhase.objects.get(plan=plan, phase="planning")
    coordinator, director = signed_in("coordinator"), signed_in("director")

    coordinator.post(reverse("phase-start", kwargs={"pk": phase.pk}))
    coordinator.post(reverse("phase-submit", kwargs={"pk": phase.pk}))
    refused = director.post(reverse("phase-complete", kwargs={"pk": phase.pk}), follow=True)
    assert "Nothing begins before" in refused.content.decode()
    director.post(reverse("phase-return", kwargs={"pk": phase.pk}), {"why": "Two signatures."})

    text = page(director, "plan-phases", plan.pk)
    assert "in progress" in text
    assert "Two signatures." in text


def test_writes_an_adaptation_down_by_the_form(plan: Plan) -> None:
    agency = sign_memorandum(AGENCY)
    said = {"what": "No video.\nNotes & <b>", "why": "State law.", "agreed_by": str(agency.pk)}
    said["agreed_on"] = today().isoformat()

    signed_in("coordinator").post(reverse("adaptation-create", kwargs={"pk": plan.pk}), said)

    text = page(signed_in("evaluator"), "plan-adaptations", plan.pk)
    assert "No video.<br>Notes &amp; &lt;b&gt;" in text
    assert agency.name in text


@pytest.mark.parametrize("name", ["=1+1", " -1", "\uff1d1+1", "\ufe661+1", "\u22121"])
def test_exports_every_line_and_no_formula(plan: Plan, name: str) -> None:
    agency = sign_memorandum(AGENCY)
    agency.name = name
    agency.save()
    give_to(plan, MAP, AGENCY)
    do(plan, MAP)

    answer = signed_in("evaluator").get(reverse("plan-export", kwargs={"pk": plan.pk}))

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == [item.code for item in plan.model.items]
    [line] = [row for row in rows if row["code"] == MAP]
    assert (line["owed by"], line["state"]) == (f"'{name}", "as planned")


def test_writes_how_far_off_a_day_is() -> None:
    days = [how_far(today() + timedelta(days=n), on=today()) for n in (0, 1, 5, -1, -5)]

    assert days == ["today", "in 1 day", "in 5 days", "1 day late", "5 days late"]


PAGES = [
    "plan",
    "plan-phases",
    "plan-gates",
    "plan-adaptations",
    "plan-export",
    "plan-move",
    "waiver-create",
]


@pytest.mark.parametrize("name", [*PAGES, "item", "item-score", "evidence-create", "item-assign"])
def test_says_the_same_of_another_site_and_of_nothing(plan: Plan, name: str) -> None:
    client = signed_in("coordinator", sites=[new_site().pk])
    pk = plan.pk if name in PAGES else item_of(plan, MAP).pk

    def asked(of: uuid.UUID) -> tuple[int, bytes, int]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse(name, kwargs={"pk": of}))
        return answer.status_code, answer.content, len(queries)

    assert asked(pk) == asked(uuid.uuid4())
    assert asked(pk)[0] == 404


@pytest.mark.parametrize("name", ["phase-start", "phase-submit"])
def test_leads_no_phase_of_another_site(plan: Plan, name: str) -> None:
    phase = plan.phases.get(phase="planning")
    client = signed_in("coordinator", sites=[new_site().pk])

    answer = client.post(reverse(name, kwargs={"pk": phase.pk}))

    assert answer.status_code == 404
    assert plan.phases.get(phase="planning").state == "not_started"


def test_reads_a_checklist_in_few_queries(plan: Plan) -> None:
    client = signed_in("coordinator")
    page(client, "plan", plan.pk)

    with CaptureQueriesContext(connection) as queries:
        page(client, "plan", plan.pk)

    assert len(queries) <= 33  # PostgreSQL is told of the event by two of them
