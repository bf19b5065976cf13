"""Tests of sites: where they may go, and who draws and approves their boundaries."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from commonground_web.commons.sites import moves
from commonground_web.commons.sites.actions import (
    Outline,
    approve_boundary,
    move_site,
    open_site,
    propose_boundary,
)
from commonground_web.commons.sites.models import MACHINE, Boundary, Site, SiteMove, State
from commonground_web.commons.sites.shapes import boundary_shape, read_places
from commonground_web.commons.steps.actions.plans import open_plan
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now, today
from tests.web.commons.sites.outlines import SQUARE, ring
from tests.web.signed_in import signed_in

COORDINATOR = Actor(str(uuid.uuid4()), frozenset({"coordinator"}))
DIRECTOR = Actor(str(uuid.uuid4()), frozenset({"director"}))
BOTH = Actor(str(uuid.uuid4()), frozenset({"coordinator", "director"}))

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    """Keep a site."""
    return open_site(
        name="West End",
        jurisdiction="Larkhaven",
        market=Site.Market.OPEN_AIR,
        by=COORDINATOR,
        at=now(),
    )


def outline(shape: Any = SQUARE, *, days: int = 0) -> Outline:
    """Return an outline that is valid some days from today."""
    return Outline(shape, Boundary.Source.DRAWN, today() + timedelta(days=days), "Seen there.")


def test_knows_the_way_from_every_state() -> None:
    assert set(MACHINE.transitions) == set(MACHINE.owners) == set(State.values)
    assert set().union(*MACHINE.transitions.values()) <= set(State.values)
    assert {state for state, ways in MACHINE.transitions.items() if not ways} == {"abandoned"}


@pytest.mark.parametrize("before", State.values)
@pytest.mark.parametrize("after", State.values)
def test_goes_where_a_way_leads_and_nowhere_else(
    site: Site, before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "ASKED", defaultdict(list))
    Site.objects.filter(pk=site.pk).update(state=before)
    site.refresh_from_db()

    if after in MACHINE.transitions[before]:
        move_site(site=site, to=after, why="It is so.", by=BOTH, at=now())
    else:
        with pytest.raises(Refused, match="cannot become"):
            move_site(site=site, to=after, why="It is so.", by=BOTH, at=now())

    site.refresh_from_db()
    assert site.state == (after if after in MACHINE.transitions[before] else before)
    assert SiteMove.objects.count() == (after in MACHINE.transitions[before])


@pytest.mark.parametrize(
    ("before", "after"), [("selected", "preparing"), ("preparing", "called_in")]
)
def test_goes_nowhere_while_a_gate_before_it_is_shut(site: Site, before: str, after: str) -> None:
    Site.objects.filter(pk=site.pk).update(state=before)
    site.refresh_from_db()

    with pytest.raises(Refused, match="no plan yet"):
        move_site(site=site, to=after, why="It is so.", by=COORDINATOR, at=now())
    open_plan(site=site, callin_on=today() + timedelta(days=90), by=COORDINATOR, at=now())
    with pytest.raises(Refused, match="Owed by"):
        move_site(site=site, to=after, why="It is so.", by=COORDINATOR, at=now())

    site.refresh_from_db()
    assert (site.state, site.moves.count()) == (before, 0)


@pytest.mark.parametrize(
    ("before", "after", "owner"),
    [
        ("candidate", "assessed", COORDINATOR),
        ("assessed", "abandoned", DIRECTOR),
        ("closed_verified", "reopened", DIRECTOR),
        ("reopened", "abandoned", DIRECTOR),
    ],
)
def test_is_moved_only_by_who_is_next_to_act(
    site: Site, before: str, after: str, owner: Actor
) -> None:
    other = COORDINATOR if owner is DIRECTOR else DIRECTOR
    Site.objects.filter(pk=site.pk).update(state=before)
    site.refresh_from_db()

    with pytest.raises(Refused, match="for somebody else"):
        move_site(site=site, to=after, why="It is so.", by=other, at=now())
    move_site(site=site, to=after, why="It is so.", by=owner, at=now())

    assert site.state == after


def test_is_selected_only_with_a_boundary_in_force(site: Site) -> None:
    move_site(site=site, to="assessed", why="Mapped.", by=COORDINATOR, at=now())
    with pytest.raises(Refused, match="No boundary of this site is in force"):
        move_site(site=site, to="selected", why="It is the worst.", by=DIRECTOR, at=now())
    proposed = propose_boundary(site=site, outline=outline(), by=COORDINATOR, at=now())
    with pytest.raises(Refused, match="No boundary of this site is in force"):
        move_site(site=site, to="selected", why="It is the worst.", by=DIRECTOR, at=now())

    approve_boundary(boundary=proposed, by=DIRECTOR, at=now())
    move_site(site=site, to="selected", why="It is the worst.", by=DIRECTOR, at=now())

    assert site.state == "selected"


def test_shows_who_is_next_to_act_and_lets_them_alone(site: Site) -> None:
    move_site(site=site, to="assessed", why="Mapped.", by=COORDINATOR, at=now())

    coordinators = signed_in("coordinator").get(f"/sites/{site.pk}/").content.decode()
    directors = signed_in("director").get(f"/sites/{site.pk}/").content.decode()

    assert "next to act: Centre director" in coordinators
    assert "Move it on" not in coordinators
    assert "Move it on" in directors


def test_asks_why_it_moves(site: Site) -> None:
    with pytest.raises(Refused, match="why"):
        move_site(site=site, to="assessed", why=" ", by=COORDINATOR, at=now())


def test_keeps_its_history(site: Site) -> None:
    move_site(site=site, to="assessed", why="Mapped.", by=COORDINATOR, at=now())
    move = site.moves.get()
    move.why = "Otherwise."

    with pytest.raises(DatabaseError), transaction.atomic():
        move.save()


def test_refuses_a_second_site_of_the_same_name(site: Site) -> None:
    with pytest.raises(Refused, match="already"):
        open_site(
            name=site.name.upper(),
            jurisdiction="Larkhaven",
            market="house",
            by=COORDINATOR,
            at=now(),
        )


def test_has_its_boundary_approved_by_a_second_person(site: Site) -> None:
    boundary = propose_boundary(site=site, outline=outline(), by=COORDINATOR, at=now())

    with pytest.raises(Refused, match="second person"):
        approve_boundary(boundary=boundary, by=COORDINATOR, at=now())
    approve_boundary(boundary=boundary, by=DIRECTOR, at=now())

    assert boundary.approved_by == uuid.UUID(DIRECTOR.id)
    with pytest.raises(Refused, match="already"):
        approve_boundary(boundary=boundary, by=DIRECTOR, at=now())


def test_has_no_boundary_approved_by_its_author_behind_the_action(site: Site) -> None:
    boundary = propose_boundary(site=site, outline=outline(), by=COORDINATOR, at=now())
    boundary.approved_by = boundary.proposed_by

    with pytest.raises(DatabaseError), transaction.atomic():
        boundary.save()


def test_never_changes_a_boundary_that_was_proposed(site: Site) -> None:
    boundary = propose_boundary(site=site, outline=outline(), by=COORDINATOR, at=now())
    boundary.shape = {**SQUARE, "coordinates": []}

    with pytest.raises(DatabaseError, match="once"), transaction.atomic():
        boundary.save()


def test_lets_nobody_propose_without_the_permit(site: Site) -> None:
    with pytest.raises(NotPermitted):
        propose_boundary(site=site, outline=outline(), by=DIRECTOR, at=now())


def test_measures_a_boundary_on_the_ellipsoid() -> None:
    # 0.002 degrees each way at 36 N: 180.26 m by 221.91 m by the WGS 84 radii of curvature.
    _, area = boundary_shape(SQUARE)

    assert area == pytest.approx(180.26 * 221.91 / 10_000, abs=0.01)


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ({"type": "Point", "coordinates": [1, 2]}, "a Point"),
        ({"type": "Polygon", "coordinates": []}, "boundary is a polygon"),
        ({"type": "Polygon"}, "no GeoJSON"),
        ({"type": "Circle", "coordinates": [1, 2]}, "no GeoJSON"),
        ({"type": "FeatureCollection", "features": []}, "no GeoJSON"),
        (ring((0, 0), (10**400, 0), (1, 1)), "no GeoJSON"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]]]}, "no GeoJSON"),
        ([], "no GeoJSON"),
        (None, "no GeoJSON"),
        ("x", "no GeoJSON"),
        (ring((0, 0), (0.01, 0.01), (0.01, 0), (0, 0.01)), "crosses itself"),
        (ring((0, 0), (1, 0), (1, 1), (0, 1)), "hectares"),
        (ring((0, 0), (1e-5, 0), (1e-5, 1e-5)), "hectares"),
        (ring((5e5, 4e6), (5e5 + 99, 4e6), (5e5, 4e6 + 99)), "longitudes"),
        (ring((0, 0), (float("nan"), 0), (1, 1)), "no GeoJSON"),
        (ring((0, 0), (float("inf"), 0), (1, 1)), "no GeoJSON"),
    ],
)
def test_refuses_what_is_no_boundary(shape: Any, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        boundary_shape(shape)


def places_file(**properties: Any) -> bytes:
    """Return a file of one place."""
    feature = {
        "type": "Feature",
        "id": "E01N02",
        "properties": {"name": "Elm Street 300", "tier": "candidate", **properties},
        "geometry": SQUARE,
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def test_reads_the_places_of_a_file() -> None:
    (place,) = read_places(places_file())

    assert (place.id, place.name, place.tier) == ("E01N02", "Elm Street 300", "candidate")
    assert place.shape["type"] == "Polygon"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no file of places"),
        (b"\xff\xfe\x00", "no file of places"),
        (b"[]", "no file of places"),
        (b'{"features": []}', "no place"),
        (b'{"features": [{"id": 1, "properties": {}, "geometry": {}}]}', "tier"),
        (b"[" * 100_000, "no file of places"),
    ],
)
def test_refuses_what_is_no_file_of_places(content: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        read_places(content)


def test_takes_a_boundary_from_a_file_in_two_steps(site: Site) -> None:
    client = signed_in("coordinator")
    address = f"/sites/{site.pk}/boundary/take/"
    file = SimpleUploadedFile("markets.geojson", places_file())
    page = client.post(address, {"file": file})
    choice = page.context["form"]["place"].field.choices[0][0]

    answer = client.post(address, {"place": choice, "valid_from": "2026-01-01", "why": "By data."})

    assert answer.status_code == 302
    boundary = site.boundaries.get()
    assert boundary.provenance == {"place": "E01N02", "tier": "candidate"}
    assert boundary.source == "found"


@pytest.mark.parametrize("said", ["a\0b\ud800", "a\nb\u202e"])
def test_keeps_of_names_in_a_file_what_can_be_shown(site: Site, said: str) -> None:
    file = SimpleUploadedFile("markets.geojson", places_file(name=said, tier=said))

    page = signed_in("coordinator").post(f"/sites/{site.pk}/boundary/take/", {"file": file})

    assert page.status_code == 200
    assert "ab: ab, " in page.content.decode()


def test_takes_no_place_that_was_not_in_the_file(site: Site) -> None:
    client = signed_in("coordinator")

    answer = client.post(
        f"/sites/{site.pk}/boundary/take/",
        {"place": "made:up:choice", "valid_from": "2026-01-01", "why": "By data."},
    )

    assert answer.status_code == 200
    assert not site.boundaries.exists()


def test_shows_a_site_to_those_who_work_for_it(site: Site) -> None:
    other = open_site(
        name="East Green", jurisdiction="Larkhaven", market="covert", by=COORDINATOR, at=now()
    )
    client = signed_in("coordinator", sites=[site.pk])

    answers = [client.get(f"/sites/{each.pk}/").status_code for each in (site, other)]

    assert answers == [200, 404]
    assert b"East Green" not in client.get("/sites/").content
