"""Tests of candidates: how they come, who sees them, and when they are let go."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from commonground_web.commons.candidates.clocks import let_go
from commonground_web.commons.candidates.handlers import keep_candidate
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.candidates.states import MACHINE, State
from commonground_web.commons.sites.models import Site
from commonground_web.commons.steps.gates.facts import told
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.clock import day_of, now, today
from tests.web.commons.candidates.released import VALVE, as_kept, looking, receiving, released, said
from tests.web.commons.steps.partners import new_site
from tests.web.rows import purging
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    """Open a site."""
    return new_site()


def test_keeps_who_was_released_for_thirty_days(site: Site) -> None:
    candidate = released(site)

    assert (candidate.state, candidate.name) == (State.RELEASED, "Zed Fictional")
    assert candidate.needed_until == today() + timedelta(days=30)


def test_keeps_nobody_longer_than_the_case_room_says(site: Site) -> None:
    candidate = released(site, expires_on=today() + timedelta(days=9))

    assert candidate.needed_until == today() + timedelta(days=9)


def test_puts_right_what_the_case_room_sends_again(site: Site) -> None:
    token = uuid.uuid4()
    released(site, candidate=token)

    again = released(site, candidate=token, display_name="Zed Corrected")

    assert again.name == "Zed Corrected"
    assert told("candidates", site=site.pk) == 1


def test_refuses_a_candidate_of_no_site() -> None:
    with pytest.raises(Refused, match="no such site"), receiving("candidate"):
        keep_candidate(said(uuid.uuid4()), by=VALVE, at=now())


def test_keeps_no_name_in_the_audit(site: Site) -> None:
    released(site)

    seal = AuditSeal.objects.order_by("-seq")[0]
    assert seal.acts == ["candidate.received"]
    assert "Zed" not in f"{seal.ids}{seal.changes}{seal.acts}"


def test_tells_the_gates_nothing_before_the_first_is_released(site: Site) -> None:
    assert told("candidates", site=site.pk) is None
    assert told("disparity_check_signed", site=site.pk) is None


def test_tells_the_gates_how_many_there_are_without_reading_them(site: Site) -> None:
    released(site)
    released(site)

    assert told("candidates", site=site.pk) == 2
    assert told("disparity_check_signed", site=site.pk) is True


def test_counts_anew_when_one_is_purged(site: Site) -> None:
    candidate = released(site)

    with purging(Candidate, agency=uuid.uuid4()):
        Candidate.objects.get(pk=candidate.pk).delete()

    assert told("candidates", site=site.pk) == 0


def test_shows_nobody_whom_the_commons_has_no_use_for(site: Site) -> None:
    candidate = released(site, expires_on=today())

    with looking("candidate"):
        seen = Candidate.objects.restrict(Actor("x")).filter(pk=candidate.pk)
        assert not seen.exists()


def test_lets_go_of_who_was_not_invited_in_time(site: Site) -> None:
    candidate = released(site)
    later = now() + timedelta(days=31)

    let_go(at=now())
    before = as_kept(candidate).purge_on
    let_go(at=later)

    assert before > day_of(later)
    assert as_kept(candidate).purge_on <= day_of(later)


def test_leaves_no_trace_where_nobody_is_due(site: Site) -> None:
    released(site)
    events = AuditSeal.objects.count()

    let_go(at=now())

    assert AuditSeal.objects.count() == events


def test_has_a_way_to_every_state_and_an_owner_for_each() -> None:
    reached = {to for ways in MACHINE.transitions.values() for to in ways} | {State.RELEASED}

    assert set(MACHINE.transitions) == reached == set(State.values)
    assert set(MACHINE.owners) == set(State.values)


def test_refuses_a_state_that_is_none(site: Site) -> None:
    candidate = released(site)
    candidate.state = "sentenced"

    with pytest.raises(DatabaseError), transaction.atomic(), receiving("candidate"):
        candidate.save()


def test_asks_why_before_it_shows_a_name(site: Site) -> None:
    candidate = released(site)

    answer = signed_in("coordinator").get(f"/candidates/{candidate.pk}/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/purpose/")


def test_shows_no_candidate_of_another_site(site: Site) -> None:
    released(site)
    page = signed_in("coordinator", sites=[new_site().pk]).get("/candidates/")

    assert b"Zed" not in page.content


def test_lists_those_of_ones_own_site(site: Site) -> None:
    released(site)
    page = signed_in("coordinator", sites=[site.pk]).get("/candidates/")

    assert b"Zed Fictional" in page.content


@pytest.mark.parametrize("role", ["privacy_officer", "coordinator"])
def test_shows_nobody_what_the_case_room_calls_them(site: Site, role: str) -> None:
    candidate, client = released(site), signed_in(role)
    session = client.session
    session["purposes"] = {str(candidate.pk): ["audit", "2999-01-01T00:00:00+00:00"]}
    session.save()

    page = client.get(f"/candidates/{candidate.pk}/").content.decode()

    assert "Zed" in page
    assert str(candidate.token) not in page
