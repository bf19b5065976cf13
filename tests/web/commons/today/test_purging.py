"""Tests of the gate that the last phase ends behind: what is due is purged, and certified."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from commonground_web.commons.candidates.actions import let_go_unneeded
from commonground_web.commons.steps.gates.asking import require
from commonground_web.commons.steps.gates.facts import FACTS, _tellers, told
from commonground_web.commons.steps.models import Plan
from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import day_of, now
from commonground_web.kernel.purge.actions import witness_purge
from commonground_web.kernel.purge.clockwork import purge_due
from commonground_web.kernel.purge.models import Purge
from tests.web.commons.candidates.released import released
from tests.web.commons.steps.partners import DIRECTOR, do, new_plan

pytestmark = pytest.mark.django_db


def purged(plan: Plan, *, at: datetime) -> object:
    """Return what the gates are told at a moment."""
    with access(Setting(actor="test", verb="view", entity="x"), at=at):
        return told("purged", site=plan.site_id)


def test_has_a_teller_for_every_fact_that_a_gate_asks() -> None:
    assert set(_tellers) == set(FACTS)


def test_does_not_know_before_what_is_due_was_listed() -> None:
    plan = new_plan()

    assert purged(plan, at=now()) is None


def test_tells_that_all_is_purged_where_the_days_list_was_empty() -> None:
    plan = new_plan()
    purge_due(at=now())

    assert purged(plan, at=now()) is True


def test_does_not_take_the_word_of_an_old_list() -> None:
    plan = new_plan()
    purge_due(at=now())

    assert purged(plan, at=now() + timedelta(days=1)) is True
    assert purged(plan, at=now() + timedelta(days=2)) is None


def test_opens_the_last_gate_once_what_was_due_is_certified() -> None:
    plan = new_plan()
    do(plan, "P5.purge")
    released(plan.site)
    later = now() + timedelta(days=31)
    let_go_unneeded(site=plan.site_id, by=system_actor("candidates.unneeded"), at=later)
    purge_due(at=later)

    assert purged(plan, at=later) is False
    witness_purge(purge=Purge.objects.get(), by=DIRECTOR, at=later)
    assert purged(plan, at=later) is False
    purge_due(at=later)

    assert purged(plan, at=later) is True
    require("purge", site=plan.site, on=day_of(later))
