"""Tests of the model: it is whole, and its parts name one another rightly."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from commonground_web.commons.model.shape import Model, Moment, Phase, differences
from commonground_web.commons.model.versions import CURRENT, MODELS
from commonground_web.commons.roles import ROLES
from commonground_web.commons.steps.gates.facts import FACTS, FactToldTwice, tells
from commonground_web.commons.steps.gates.gate import ItemState, SiteState
from commonground_web.commons.steps.gates.named import GATE_BY_CODE, GATES
from commonground_web.commons.steps.states import MACHINE, State
from commonground_web.kernel.clock import today
from tests.web.commons.steps.partners import told

VERSIONS = pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))


@VERSIONS
def test_has_planning_and_nine_steps(model: Model) -> None:
    assert [step.code for step in model.steps] == [str(n) for n in range(10)]
    assert {step.phase for step in model.steps} == set(Phase)


@VERSIONS
def test_names_each_item_once(model: Model) -> None:
    assert max(Counter(item.code for item in model.items).values()) == 1
    assert all(len(item.code) <= 24 for item in model.items)


@VERSIONS
def test_checks_items_in_phases_and_steps_that_are_there(model: Model) -> None:
    for number, phase in enumerate(Phase, start=1):
        assert {item.code.split(".")[0] for item in model.items_of(phase)} == {f"P{number}"}
    assert {item.step for item in model.items} <= set(model.step_by_code)


@VERSIONS
def test_hangs_gates_on_the_items_that_the_gates_ask(model: Model) -> None:
    for gate in GATES:
        assert {item.code for item in model.items if item.gate == gate.code} == {
            missing for missing in model.by_code if not gate.look(without(missing, model)).is_open
        }


def without(missing: str, model: Model) -> SiteState:
    """Return a site where all is done but one item."""
    items = {
        code: ItemState(text=code, is_done=code != missing, awaits_second=False, owed_by="police")
        for code in model.by_code
    }
    facts = dict.fromkeys(FACTS, 10)
    return SiteState(on=today(), items=items, waived_until={}, told=facts.get)


@VERSIONS
def test_puts_gates_in_the_phase_of_their_items(model: Model) -> None:
    for item in model.items:
        if item.gate:
            assert GATE_BY_CODE[item.gate].phase == item.phase


@VERSIONS
def test_never_puts_an_item_behind_a_gate_that_waits_for_it(model: Model) -> None:
    for item in model.items:
        before = {gate.code for gate in GATES if item.moment in gate.before}
        assert before or not item.moment
        assert item.gate not in before


def test_guards_every_moment() -> None:
    assert {moment for gate in GATES for moment in gate.before} == set(Moment)


def test_lets_gates_be_waived_by_two_roles_that_may() -> None:
    for gate in GATES:
        if gate.waived_by is not None:
            assert len(set(gate.waived_by)) == 2
            for role in gate.waived_by:
                assert {"create", "agree"} <= ROLES[role].permits["waiver"]


def test_knows_the_way_from_every_state_of_a_phase() -> None:
    assert set(MACHINE.transitions) == set(MACHINE.owners) == set(State.values)
    assert {to for ways in MACHINE.transitions.values() for to in ways} <= set(State.values)
    assert set(MACHINE.owners.values()) <= {*ROLES, "nobody"}


def test_holds_nobody_to_a_phase_that_goes_nowhere() -> None:
    for state, ways in MACHINE.transitions.items():
        assert bool(ways) == (MACHINE.owners[state] != "nobody")


def test_says_what_another_version_asks_otherwise() -> None:
    first, second, *others = CURRENT.items
    changed = (replace(first, weight=first.weight + 1), replace(second, code="P1.new"), *others)
    newer = Model(version="9999.1", steps=CURRENT.steps, items=changed)

    found = differences(CURRENT, newer)

    assert (found.added, found.dropped) == (("P1.new",), (second.code,))
    assert found.changed == (first.code,)
    assert not differences(CURRENT, CURRENT)


def test_refuses_two_who_tell_one_fact() -> None:
    with told(service_slots=3), pytest.raises(FactToldTwice, match="told already"):
        tells("service_slots")(lambda _site: 4)


def test_refuses_a_fact_that_no_gate_asks() -> None:
    with pytest.raises(KeyError, match="no fact"):
        tells("weather")
