"""Tests of the page of an intervention, in a room that learned of it from the Commons."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import translation

from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.rooms import Room
from commonground_web.valves.published.interventions.facts import boundary_of, plan_of
from tests.web.signed_in import signed_in
from tests.web.snapshots import Tables, receive_snapshot, site_fields

ROLE = {Room.CASEROOM: "supervisor", Room.CAREROOM: "privacy_officer"}.get(settings.ROOM, "")
"""A role that may know all of it."""

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(settings.ROOM == Room.COMMONS, reason="the Commons has the sites"),
]

SITE, ELSEWHERE, PLAN = (uuid.UUID(int=n, version=4) for n in range(21, 24))
TEXT = "The call-in is held."
"""Words of the model, as they are published."""


def square(side: float) -> dict[str, object]:
    """Return a boundary with sides of so many degrees."""
    corners = [[0, 0], [side, 0], [side, side], [0, side], [0, 0]]
    return {"type": "Polygon", "coordinates": [corners]}


def count(n: int | None, *, of: uuid.UUID | None, month: str = "2026-03") -> dict[str, object]:
    """Return a released count."""
    return {
        "room": "careroom",
        "measure": "encounters",
        "month": month,
        "site": str(of) if of else None,
        "n": n,
        "is_small": n is None,
    }


def known() -> Tables:
    """Return a site with everything that is published of one, and another with nothing."""
    day = today()
    step = {
        "plan": str(PLAN),
        "phase": "preparation",
        "code": "P4.held",
        "text": TEXT,
        "unit": "",
        "score": 2,
        "amount": None,
        "due": str(day),
        "agency": None,
    }
    return {
        "site": {SITE: site_fields("Larkhaven East"), ELSEWHERE: site_fields("Larkhaven West")},
        "boundary": {
            uuid.uuid4(): {
                "site": str(SITE),
                "shape": square(side),
                "area_ha": 1.0,
                "valid_from": str(day + timedelta(days=days)),
            }
            for side, days in [(0.001, -9), (0.002, -1), (0.003, 1)]
        },
        "plan": {PLAN: {"site": str(SITE), "version": "2026.1", "callin_on": str(day)}},
        "phase": {
            uuid.uuid4(): {
                "plan": str(PLAN),
                "phase": phase,
                "state": state,
                "started_on": str(day),
                "ended_on": None,
            }
            for phase, state in [("preparation", "in_progress"), ("planning", "complete")]
        },
        "step": {
            uuid.uuid4(): step,
            uuid.uuid4(): step | {"score": 0, "amount": 80, "unit": "% of candidates"},
        },
        "call_in": {
            uuid.uuid4(): {
                "site": str(SITE),
                "at": (now() + timedelta(days=7)).isoformat(),
                "state": "planning",
            }
        },
        "released_count": {
            uuid.uuid4(): count(57, of=SITE),
            uuid.uuid4(): count(None, of=None),
            uuid.uuid4(): count(8881, of=ELSEWHERE),
        },
    }


def shown(role: str, *, of: uuid.UUID = SITE) -> str:
    """Return the page of a site as a role sees it."""
    answer = signed_in(role).get(f"/interventions/{of}/")
    assert answer.status_code == 200
    return answer.content.decode()


def holders(verb: str, entity: str) -> set[str]:
    """Return the roles of this room that may do this to that."""
    return {
        code for code, role in room_roles().items() if verb in role.permits.get(entity, frozenset())
    }


def test_knows_the_boundary_that_is_in_force_and_not_the_next() -> None:
    receive_snapshot(known())

    found = boundary_of(SITE, on=today())

    assert found is not None
    assert found.shape == square(0.002)
    assert boundary_of(ELSEWHERE, on=today()) is None


def test_knows_the_phases_in_the_order_of_the_model_with_their_steps() -> None:
    receive_snapshot(known())

    plan = plan_of(SITE)

    assert plan is not None
    assert [(phase.code, phase.is_under_way) for phase in plan.phases] == [
        ("planning", False),
        ("preparation", True),
    ]
    [held] = [phase for phase in plan.phases if phase.steps]
    assert (held.as_planned, len(held.steps)) == (1, 2)
    assert {step.amount for step in held.steps} == {"", "80 % of candidates"}
    assert plan_of(ELSEWHERE) is None


def test_says_the_model_in_the_language_of_the_page() -> None:
    receive_snapshot(known())

    with translation.override("es"):
        plan = plan_of(SITE)

    assert plan is not None
    assert TEXT not in {step.text for phase in plan.phases for step in phase.steps}


def test_shows_all_of_it_to_whoever_may_know_it() -> None:
    receive_snapshot(known())

    page = shown(ROLE)

    assert "Larkhaven East" in page
    assert page.count(TEXT) == 2
    assert "Next call-in" in page
    assert 'data-map="map-areas"' in page
    assert "57" in page
    assert "&lt;11" in page
    assert "8881" not in page


def test_shows_the_call_in_and_the_counts_to_those_alone_who_may_know_them() -> None:
    receive_snapshot(known())

    for role in holders("view", "site"):
        page = shown(role)
        assert ("Next call-in" in page) == (role in holders("view", "call_in")), role
        assert (">Due</th>" in page) == (role in holders("view", "call_in")), role
        assert ("Released counts" in page) == (role in holders("list", "count")), role


def test_lists_the_sites_of_whoever_looks_and_no_others() -> None:
    receive_snapshot(known())
    client = signed_in(ROLE, sites=[SITE])

    page = client.get("/interventions/").content.decode()

    assert "Larkhaven East" in page
    assert "Preparing and holding the call-in" in page
    assert "Larkhaven West" not in page
    assert client.get(f"/interventions/{ELSEWHERE}/").status_code == 404


def test_says_what_to_expect_where_nothing_is_published_yet() -> None:
    receive_snapshot({})
    assert "No site is known here yet." in signed_in(ROLE).get("/interventions/").content.decode()

    receive_snapshot(known() | {"released_count": {}})
    page = shown(ROLE, of=ELSEWHERE)

    assert "This site has no plan yet." in page
    assert "No boundary is in force yet." in page
    assert "No room has released counts yet." in page
    assert "None is planned." in page
