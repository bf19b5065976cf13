"""Tests of the entries of the directory: who keeps which, and what is shown to whom."""

from __future__ import annotations

import uuid

import pytest

from commonground_web.commons.services.actions.entries import (
    add_organization,
    change_organization,
    change_service,
)
from commonground_web.commons.services.models import (
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
)
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.clock import now
from tests.web.commons.agreements import sign_memorandum
from tests.web.commons.services.offers import (
    new_capacity,
    new_organization,
    new_place,
    new_service,
    new_service_of,
)
from tests.web.commons.steps.partners import COORDINATOR, somebody
from tests.web.signed_in import AGENCY, signed_in

pytestmark = pytest.mark.django_db

STREET = "13 Canary Street"


def test_adds_a_service_by_the_form() -> None:
    organization = new_organization(AGENCY)
    form = {"organization": str(organization.pk), "name": "Warm line", "status": "active"}

    answer = signed_in("partner").post("/services/new/", form, follow=True)

    assert b"Warm line" in answer.content
    assert Service.objects.get().organization == organization


def test_offers_partners_their_own_organisation_alone() -> None:
    own, other = new_organization(AGENCY), new_organization(uuid.uuid4())
    client = signed_in("partner")

    page = client.get("/services/new/").content.decode()
    form = {"organization": str(other.pk), "name": "Warm line", "status": "active"}
    client.post("/services/new/", form)

    assert own.name in page
    assert other.name not in page
    assert not Service.objects.exists()


def test_lets_no_partner_change_the_service_of_another() -> None:
    theirs = new_service_of(uuid.uuid4())
    partner = somebody("partner", agency=AGENCY)

    with pytest.raises(NotPermitted):
        change_service(service=theirs, given={"name": "Mine"}, by=partner, at=now())
    assert signed_in("partner").get(f"/services/{theirs.pk}/edit/").status_code == 404


def test_lets_no_partner_hand_their_service_to_another_organisation() -> None:
    own, other = new_service_of(AGENCY), new_organization(uuid.uuid4())
    partner = somebody("partner", agency=AGENCY)

    with pytest.raises(NotPermitted):
        change_service(service=own, given={"organization": other}, by=partner, at=now())


def test_lets_a_coordinator_alone_say_which_partner_an_organisation_is() -> None:
    organization = new_organization(AGENCY)
    agency = sign_memorandum(uuid.uuid4())
    partner = somebody("partner", agency=AGENCY)

    with pytest.raises(NotPermitted):
        change_organization(
            organization=organization, given={"agency": agency}, by=partner, at=now()
        )
    assert (
        b"id_agency"
        not in signed_in("partner").get(f"/organizations/{organization.pk}/edit/").content
    )


def test_refuses_a_second_organisation_of_one_partner() -> None:
    agency = new_organization(AGENCY).agency

    with pytest.raises(Refused, match="in the directory already"):
        add_organization(given={"name": "Again", "agency": agency}, by=COORDINATOR, at=now())


def test_refuses_ages_in_the_wrong_order() -> None:
    service = new_service_of(AGENCY)
    form = {
        "organization": str(service.organization_id),
        "name": "x",
        "status": "active",
        "minimum_age": "30",
        "maximum_age": "20",
    }

    answer = signed_in("partner").post(f"/services/{service.pk}/edit/", form)

    assert b"youngest age is above" in answer.content


def test_adds_a_place_with_its_address() -> None:
    service = new_service_of(AGENCY)
    form = {
        "name": "The house",
        "location_type": "physical",
        "address_1": STREET,
        "city": "Larkhaven",
        "state_province": "NC",
        "postal_code": "00000",
        "is_confidential": "on",
    }

    signed_in("partner").post(f"/services/{service.pk}/places/new/", form)

    place = Location.objects.get()
    assert place.is_confidential
    assert place.addresses.get().address_1 == STREET


