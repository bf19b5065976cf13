"""Tests of boundaries: typed or drawn, measured, and refused with a reason."""

import json
from itertools import pairwise

import pytest
from django import forms

from commonground_web.kernel.pages.maps.areas import Area, Geometry, shown_map
from commonground_web.kernel.pages.maps.drawing import BoundaryField, BoundaryInput

SQUARE = "35.9560, -80.0060\n35.9560, -80.0030\n35.9584, -80.0030\n35.9584, -80.0060"


def _drawn(typed: str) -> Geometry:
    drawn = BoundaryField().clean(typed)
    assert drawn
    return drawn


def test_makes_a_closed_polygon_of_the_corners() -> None:
    drawn = _drawn(SQUARE)

    ring = drawn["coordinates"][0]
    assert drawn["type"] == "Polygon"
    assert ring[0] == ring[-1]
    assert {tuple(corner) for corner in ring} == {
        (-80.006, 35.956),
        (-80.003, 35.956),
        (-80.003, 35.9584),
        (-80.006, 35.9584),
    }


def test_goes_counter_clockwise_whichever_way_it_was_drawn() -> None:
    there = _drawn(SQUARE)
    back = _drawn("\n".join(reversed(SQUARE.splitlines())))

    for drawn in (there, back):
        ring = drawn["coordinates"][0]
        twice = sum(x * v - u * y for (x, y), (u, v) in pairwise(ring))
        assert twice > 0


def test_writes_a_polygon_as_it_can_be_typed_again() -> None:
    drawn = _drawn(SQUARE)

    assert _drawn(BoundaryInput().format_value(drawn)) == drawn


def test_forgives_a_closing_corner_and_empty_lines() -> None:
    assert _drawn(f"\n{SQUARE}\n\n35.9560 -80.0060\n") == _drawn(SQUARE)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("35.956, -80.006\n35.957, -80.006", "3 to 500 corners"),
        ("35.956, -80.006\nElm Street\n35.957, -80.007", "Line 2 is no corner"),
        ("-80.006, 35.956\n-80.003, 35.956\n-80.003, 195.9", "Line 3 is no corner"),
        ("35.956, nan\n35.957, -80.006\n35.957, -80.007", "Line 1 is no corner"),
        ("35.956, -80.006\n35.958, -80.003\n35.956, -80.003\n35.958, -80.006", "crosses itself"),
        ("35.956, -80.006\n35.957, -80.006\n35.958, -80.006", "no inside"),
        ("35.9, -80.1\n35.9, -80.0\n36.0, -80.0", "more than 10 square kilometres"),
        ("\n".join(["35.956, -80.006"] * 502), "3 to 500 corners"),
    ],
)
def test_says_why_it_is_no_boundary(typed: str, why: str) -> None:
    with pytest.raises(forms.ValidationError, match=why):
        _drawn(typed)


def test_takes_geojson_that_was_pasted() -> None:
    drawn = _drawn(SQUARE)

    assert _drawn(json.dumps(drawn)) == drawn
    assert _drawn(BoundaryInput().format_value(drawn)) == drawn


@pytest.mark.parametrize(
    "pasted",
    [
        "{",
        "{}",
        '{"type": "Point", "coordinates": [1, 2]}',
        '{"type": "Polygon"}',
        '{"type": "Circle", "coordinates": [1, 2]}',
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "Polygon", "coordinates": [[[0, 0], [1%s, 0], [1, 1], [0, 0]]]}' % ("0" * 400),
    ],
)
def test_refuses_geojson_that_is_no_polygon(pasted: str) -> None:
    with pytest.raises(forms.ValidationError, match="no GeoJSON polygon"):
        _drawn(pasted)


def test_tells_the_size_of_a_square_of_known_size() -> None:
    # At 36 degrees north a degree is 111.0 km by 90.2 km, so that this is 266 m by 271 m.
    shown = shown_map([Area("Corner", _drawn(SQUARE), "Elm")], label="Site")

    [row] = shown.rows
    assert row.size == "17.8 acres (7.2 ha)"
    assert row.outline == "3,520 ft (1,074 m)"
    assert row.centre == "35.95720, -80.00450"
    assert shown.geojson["features"][0]["properties"]["name"] == "Corner"  # type: ignore[index]
