"""Tests of what the Commons publishes: what the other rooms need, and nothing of who did what."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import translation

from commonground_web.commons.agencies.models import Agency, Agreement, Kind
from commonground_web.commons.counts.models import ReleasedFrom
from commonground_web.commons.model.shape import Phase
from commonground_web.commons.sites.models import Boundary, Site, State
from commonground_web.commons.steps.models import Score
from commonground_web.commons.steps.states import State as PhaseState
from commonground_web.kernel.clock import now, today
from commonground_web.valves.published.interventions import words
from commonground_web.valves.published.tables import public_tables
from tests.web.commons.agreements import sign_memorandum
from tests.web.commons.steps.partners import new_plan

pytestmark = pytest.mark.django_db

CANARY = "canary-of-the-shelf"
OUTLINE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}


def agreement(agency: Agency, *, confirmed: bool = True) -> Agreement:
    """Keep a memorandum."""
    made = Agreement(
        agency=agency,
        kind=Agreement.Kind.MEMORANDUM,
        reference=CANARY,
        signed_on=today(),
        expires_on=today() + timedelta(days=9),
        recorded_by=uuid.uuid4(),
        recorded_at=now(),
        confirmed_by=uuid.uuid4() if confirmed else None,
    )
    made.save(force_insert=True)
    return made


@pytest.mark.parametrize(
    ("kind", "room"),
    [(Kind.SHERIFF, "caseroom"), (Kind.HARM_REDUCTION, "careroom"), (Kind.CITY, None)],
)
def test_publishes_in_which_room_an_agency_works(kind: Kind, room: str | None) -> None:
    agency = sign_memorandum(uuid.uuid4(), kind=kind)

    (row,) = public_tables()["agency"]

    assert row.fields == {"name": agency.name, "kind": kind.value, "works_in": room}


def test_publishes_the_days_of_agreements_that_two_persons_recorded() -> None:
    agency = sign_memorandum(uuid.uuid4())
    binding, _waiting = agreement(agency), agreement(agency, confirmed=False)

    rows = public_tables()["agreement"]

    assert {row.id for row in rows} == {
        binding.pk,
        *agency.agreements.filter(reference="shelf 3").values_list("pk", flat=True),
    }
    assert CANARY not in json.dumps([row.fields for row in rows])
    assert set(rows[0].fields) == {"agency", "kind", "signed_on", "expires_on", "ended_on"}


def test_publishes_boundaries_that_two_persons_agreed_on() -> None:
    site = new_plan().site
    shared = {
        "site": site,
        "shape": OUTLINE,
        "area_ha": 2.0,
        "source": Boundary.Source.DRAWN,
        "valid_from": today(),
        "why": CANARY,
        "proposed_by": uuid.uuid4(),
        "proposed_at": now(),
    }
    approved = Boundary(**shared, approved_by=uuid.uuid4(), approved_at=now())
    approved.save(force_insert=True)
    Boundary(**shared).save(force_insert=True)

    (row,) = public_tables()["boundary"]

    assert row.id == approved.pk
    assert row.fields["shape"] == OUTLINE
    assert CANARY not in json.dumps(row.fields)


def test_publishes_how_far_a_plan_is() -> None:
    plan = new_plan()

    tables = public_tables()

    assert {row.fields["plan"] for row in tables["step"]} == {str(plan.pk)}
    assert {row.fields["state"] for row in tables["phase"]} == {"not_started"}
    assert tables["plan"][0].fields["site"] == str(plan.site_id)
    assert "owner" not in tables["step"][0].fields


def test_publishes_in_english_what_each_step_asks() -> None:
    new_plan()

    with translation.override("es"):
        rows = public_tables()["step"]

    [held] = [row.fields for row in rows if row.fields["code"] == "P4.held"]
    assert (held["phase"], held["text"], held["unit"]) == (
        "preparation",
        "The call-in is held.",
        "",
    )


def test_the_other_rooms_have_words_for_every_code() -> None:
    assert dict(State.choices) == words.SITE_STATES
    assert dict(Site.Market.choices) == words.MARKETS
    assert dict(Phase.choices) == words.PHASES
    assert dict(ReleasedFrom.choices) == words.ROOMS
    assert dict(PhaseState.choices) == {
        code: said.label for code, said in words.PHASE_STATES.items()
    }
    assert dict(Score.choices) == {code: said.label for code, said in words.SCORES.items()}
