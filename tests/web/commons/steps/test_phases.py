"""Tests of phases: the way through their gates, against a model of the rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from commonground_web.commons.model.shape import Phase
from commonground_web.commons.model.versions import CURRENT
from commonground_web.commons.steps.actions.phases import (
    complete_phase,
    return_phase,
    start_phase,
    submit_phase,
)
from commonground_web.commons.steps.actions.plans import Adapted, record_adaptation
from commonground_web.commons.steps.actions.waivers import Target, agree_waiver, ask_waiver
from commonground_web.commons.steps.fidelity import PhaseFidelity, fidelity
from commonground_web.commons.steps.gates.asking import looks, site_state
from commonground_web.commons.steps.models import Adaptation, Plan, PlanItem, PlanPhase, Subject
from commonground_web.commons.steps.states import State
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.clock import now, today
from tests.web.commons.agreements import sign_memorandum
from tests.web.commons.rules.signed import policy_in_force
from tests.web.commons.steps.partners import (
    AGENCY,
    COORDINATOR,
    DIRECTOR,
    EVERYTHING,
    do,
    new_plan,
    score,
    show,
    somebody,
)

pytestmark = pytest.mark.django_db

PLANNING_GATES = [item.code for item in CURRENT.items_of(Phase.PLANNING) if item.gate]


@pytest.fixture
def plan() -> Plan:
    """Keep a new plan of a site whose policy the case room signed."""
    plan = new_plan()
    policy_in_force(plan.site)
    return plan


def phase_of(plan: Plan, phase: Phase = Phase.PLANNING) -> PlanPhase:
    """Return a phase as it is now."""
    found: PlanPhase = PlanPhase.objects.select_related("plan__site").get(plan=plan, phase=phase)
    return found


def put_to_its_gates(plan: Plan, *, by: Actor = COORDINATOR) -> None:
    """Start planning and put it to its gates."""
    start_phase(phase=phase_of(plan), by=by, at=now())
    submit_phase(phase=phase_of(plan), by=by, at=now())


def waive(plan: Plan, phase: Phase) -> None:
    """Waive a phase by two persons."""
    target = Target(Subject.PHASE, str(phase))
    waiver = ask_waiver(
        plan=plan, target=target, reason="Merged.", ends_on=None, by=COORDINATOR, at=now()
    )
    agree_waiver(waiver=waiver, by=DIRECTOR, at=now())


def stands(plan: Plan) -> dict[Phase, PhaseFidelity]:
    """Return the fidelity of each phase."""
    seen = looks(site_state(plan, on=today()))
    items = PlanItem.objects.filter(plan=plan)
    return {row.phase: row for row in fidelity(plan.model, items, looks=seen)}


def test_starts_work_on_the_market_behind_its_gates(plan: Plan) -> None:
    start_phase(phase=phase_of(plan, Phase.COMMUNITY), by=COORDINATOR, at=now())
    with pytest.raises(Refused, match="Nothing begins before"):
        start_phase(phase=phase_of(plan, Phase.TARGETING), by=COORDINATOR, at=now())

    do(plan, "P1.chief", "P1.prosecutor", "P1.team_trained")
    start_phase(phase=phase_of(plan, Phase.TARGETING), by=COORDINATOR, at=now())

    assert phase_of(plan, Phase.TARGETING).state == State.IN_PROGRESS


def test_completes_through_its_gates(plan: Plan) -> None:
    put_to_its_gates(plan)
    with pytest.raises(Refused, match="Not done"):
        complete_phase(phase=phase_of(plan), by=DIRECTOR, at=now())

    do(plan, *PLANNING_GATES)
    complete_phase(phase=phase_of(plan), by=DIRECTOR, at=now())

    assert phase_of(plan).state == State.COMPLETE
    assert AuditSeal.objects.order_by("-seq")[0].acts == ["phase.completed"]


def test_is_completed_by_somebody_else(plan: Plan) -> None:
    do(plan, *PLANNING_GATES)
    put_to_its_gates(plan, by=EVERYTHING)

    with pytest.raises(Refused, match="ask a director"):
        complete_phase(phase=phase_of(plan), by=EVERYTHING, at=now())
    with pytest.raises(NotPermitted):
        complete_phase(phase=phase_of(plan), by=somebody("coordinator"), at=now())


def test_leaves_nothing_when_its_gates_refuse(plan: Plan) -> None:
    put_to_its_gates(plan)
    before = AuditSeal.objects.count()

    with pytest.raises(Refused):
        complete_phase(phase=phase_of(plan), by=DIRECTOR, at=now())

    assert AuditSeal.objects.count() == before
    assert phase_of(plan).state == State.GATE_REVIEW


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": State.COMPLETE},
        {"state": State.COMPLETE, "submitted_by": DIRECTOR.id, "completed_by": DIRECTOR.id},
        {"state": State.WAIVED},
        {"state": State.WAIVED, "waived_by": DIRECTOR.id, "second_waiver": DIRECTOR.id},
        {"waived_by": DIRECTOR.id, "second_waiver": COORDINATOR.id},
        {"state": "elsewhere"},
        {"phase": Phase.AFTER},
    ],
)
def test_is_held_to_its_rules_by_the_database(plan: Plan, wrong: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanPhase.objects.filter(plan=plan, phase=Phase.PLANNING).update(**wrong)


class PhaseMachine(RuleBasedStateMachine):
    """Planning, led by people who do as they like, beside what the rules make of it."""

    def __init__(self) -> None:
        super().__init__()
        self.plan = new_plan()
        do(self.plan, *PLANNING_GATES)
        self.state, self.is_open = "not_started", True
        self.submitted_by = ""

    def attempt(self, act: Any, by: Actor, *, allowed: bool, **more: Any) -> bool:
        """Try an action; it must be refused exactly where the rules refuse it."""
        try:
            act(phase=phase_of(self.plan), by=by, at=now(), **more)
        except (Refused, NotPermitted):
            assert not allowed
            return False
        assert allowed
        return True

    @rule(by=st.sampled_from([COORDINATOR, DIRECTOR, EVERYTHING]))
    def start(self, by: Actor) -> None:
        allowed = self.state == "not_started" and "coordinator" in by.roles
        if self.attempt(start_phase, by, allowed=allowed):
            self.state = "in_progress"

    @rule(by=st.sampled_from([COORDINATOR, DIRECTOR, EVERYTHING]))
    def submit(self, by: Actor) -> None:
        allowed = self.state == "in_progress" and "coordinator" in by.roles
        if self.attempt(submit_phase, by, allowed=allowed):
            self.state, self.submitted_by = "gate_review", by.id

    @rule(by=st.sampled_from([COORDINATOR, DIRECTOR]))
    def give_back(self, by: Actor) -> None:
        allowed = self.state == "gate_review" and by is DIRECTOR
        if self.attempt(return_phase, by, allowed=allowed, why="Not yet."):
            self.state = "in_progress"

    @rule(by=st.sampled_from([COORDINATOR, DIRECTOR, EVERYTHING]))
    def complete(self, by: Actor) -> None:
        allowed = (
            self.state == "gate_review"
            and "director" in by.roles
            and by.id != self.submitted_by
            and self.is_open
        )
        if self.attempt(complete_phase, by, allowed=allowed):
            self.state = "complete"

    @rule()
    def withdraw(self) -> None:
        score(self.plan, "P1.prosecutor", 0)
        self.is_open = False

    @rule()
    def sign(self) -> None:
        do(self.plan, "P1.prosecutor")
        self.is_open = True

    @invariant()
    def stands_where_the_rules_say(self) -> None:
        assert phase_of(self.plan).state == self.state


def test_goes_where_the_rules_say_whatever_is_tried() -> None:
    run_state_machine_as_test(
        PhaseMachine,
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_is_waived_by_two_and_hides_no_shut_gate(plan: Plan) -> None:
    waive(plan, Phase.PLANNING)

    assert phase_of(plan).state == State.WAIVED
    assert "commitment" in [gate.code for gate in stands(plan)[Phase.PLANNING].shut]


def test_is_not_waived_once_complete(plan: Plan) -> None:
    do(plan, *PLANNING_GATES)
    put_to_its_gates(plan)
    complete_phase(phase=phase_of(plan), by=DIRECTOR, at=now())

    with pytest.raises(Refused, match="cannot become"):
        waive(plan, Phase.PLANNING)


def test_counts_what_is_done_and_what_is_missing(plan: Plan) -> None:
    before = stands(plan)[Phase.COMMUNITY]
    score(plan, "P3.residents", 1)
    do(plan, "P3.message")
    show(plan, "P3.disruption")
    score(plan, "P3.disruption", 2)

    row = stands(plan)[Phase.COMMUNITY]

    assert (before.share, before.not_done) == (0, 7)
    assert (row.as_planned, row.unconfirmed, row.partly, row.not_done, row.waived) == (
        1,
        1,
        1,
        4,
        0,
    )
    weights = {item.code: item.weight for item in CURRENT.items_of(Phase.COMMUNITY)}
    done = weights["P3.message"] + (weights["P3.residents"] + weights["P3.disruption"]) / 2
    assert row.share == pytest.approx(done / sum(weights.values()))
    assert "P3.message" not in {item.code for item in row.missing}
    assert [gate.code for gate in row.shut] == ["awareness", "disruption"]


def test_leaves_waived_items_out_of_the_sum(plan: Plan) -> None:
    target = Target(Subject.ITEM, "P3.residents")
    waiver = ask_waiver(
        plan=plan, target=target, reason="Done by the city.", ends_on=None, by=DIRECTOR, at=now()
    )
    agree_waiver(waiver=waiver, by=COORDINATOR, at=now())

    assert stands(plan)[Phase.COMMUNITY].waived == 1
    assert stands(plan)[Phase.COMMUNITY].not_done == 6


def test_writes_adaptations_down_with_those_who_agreed(plan: Plan) -> None:
    agency = sign_memorandum(AGENCY)
    adapted = Adapted(what="No video.", why="State law.", agreed_by=[agency], agreed_on=today())

    kept = record_adaptation(plan=plan, adapted=adapted, by=COORDINATOR, at=now())

    assert [partner.agency for partner in kept.partners.all()] == [agency]
    with pytest.raises(DatabaseError), transaction.atomic():
        Adaptation.objects.filter(pk=kept.pk).update(why="Another reason.")


def test_writes_no_adaptation_down_that_nobody_agreed_to(plan: Plan) -> None:
    nobody = Adapted(what="No video.", why="State law.", agreed_by=[], agreed_on=today())
    tomorrow = today() + timedelta(days=2)
    agency = sign_memorandum(AGENCY)
    soon = Adapted(what="No video.", why="State law.", agreed_by=[agency], agreed_on=tomorrow)

    with pytest.raises(Refused, match="at least one"):
        record_adaptation(plan=plan, adapted=nobody, by=COORDINATOR, at=now())
    with pytest.raises(Refused, match="to come"):
        record_adaptation(plan=plan, adapted=soon, by=COORDINATOR, at=now())
