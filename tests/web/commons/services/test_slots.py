"""Tests of slots: no more are held than there are, for a site, until a day."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from commonground_web.commons.deadlines import Deadline, deadlines_for
from commonground_web.commons.services.actions.slots import (
    Counted,
    count_capacity,
    end_reservation,
    reserve_slots,
)
from commonground_web.commons.services.clocks import end_what_ran_out
from commonground_web.commons.services.models import Capacity, Reservation, Service
from commonground_web.commons.steps.gates.facts import told
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import now, today
from tests.web.commons.candidates.released import looking
from tests.web.commons.services.offers import new_capacity, new_organization, new_service
from tests.web.commons.steps.partners import COORDINATOR, new_site, somebody
from tests.web.signed_in import AGENCY, signed_in

pytestmark = pytest.mark.django_db

SOON = today() + timedelta(days=30)


@pytest.fixture
def capacity() -> Capacity:
    """Keep twelve beds of a partner's."""
    return new_capacity(new_service(new_organization(AGENCY)), available=12)


def reserved(capacity: Capacity, slots: int = 5, *, by: Actor = COORDINATOR) -> Reservation:
    """Hold slots for a new site."""
    return reserve_slots(
        capacity=capacity, site=new_site(), slots=slots, until=SOON, by=by, at=now()
    )


def counted(capacity: Capacity, available: int, *, by: Actor = COORDINATOR) -> None:
    """Count what is free."""
    given = Counted(available, Capacity.Status.CAPACITY)
    count_capacity(capacity=capacity, counted=given, by=by, at=now())


def test_holds_slots_for_a_site(capacity: Capacity) -> None:
    reserved(capacity, 5)

    capacity.refresh_from_db()
    assert (capacity.available, capacity.reserved, capacity.free) == (12, 5, 7)


def test_tells_the_front_page_of_slots_that_are_soon_free_for_anybody(capacity: Capacity) -> None:
    held = reserved(capacity, 5)
    words = f"5 slots of “{capacity.service.name}” are held for {held.site} no longer"

    assert words not in [str(one.what) for one in _told(days=15)]
    assert words in [str(one.what) for one in _told(days=16)]


def _told(*, days: int) -> list[Deadline]:
    with looking("complaint", "follow_up", "invitee"):
        return deadlines_for(COORDINATOR, on=today() + timedelta(days=days))


def test_holds_no_more_than_are_free(capacity: Capacity) -> None:
    reserved(capacity, 8)

    with pytest.raises(Refused, match="4 are free and held for nobody"):
        reserved(capacity, 5)


def test_holds_no_more_than_are_free_behind_the_action(capacity: Capacity) -> None:
    capacity.reserved = capacity.available + 1

    with pytest.raises(DatabaseError), transaction.atomic():
        capacity.save()


def test_holds_nothing_of_a_service_that_is_not_offered(capacity: Capacity) -> None:
    capacity.service.status = Service.Status.CLOSED
    capacity.service.save()

    with pytest.raises(Refused, match="not offered"):
        reserved(capacity)


def test_holds_nothing_until_a_day_that_is_over(capacity: Capacity) -> None:
    with pytest.raises(Refused, match="over"):
        reserve_slots(
            capacity=capacity,
            site=new_site(),
            slots=1,
            until=today() - timedelta(days=1),
            by=COORDINATOR,
            at=now(),
        )


def test_counts_no_fewer_than_are_held(capacity: Capacity) -> None:
    reserved(capacity, 5)

    with pytest.raises(Refused, match="5 are held for sites, and 4 would be free"):
        counted(capacity, 4)
    counted(capacity, 5)

    capacity.refresh_from_db()
    assert capacity.free == 0


def test_gives_up_what_was_held_once(capacity: Capacity) -> None:
    reservation = reserved(capacity, 5)

    end_reservation(reservation=reservation, by=COORDINATOR, at=now())

    capacity.refresh_from_db()
    assert capacity.reserved == 0
    with pytest.raises(Refused, match="given up already"):
        end_reservation(reservation=reservation, by=COORDINATOR, at=now())