def test_asks_for_a_whole_address() -> None:
    service = new_service_of(AGENCY)
    form = {"location_type": "physical", "address_1": STREET}

    answer = signed_in("partner").post(f"/services/{service.pk}/places/new/", form)

    assert b"An address needs this, too." in answer.content
    assert not Location.objects.exists()


def test_makes_a_place_confidential_afterwards() -> None:
    service = new_service_of(AGENCY)
    place = new_place(service, street=STREET)
    client = signed_in("partner")
    page = client.get(f"/places/{place.pk}/").content.decode()
    form = {
        "name": place.name,
        "location_type": "physical",
        "address_1": STREET,
        "city": "Larkhaven",
        "state_province": "NC",
        "postal_code": "00000",
        "is_confidential": "on",
    }

    client.post(f"/places/{place.pk}/", form)

    assert STREET in page
    place.refresh_from_db()
    assert place.is_confidential
    assert place.addresses.count() == 1


@pytest.mark.parametrize(
    ("role", "is_shown"),
    [
        ("coordinator", True),
        ("partner", True),
        ("director", False),
        ("evaluator", False),
        ("anyone", False),
    ],
)
def test_shows_a_confidential_place_to_its_keepers_alone(role: str, is_shown: bool) -> None:
    service = new_service_of(AGENCY)
    new_place(service, street=STREET, is_confidential=True)

    page = signed_in(role).get(f"/services/{service.pk}/").content.decode()

    assert (STREET in page) is is_shown
    assert ("kept secret" in page) is not is_shown


def test_shows_a_confidential_place_to_no_other_partner() -> None:
    service = new_service_of(uuid.uuid4())
    place = new_place(service, street=STREET, is_confidential=True)
    client = signed_in("partner")

    assert STREET not in client.get(f"/services/{service.pk}/").content.decode()
    assert client.get(f"/places/{place.pk}/").status_code == 404


def test_takes_a_place_out_with_all_that_hangs_on_it() -> None:
    service = new_service_of(AGENCY)
    place = new_place(service)

    signed_in("partner").post(f"/places/{place.pk}/remove/")

    assert not Location.objects.exists()
    assert not Phone.objects.exists()
    assert Service.objects.exists()


def test_adds_and_removes_numbers_and_hours() -> None:
    service = new_service_of(AGENCY)
    client = signed_in("partner")
    client.post(f"/services/{service.pk}/phones/new/", {"number": "+1 555 0100"})
    hours = {"days": ["MO", "WE"], "opens_at": "09:00", "closes_at": "17:30"}
    client.post(f"/services/{service.pk}/hours/new/", hours)

    page = client.get(f"/services/{service.pk}/").content.decode()
    assert "+1 555 0100" in page
    assert "Monday, Wednesday, 09:00–17:30" in page
    client.post(f"/phones/{Phone.objects.get().pk}/remove/")
    client.post(f"/hours/{Schedule.objects.get().pk}/remove/")

    assert not Phone.objects.exists()
    assert not Schedule.objects.exists()


def test_finds_services_by_whether_they_have_room() -> None:
    full, free = (new_service(name=name) for name in ("Full house", "Free house"))
    capacity = new_capacity(full, available=0)
    capacity.status = "no-capacity"
    capacity.save()
    new_capacity(free)
    new_capacity(free)

    page = signed_in("evaluator").get("/services/?capacity=capacity").content.decode()

    assert page.count("Free house") == 1
    assert "Full house" not in page


def test_says_what_to_do_first_where_nothing_is_there() -> None:
    assert b"as an HSDS file" in signed_in("coordinator").get("/services/").content


def test_refuses_an_address_of_the_web_that_is_none() -> None:
    organization = new_organization(AGENCY)
    form = {"name": "x", "website": "javascript:alert(1)"}

    answer = signed_in("partner").post(f"/organizations/{organization.pk}/edit/", form)

    assert answer.status_code == 200
    assert Organization.objects.get().website == ""
