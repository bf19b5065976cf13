"""Tests of outreach plans: who agrees to them, and which days they cover."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from commonground_web.commons.agencies.models import Kind
from commonground_web.commons.disruption.actions.outreach import Going, add_round, agree
from commonground_web.commons.disruption.models import Operation, OutreachPlan, Round
from commonground_web.commons.disruption.telling import is_covered
from commonground_web.commons.disruption.watch import stretches, watch
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import now
from tests.web.commons.disruption.told import agency, agreed, drafted, partner_of, planned
from tests.web.commons.steps.partners import COORDINATOR, new_site, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def operation() -> Operation:
    """Plan an operation at a new site."""
    return planned(new_site())


def test_stands_once_two_agencies_agreed(operation: Operation) -> None:
    plan = drafted(operation)
    agreed(plan, Kind.HARM_REDUCTION)
    assert is_covered(operation.site_id) is False

    agreed(plan, Kind.CITY)

    assert is_covered(operation.site_id) is True


def test_does_not_cover_a_watch_that_lasts_longer(operation: Operation) -> None:
    agreed(drafted(operation, short_by=1), Kind.HARM_REDUCTION, Kind.CITY)

    assert is_covered(operation.site_id) is False


def test_asks_one_of_the_two_to_be_of_health(operation: Operation) -> None:
    with pytest.raises(Refused, match="harm reduction or public health"):
        agreed(drafted(operation), Kind.POLICE, Kind.CITY)


def test_asks_for_another_agency_as_the_second(operation: Operation) -> None:
    plan, health = drafted(operation), agency(Kind.HARM_REDUCTION)
    agree(plan=plan, by=partner_of(health), at=now())

    with pytest.raises(Refused, match="another agency"):
        agree(plan=plan, by=partner_of(health), at=now())


def test_is_kept_by_the_database_from_resting_on_one_agency(operation: Operation) -> None:
    plan = drafted(operation)
    agreed(plan, Kind.HARM_REDUCTION)
    plan.refresh_from_db()

    with pytest.raises(IntegrityError), transaction.atomic():
        OutreachPlan.objects.filter(pk=plan.pk).update(
            second_by=plan.drafted_by, second_for=plan.agreed_for, second_at=now()
        )


def test_asks_who_goes_out_before_anybody_agrees(operation: Operation) -> None:
    with pytest.raises(Refused, match="add the rounds first"):
        agreed(drafted(operation, with_round=False), Kind.HARM_REDUCTION)


def test_is_agreed_to_with_the_rounds_that_somebody_saw(operation: Operation) -> None:
    plan, health = drafted(operation), agency(Kind.HARM_REDUCTION)
    add_round(plan=plan, going=_going(operation), by=COORDINATOR, at=now())

    with pytest.raises(Refused, match="A round was added"):
        agree(plan=plan, by=partner_of(health), at=now(), seen=1)

    agree(plan=plan, by=partner_of(health), at=now(), seen=2)


def test_is_agreed_for_an_agency(operation: Operation) -> None:
    with pytest.raises(Refused, match="works for an agency"):
        agree(plan=drafted(operation), by=somebody("partner", agency=None), at=now())


def test_stays_as_it_was_agreed(operation: Operation) -> None:
    plan = drafted(operation)
    agreed(plan, Kind.HARM_REDUCTION)

    with pytest.raises(Refused, match="draft another"):
        add_round(plan=plan, going=_going(operation), by=COORDINATOR, at=now())


@pytest.mark.parametrize("days", [-1, 23])
def test_has_no_round_outside_of_its_days(operation: Operation, days: int) -> None:
    plan = drafted(operation)
    with pytest.raises(Refused, match="outside"):
        add_round(plan=plan, going=_going(operation, days=days), by=COORDINATOR, at=now())


def _going(operation: Operation, *, days: int = 0) -> Going:
    return Going(
        agency=agency(Kind.PUBLIC_HEALTH),
        on=operation.starts_on + timedelta(days=days),
        part="night",
        zone="the park",
        people=2,
    )


def test_watches_for_three_weeks_after_the_last_day(operation: Operation) -> None:
    drafted(operation)

    days = watch(operation, Round.objects.all(), on=operation.starts_on)

    assert len(days) == 2 + 21
    assert [day.number for day in days if not day.is_operation] == list(range(1, 22))
    assert [len(day.rounds) for day in days[:2]] == [1, 0]
    assert days[-1].on == operation.ends_on + timedelta(days=21)


def test_tells_days_in_a_row_on_which_nobody_goes_out_as_one(operation: Operation) -> None:
    drafted(operation)
    before = operation.starts_on - timedelta(days=1)

    rows = stretches(watch(operation, Round.objects.all(), on=before))

    assert [row.is_one_day for row in rows] == [True, True, False]
    assert (rows[-1].first.number, rows[-1].last.number) == (1, 21)


def test_keeps_today_apart_on_which_nobody_goes_out(operation: Operation) -> None:
    today_is = operation.ends_on + timedelta(days=3)

    rows = stretches(watch(operation, (), on=today_is))

    assert [row.first.number for row in rows if row.first.is_today] == [3]
    assert [row.last.number for row in rows] == [0, 2, 3, 21]
