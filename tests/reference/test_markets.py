"""Places of real cities that people who know them would name, and those they would not.

Coordinates are approximate and from general knowledge (reference page on finding markets, section
7, bar 1).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import shapely
from pyproj import Transformer

from commonground.find.definition import Drawing
from commonground.find.finding import find_markets
from commonground.find.found import Found
from commonground.ingest.incident_file import read_incident_file
from commonground.study.ingest import run_ingest
from tests.shared import shared_file

NEAR_M = 175.0
"""How far a known place may lie from the nearest boundary: bar 1."""

TODAY = date(2026, 11, 22)

UTM_10 = Transformer.from_crs("EPSG:4326", "EPSG:26910", always_xy=True)

KNOWN_2012 = {
    "Tenderloin": (37.7836, -122.4142),
    "UN Plaza": (37.7800, -122.4137),
    "Mid-Market": (37.7812, -122.4113),
    "6th Street": (37.7803, -122.4085),
    "16th and Mission": (37.7650, -122.4197),
    "Haight": (37.7692, -122.4527),
    "Polk and Geary": (37.7858, -122.4199),
    "Bayview": (37.7340, -122.3908),
}
KNOWN_2026 = {
    "Tenderloin": (37.7836, -122.4142),
    "6th Street": (37.7803, -122.4085),
    "Polk and Larkin": (37.7858, -122.4185),
    "16th and Mission": (37.7650, -122.4197),
    "24th and Mission": (37.7523, -122.4186),
}
BOOKING_PLACES = {
    "850 Bryant": (37.775232, -122.403743),
    "Laguna Honda": (37.747653, -122.458728),
    "Lincoln High": (37.747100, -122.481400),
}


def _found(name: str, pack: str, folder: Path, *, institutions: bool = True) -> Found:
    run_ingest(
        [shared_file("data", name)], city=pack, out=folder, today=TODAY, documents=False, workers=2
    )
    incidents = read_incident_file(folder / "incidents.parquet")
    if not institutions:
        incidents = type(incidents)(incidents.frame.drop(columns="booked_at"))
    return find_markets(incidents, drawing=Drawing(replicates=100, halves=2), workers=2)


def _away_m(found: Found, place: tuple[float, float]) -> float:
    """Return how far a place lies from the nearest boundary of a candidate."""
    latitude, longitude = place
    point = shapely.Point(UTM_10.transform(longitude, latitude))
    return float(min(market.boundary.distance(point) for market in found.candidates))


@pytest.fixture(scope="module")
def in_2012(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return _found(
        "sf_sfpd_incidents_2012H2_geoda.parquet",
        "san-francisco-2012",
        tmp_path_factory.mktemp("2012") / "ingest",
        institutions=False,
    )


@pytest.fixture(scope="module")
def in_2026(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return _found(
        "sf_sfpd_incidents_2026_feb_aug_map90d.parquet",
        "san-francisco",
        tmp_path_factory.mktemp("2026") / "ingest",
    )


@pytest.mark.parametrize("name", KNOWN_2012)
def test_finds_the_places_of_2012(name: str, in_2012: Found) -> None:
    assert _away_m(in_2012, KNOWN_2012[name]) <= NEAR_M


@pytest.mark.parametrize("name", BOOKING_PLACES)
def test_accepts_no_booking_place_although_none_is_named(name: str, in_2012: Found) -> None:
    assert in_2012.institutions.empty
    assert _away_m(in_2012, BOOKING_PLACES[name]) > NEAR_M


@pytest.mark.parametrize("name", KNOWN_2026)
def test_finds_the_places_of_2026(name: str, in_2026: Found) -> None:
    assert _away_m(in_2026, KNOWN_2026[name]) <= NEAR_M


def test_finds_no_haight_in_2026(in_2026: Found) -> None:
    assert _away_m(in_2026, KNOWN_2012["Haight"]) > 1_000


def test_flags_places_of_one_point(in_2026: Found) -> None:
    for market in in_2026.markets:
        if market.numbers["points"] < 3:
            assert "points" in {criterion.name for criterion in market.answered("misses")}
    assert any(market.numbers["points"] == 1 for market in in_2026.rejected)


def test_draws_places_of_a_size_for_one_intervention(in_2012: Found, in_2026: Found) -> None:
    for market in (*in_2012.candidates, *in_2026.candidates):
        assert 2.0 <= market.area_ha <= 12.0


def test_calls_nothing_confirmed_that_no_person_looked_at(in_2012: Found, in_2026: Found) -> None:
    tiers = {market.tier for market in (*in_2012.markets, *in_2026.markets)}

    assert "confirmed" not in tiers


@pytest.mark.slow
def test_says_what_st_louis_records_can_show(tmp_path: Path) -> None:
    found = _found("stlouis_slmpd_incidents_2008_2017.parquet", "st-louis", tmp_path / "ingest")

    assert "96% of the" in found.caveats[0]
    assert "possession" in found.caveats[0]
    assert found.institutions["drug"].sum() > 0
    for market in found.candidates:
        assert market.numbers["drug"] >= 12


def test_two_known_markets_of_2026_are_each_others_alternatives(in_2026: Found) -> None:
    """They lie 1.4 km apart, so one may take over from the other."""
    sixteenth, twenty_fourth = (
        min(
            in_2026.designs,
            key=lambda one: one.target.distance(
                shapely.Point(UTM_10.transform(*KNOWN_2026[name][::-1]))
            ),
        )
        for name in ("16th and Mission", "24th and Mission")
    )

    for one, other in ((sixteenth, twenty_fourth), (twenty_fourth, sixteenth)):
        assert other.place in [alternative.id for alternative in one.alternatives]
        assert other.place not in [control.id for control in one.controls]