def test_frees_what_was_held_once_its_day_is_over(capacity: Capacity) -> None:
    reserved(capacity, 5)

    end_what_ran_out(at=now() + timedelta(days=30))
    capacity.refresh_from_db()
    assert capacity.reserved == 5

    end_what_ran_out(at=now() + timedelta(days=31))
    end_what_ran_out(at=now() + timedelta(days=31))
    capacity.refresh_from_db()
    assert capacity.reserved == 0
    assert Reservation.objects.get().ended_by == "system:services.expire"


@pytest.mark.parametrize(("days", "slots"), [(0, 5), (30, 5), (31, 0)])
def test_tells_the_gate_what_is_held_on_the_day_that_it_asks(
    capacity: Capacity, days: int, slots: int
) -> None:
    reservation = reserved(capacity, 5)
    reserved(capacity, 2)
    setting = Setting(actor="test", verb="view", entity="gate")

    with access(setting, at=now() + timedelta(days=days)):
        assert told("service_slots", site=reservation.site_id) == slots


def test_tells_the_gate_nothing_of_what_was_given_up(capacity: Capacity) -> None:
    reservation = reserved(capacity, 5)
    end_reservation(reservation=reservation, by=COORDINATOR, at=now())

    with access(Setting(actor="test", verb="view", entity="gate"), at=now()):
        assert told("service_slots", site=reservation.site_id) == 0


def test_lets_a_partner_keep_their_own_and_no_others(capacity: Capacity) -> None:
    own, other = somebody("partner", agency=AGENCY), somebody("partner", agency=uuid.uuid4())

    counted(capacity, 9, by=own)
    reserved(capacity, 1, by=own)

    with pytest.raises(NotPermitted):
        counted(capacity, 8, by=other)
    with pytest.raises(NotPermitted):
        reserved(capacity, 1, by=other)
    with pytest.raises(NotPermitted):
        counted(capacity, 8, by=somebody("partner", agency=None))


def test_counts_in_one_step(capacity: Capacity) -> None:
    client = signed_in("partner")

    answer = client.post(
        f"/capacity/{capacity.pk}/", {"available": "3", "status": "waitlist"}, follow=True
    )

    assert b"Counted." in answer.content
    assert b"keeps a waiting list" in answer.content
    capacity.refresh_from_db()
    assert (capacity.available, capacity.maximum) == (3, None)


def test_says_on_the_form_what_is_refused(capacity: Capacity) -> None:
    client, site = signed_in("coordinator"), new_site()
    form = {"site": str(site.pk), "slots": "13", "until": SOON.isoformat()}

    answer = client.post(f"/capacity/{capacity.pk}/reserve/", form)

    assert answer.status_code == 200
    assert b"12 are free and held for nobody" in answer.content


def test_shows_both_numbers_and_who_holds_them(capacity: Capacity) -> None:
    reservation = reserved(capacity, 5)

    page = signed_in("coordinator").get(f"/services/{capacity.service_id}/").content.decode()

    assert f"5 for {reservation.site.name} until" in page
    assert ">12" in page


@pytest.mark.parametrize("role", ["anyone", "partner", "director"])
def test_shows_no_number_to_those_who_do_not_count(capacity: Capacity, role: str) -> None:
    client = signed_in(role, agency=uuid.uuid4())

    page = client.get(f"/services/{capacity.service_id}/").content.decode()
    listed = client.get("/services/").content.decode()

    assert "enough" in page
    assert "enough" in listed
    assert ">12" not in page + listed


def test_shows_the_public_no_site_that_something_is_held_for(capacity: Capacity) -> None:
    reservation = reserved(capacity, 5)

    page = signed_in("anyone").get(f"/services/{capacity.service_id}/").content.decode()

    assert reservation.site.name not in page


def test_offers_a_coordinator_of_one_site_that_site_alone(capacity: Capacity) -> None:
    own, other = new_site(), new_site()
    client = signed_in("coordinator", sites=[own.pk])

    page = client.get(f"/capacity/{capacity.pk}/reserve/").content.decode()
    form = {"site": str(other.pk), "slots": "1", "until": SOON.isoformat()}
    client.post(f"/capacity/{capacity.pk}/reserve/", form)

    assert own.name in page
    assert other.name not in page
    assert not Reservation.objects.exists()
