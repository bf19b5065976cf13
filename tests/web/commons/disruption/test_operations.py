"""Tests of operations: who plans them, and what keeps them from being ready."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from commonground_web.commons.agencies.models import Kind
from commonground_web.commons.disruption.actions.notices import (
    Telling,
    acknowledge,
    give_notice,
)
from commonground_web.commons.disruption.actions.operations import (
    Days,
    call_off,
    end_operation,
    make_ready,
    plan_operation,
)
from commonground_web.commons.disruption.models import NoticeTo, Operation
from commonground_web.commons.disruption.states import MACHINE, State
from commonground_web.commons.disruption.telling import is_covered, is_told
from commonground_web.commons.steps.models import Plan
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.clock import now, today
from tests.web.commons.disruption.told import agency, agreed, drafted, partner_of, planned, tell
from tests.web.commons.steps.partners import COORDINATOR, DIRECTOR, do, new_plan, new_site

pytestmark = pytest.mark.django_db

ITEMS = ("P1.chief", "P1.prosecutor", "P3.disruption", "P3.notice")


@pytest.fixture
def plan() -> Plan:
    """Keep a new plan."""
    return new_plan()


def _made_ready(plan: Plan) -> Operation:
    operation = planned(plan.site)
    do(plan, *ITEMS)
    tell(operation, agency(Kind.HARM_REDUCTION), agency(Kind.SERVICE_PROVIDER))
    agreed(drafted(operation), Kind.SERVICE_PROVIDER, Kind.PUBLIC_HEALTH)
    make_ready(operation=operation, by=DIRECTOR, at=now())
    operation.refresh_from_db()
    return operation


def test_is_ready_once_all_are_told_and_outreach_is_agreed(plan: Plan) -> None:
    assert _made_ready(plan).state == State.READY


def test_is_not_ready_before_those_who_do_outreach_were_told(plan: Plan) -> None:
    operation = planned(plan.site)
    do(plan, *ITEMS)
    agreed(drafted(operation), Kind.SERVICE_PROVIDER, Kind.PUBLIC_HEALTH)

    with pytest.raises(Refused, match="told of the coming disruption"):
        make_ready(operation=operation, by=DIRECTOR, at=now())

    operation.refresh_from_db()
    assert operation.state == State.PLANNED


def test_is_not_ready_without_an_agreed_outreach_plan(plan: Plan) -> None:
    operation = planned(plan.site)
    do(plan, *ITEMS)
    tell(operation, agency(Kind.HARM_REDUCTION))
    agreed(drafted(operation), Kind.PUBLIC_HEALTH)

    with pytest.raises(Refused, match="outreach plan is agreed"):
        make_ready(operation=operation, by=DIRECTOR, at=now())


def test_is_made_ready_by_another_than_whoever_planned_it(plan: Plan) -> None:
    with pytest.raises(Refused, match="ask another"):
        make_ready(operation=planned(plan.site), by=COORDINATOR, at=now())


def test_is_kept_by_the_database_from_being_ready_by_one_person(plan: Plan) -> None:
    operation = planned(plan.site)

    with pytest.raises(IntegrityError), transaction.atomic():
        Operation.objects.filter(pk=operation.pk).update(
            state=State.READY, ready_by=operation.planned_by, ready_at=now()
        )


def test_is_done_only_after_it_began(plan: Plan) -> None:
    operation = _made_ready(plan)

    with pytest.raises(Refused, match="has not begun"):
        end_operation(operation=operation, by=COORDINATOR, at=now())

    end_operation(operation=operation, by=COORDINATOR, at=now() + timedelta(days=11))
    operation.refresh_from_db()
    assert operation.state == State.DONE


def test_is_called_off_with_a_reason_and_then_for_good(plan: Plan) -> None:
    operation = planned(plan.site)
    with pytest.raises(Refused, match="Say why"):
        call_off(operation=operation, why=" ", by=COORDINATOR, at=now())

    call_off(operation=operation, why="The weather.", by=COORDINATOR, at=now())

    with pytest.raises(Refused):
        make_ready(operation=operation, by=DIRECTOR, at=now())


def test_is_led_by_police() -> None:
    first = today() + timedelta(days=3)
    with pytest.raises(Refused, match="led by police"):
        plan_operation(
            site=new_site(),
            led_by=agency(Kind.CITY),
            days=Days("arrests", first, first),
            by=COORDINATOR,
            at=now(),
        )


def test_is_planned_by_a_partner_for_their_own_agency_alone() -> None:
    first, police = today() + timedelta(days=3), agency(Kind.POLICE)
    days = Days("arrests", first, first)
    site = new_site()

    plan_operation(site=site, led_by=police, days=days, by=partner_of(police), at=now())

    with pytest.raises(NotPermitted):
        plan_operation(
            site=site, led_by=police, days=days, by=partner_of(agency(Kind.POLICE)), at=now()
        )


@pytest.mark.parametrize(("start", "end"), [(3, 2), (0, 1)])
def test_is_planned_ahead_and_in_order(start: int, end: int) -> None:
    day = today()
    with pytest.raises(Refused):
        plan_operation(
            site=new_site(),
            led_by=agency(Kind.POLICE),
            days=Days("arrests", day + timedelta(days=start), day + timedelta(days=end)),
            by=COORDINATOR,
            at=now(),
        )


def test_has_a_way_on_and_an_owner_for_every_state() -> None:
    assert set(MACHINE.transitions) == set(MACHINE.owners) == set(State.values)


def test_tells_nothing_where_no_operation_is_planned() -> None:
    site = new_site()

    assert is_told(site.pk) is None
    assert is_covered(site.pk) is None


def test_is_not_told_until_everyone_has_read_it() -> None:
    operation = planned(new_site())
    tell(operation, agency(Kind.HARM_REDUCTION), reads=False)

    assert is_told(operation.site_id) is False


def test_asks_the_facts_of_each_operation_that_was_not_called_off() -> None:
    first = planned(new_site())
    tell(first, agency(Kind.PUBLIC_HEALTH))
    second = planned(first.site)
    assert is_told(first.site_id) is False

    call_off(operation=second, why="It rains.", by=COORDINATOR, at=now())

    assert is_told(first.site_id) is True


def test_tells_at_least_one_who_goes_out() -> None:
    telling = Telling([agency(Kind.CITY)], "the desk")
    with pytest.raises(Refused, match="harm reduction"):
        give_notice(operation=planned(new_site()), telling=telling, by=COORDINATOR, at=now())


def test_gives_no_notice_of_what_was_called_off() -> None:
    operation = planned(new_site())
    call_off(operation=operation, why="It rains.", by=COORDINATOR, at=now())

    with pytest.raises(Refused, match="over"):
        tell(operation, agency(Kind.HARM_REDUCTION))


def test_is_acknowledged_once_and_by_the_agency_that_was_told() -> None:
    health = agency(Kind.HARM_REDUCTION)
    tell(planned(new_site()), health)
    told = NoticeTo.objects.get(agency=health)

    with pytest.raises(Refused, match="already"):
        acknowledge(told=told, by=partner_of(health), at=now())
    with pytest.raises(NotPermitted):
        acknowledge(told=told, by=partner_of(agency(Kind.CITY)), at=now())
