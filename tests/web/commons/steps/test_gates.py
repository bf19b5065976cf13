"""Tests of gates, each both ways, and of what two persons may let go."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from commonground_web.commons.model.shape import Moment
from commonground_web.commons.model.versions import CURRENT
from commonground_web.commons.steps.actions.waivers import (
    Target,
    agree_waiver,
    ask_waiver,
    end_waiver,
)
from commonground_web.commons.steps.gates.asking import require, require_before
from commonground_web.commons.steps.gates.named import GATES
from commonground_web.commons.steps.models import Change, Plan, Subject, Waiver
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.clock import now, today
from tests.web.commons.steps.partners import (
    COORDINATOR,
    DIRECTOR,
    EVALUATOR,
    EVERYTHING,
    confirm,
    do,
    item_of,
    new_plan,
    new_site,
    score,
    show,
    somebody,
    told,
)

pytestmark = pytest.mark.django_db

ALL_IS_WELL = {
    "police_bound": True,
    "prosecutor_bound": True,
    "sharing_bound": True,
    "policy_signed": True,
    "boundary_approved": True,
    "disparity_check_signed": True,
    "service_slots": 12,
    "candidates": 12,
    "disruption_notice_given": True,
    "outreach_plan_agreed": True,
    "safe_conduct_acknowledged": True,
    "purged": True,
}
IN_ORDER = (
    "commitment",
    "team",
    "sharing",
    "violation_policy",
    "tracking_plan",
    "baseline",
    "site_choice",
    "disparity",
    "awareness",
    "disruption",
    "service_slots",
    "safe_conduct",
    "a_list",
    "keeping",
    "purge",
)
FACTS = {
    "commitment": ["police_bound", "prosecutor_bound"],
    "sharing": ["sharing_bound"],
    "violation_policy": ["policy_signed"],
    "site_choice": ["boundary_approved"],
    "disparity": ["disparity_check_signed"],
    "disruption": ["disruption_notice_given", "outreach_plan_agreed"],
    "service_slots": ["service_slots", "candidates"],
    "safe_conduct": ["safe_conduct_acknowledged"],
    "purge": ["purged"],
}
WAIVED = Target(Subject.GATE, "awareness")


@pytest.fixture
def plan() -> Plan:
    """Keep a new plan."""
    return new_plan()


@pytest.fixture
def well() -> Iterator[None]:
    """Have every fact told as it must be."""
    with told(**ALL_IS_WELL):
        yield


def items_of(gate: str) -> list[str]:
    """Return the items on which a gate hangs."""
    return [item.code for item in CURRENT.items if item.gate == gate]


def ask(plan: Plan, target: Target = WAIVED, *, by: Actor = COORDINATOR, days: int = 30) -> Waiver:
    """Ask for a waiver."""
    return ask_waiver(
        plan=plan,
        target=target,
        reason="The survey comes a week late.",
        ends_on=today() + timedelta(days=days),
        by=by,
        at=now(),
    )


def test_lists_every_gate_here() -> None:
    assert tuple(gate.code for gate in GATES) == IN_ORDER


@pytest.mark.usefixtures("well")
def test_is_shut_until_its_items_are_done_and_then_open(plan: Plan) -> None:
    for gate in IN_ORDER:
        with pytest.raises(Refused, match="Not done"):
            require(gate, site=plan.site, on=today())

        do(plan, *items_of(gate))

        require(gate, site=plan.site, on=today())


def test_is_shut_while_its_facts_are_not_known_or_not_so(plan: Plan) -> None:
    with told(**ALL_IS_WELL):
        do(plan, *(item for gate in IN_ORDER for item in items_of(gate)))

    for gate, names in FACTS.items():
        for name in names:
            for value, why in ((None, "Not known yet"), (0, "Not so|are needed")):
                if (name, value) == ("candidates", 0):
                    continue
                with (
                    told(**{**ALL_IS_WELL, name: value}),
                    pytest.raises(Refused, match=why),
                ):
                    require(gate, site=plan.site, on=today())


@pytest.mark.usefixtures("well")
def test_is_shut_until_a_second_person_confirms(plan: Plan) -> None:
    show(plan, "P1.violation_policy")
    score(plan, "P1.violation_policy", 2)

    with pytest.raises(Refused, match="Not confirmed by a second person"):
        require("violation_policy", site=plan.site, on=today())
    confirm(plan, "P1.violation_policy")

    require("violation_policy", site=plan.site, on=today())


def test_needs_a_slot_for_each_candidate(plan: Plan) -> None:
    do(plan, "P4.slots")

    with told(service_slots=11, candidates=12), pytest.raises(Refused, match="11 are there and 12"):
        require("service_slots", site=plan.site, on=today())
    with told(service_slots=12, candidates=12):
        require("service_slots", site=plan.site, on=today())


def test_lets_no_letter_go_out_of_a_new_plan(plan: Plan) -> None:
    with pytest.raises(Refused) as refused:
        require_before(Moment.LETTERS, site=plan.site, on=today())

    for sentence in ("holds stand", "fewer service slots", "disparities", "how they share"):
        assert sentence in str(refused.value)


def test_asks_for_a_plan_first() -> None:
    bare = new_site()

    with pytest.raises(Refused, match="no plan yet"):
        require("team", site=bare, on=today())
    with pytest.raises(Refused, match="no plan yet"):
        require_before(Moment.BEGIN, site=bare, on=today())


def test_shuts_again_when_a_signature_is_withdrawn(plan: Plan) -> None:
    do(plan, *items_of("commitment"))
    require("commitment", site=plan.site, on=today())

    score(plan, "P1.prosecutor", 0)

    with pytest.raises(Refused, match="Owed by: prosecutor"):
        require("commitment", site=plan.site, on=today())


def test_opens_by_a_waiver_of_two_until_its_last_day(plan: Plan) -> None:
    waiver, last_day = ask(plan), today() + timedelta(days=30)
    with pytest.raises(Refused):
        require("awareness", site=plan.site, on=today())

    agree_waiver(waiver=waiver, by=DIRECTOR, at=now())

    require("awareness", site=plan.site, on=today())
    require("awareness", site=plan.site, on=last_day)
    with pytest.raises(Refused):
        require("awareness", site=plan.site, on=last_day + timedelta(days=1))


def test_shuts_once_its_waiver_is_ended(plan: Plan) -> None:
    waiver = ask(plan)
    agree_waiver(waiver=waiver, by=DIRECTOR, at=now())

    end_waiver(waiver=waiver, why="The survey is in.", by=DIRECTOR, at=now())

    with pytest.raises(Refused):
        require("awareness", site=plan.site, on=today())
    with pytest.raises(Refused, match="has ended"):
        agree_waiver(waiver=waiver, by=DIRECTOR, at=now())


@pytest.mark.parametrize("gate", [gate.code for gate in GATES if gate.waived_by is None])
def test_is_waived_by_nobody(plan: Plan, gate: str) -> None:
    with pytest.raises(Refused, match="Nobody can waive"):
        ask(plan, Target(Subject.GATE, gate), by=EVERYTHING)


@pytest.mark.parametrize("gate", [gate.code for gate in GATES if gate.waived_by is None])
def test_stays_shut_by_a_waiver_that_nobody_could_sign(plan: Plan, gate: str) -> None:
    Waiver(
        plan=plan,
        about=Subject.GATE,
        code=gate,
        reason="Written behind the action.",
        ends_on=today(),
        asked_by=uuid.uuid4(),
        asked_as="coordinator",
        asked_at=now(),
        agreed_by=uuid.uuid4(),
        agreed_as="director",
    ).save(force_insert=True)

    with pytest.raises(Refused):
        require(gate, site=plan.site, on=today())


def test_is_not_waived_twice_by_one_person_or_one_role(plan: Plan) -> None:
    waiver = ask(plan, by=EVERYTHING)

    with pytest.raises(Refused, match="does not agree"):
        agree_waiver(waiver=waiver, by=EVERYTHING, at=now())
    with pytest.raises(Refused, match="no part"):
        agree_waiver(waiver=waiver, by=somebody("coordinator"), at=now())
    with pytest.raises(Refused, match="no part"):
        agree_waiver(waiver=waiver, by=EVALUATOR, at=now())
    with pytest.raises(NotPermitted):
        agree_waiver(waiver=waiver, by=somebody("partner"), at=now())


def test_is_waived_by_the_roles_of_the_gate(plan: Plan) -> None:
    baseline = Target(Subject.GATE, "baseline")
    with pytest.raises(Refused, match="no part"):
        ask(plan, baseline, by=COORDINATOR)

    agree_waiver(waiver=ask(plan, baseline, by=EVALUATOR), by=DIRECTOR, at=now())

    require("baseline", site=plan.site, on=today())


def test_is_waived_once_at_a_time_and_not_into_the_past(plan: Plan) -> None:
    with pytest.raises(Refused, match="not before today"):
        ask(plan, days=-1)
    ask(plan)

    with pytest.raises(Refused, match="already"):
        ask(plan)


def test_is_not_waived_through_its_items(plan: Plan) -> None:
    with pytest.raises(Refused, match="only the gate"):
        ask(plan, Target(Subject.ITEM, "P1.chief"))


def test_waives_an_item_by_two_and_takes_it_back(plan: Plan) -> None:
    waiver = ask(plan, Target(Subject.ITEM, "P1.us_attorney"))
    agree_waiver(waiver=waiver, by=DIRECTOR, at=now())
    item = item_of(plan, "P1.us_attorney")
    assert (str(item.waived_by), str(item.second_waiver)) == (COORDINATOR.id, DIRECTOR.id)
    with pytest.raises(Refused, match="is waived"):
        score(plan, "P1.us_attorney", 1)

    end_waiver(waiver=waiver, why="They joined.", by=COORDINATOR, at=now())

    score(plan, "P1.us_attorney", 1)


def test_keeps_each_signature_in_the_history_and_the_audit(plan: Plan) -> None:
    agree_waiver(waiver=ask(plan), by=DIRECTOR, at=now())

    acts = Change.objects.filter(plan=plan).order_by("at").values_list("act", "code", "by")
    assert [(act, code, str(by)) for act, code, by in acts] == [
        ("waiver_asked", "awareness", COORDINATOR.id),
        ("waived", "awareness", DIRECTOR.id),
    ]
    seals = list(AuditSeal.objects.order_by("seq"))[-2:]
    assert [seal.acts for seal in seals] == [["gate.waiver_asked"], ["gate.waived"]]
    assert "survey" not in "".join(f"{seal.ids}{seal.changes}" for seal in seals)


@pytest.mark.parametrize(
    "wrong",
    [
        {"agreed_by": uuid.UUID(COORDINATOR.id), "agreed_as": "director"},
        {"agreed_by": uuid.UUID(DIRECTOR.id), "agreed_as": "coordinator"},
        {"agreed_by": uuid.UUID(DIRECTOR.id)},
        {"ends_on": None},
        {"reason": ""},
        {"reason": "Another one."},
        {"asked_by": uuid.UUID(DIRECTOR.id)},
    ],
)
def test_is_held_to_its_rules_by_the_database(plan: Plan, wrong: dict[str, object]) -> None:
    waiver = ask(plan)

    with pytest.raises(DatabaseError), transaction.atomic():
        Waiver.objects.filter(pk=waiver.pk).update(**wrong)
