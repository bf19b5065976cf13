"""Streets are drawn as far as records name them, and their names stand along them."""

import math

import numpy as np
import pandas as pd
import pytest
import shapely

from commonground.report.market_report.maps.frame import Frame
from commonground.report.market_report.maps.streets import (
    Street,
    named_streets,
    names_on,
    published_streets,
)

FRAME = Frame(west=0, south=0, width_m=1_000, height_m=1_000)


def records(points: list[tuple[float, float]], location: str) -> pd.DataFrame:
    x, y = zip(*points, strict=True)
    return pd.DataFrame({"x_m": x, "y_m": y, "location": location})


def along(first: tuple[float, float], last: tuple[float, float]) -> list[tuple[float, float]]:
    """Return points along a line, each moved to the middle of its cell, as drawn incidents are."""
    at = np.linspace(first, last, 40)
    return [(float(x), float(y)) for x, y in (np.floor(at / 50) + 0.5) * 50]


def test_draws_a_straight_street_through_its_blocks() -> None:
    held = records(along((100, 200), (900, 500)), "300 block ELM ST")

    (street,) = named_streets(held, frame=FRAME)

    assert street.name == "Elm St"
    assert street.records == 40
    assert street.line.geom_type == "LineString"
    true = shapely.LineString([(100, 200), (900, 500)])
    assert street.line.hausdorff_distance(true) < 50


def test_bends_with_a_street_that_bends() -> None:
    bend = [*along((100, 100), (500, 300)), *along((500, 300), (900, 300))]

    (street,) = named_streets(records(bend, "300 block ELM ST"), frame=FRAME)

    true = shapely.LineString([(100, 100), (500, 300), (900, 300)])
    assert street.line.geom_type == "MultiLineString"
    assert street.line.hausdorff_distance(true) < 90


def test_goes_by_no_record_that_lies_astray() -> None:
    bend = [*along((100, 100), (500, 300)), *along((500, 300), (800, 300))]

    (street,) = named_streets(records([*bend, (925, 925)], "300 block ELM ST"), frame=FRAME)

    assert street.line.bounds[3] < 400


def test_breaks_a_line_off_where_it_turns_sharply() -> None:
    corner = [*along((100, 100), (500, 100)), *along((500, 100), (700, 600))]

    (street,) = named_streets(records(corner, "300 block ELM ST"), frame=FRAME)

    for piece in street.line.geoms:
        steps = np.diff(np.array(piece.coords), axis=0)
        turns = np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0])))
        assert (np.abs(np.degrees(turns)) <= 35).all()


@pytest.mark.parametrize(
    "location", ["ELM ST / 5TH AVE", "0 block ELM ST / 5TH AVE", "ELM ST & 5TH AVE"]
)
def test_finds_both_streets_of_a_crossing(location: str) -> None:
    held = records(along((100, 100), (600, 100)), location)

    assert {street.name for street in named_streets(held, frame=FRAME)} == {"Elm St", "5th Ave"}


@pytest.mark.parametrize(
    "points",
    [
        along((100, 100), (150, 100)),
        [(100.0, 100.0), (600.0, 600.0)],
        [(float(x), float(y)) for x in range(25, 1_000, 50) for y in range(25, 1_000, 50)],
        along((5_000, 100), (6_000, 100)),
    ],
    ids=["one spot", "two points", "everywhere", "elsewhere"],
)
def test_draws_no_street_through_points_that_make_none(points: list[tuple[float, float]]) -> None:
    assert named_streets(records(points, "300 block ELM ST"), frame=FRAME) == ()


def test_knows_no_streets_where_records_name_none() -> None:
    held = records(along((100, 100), (600, 100)), "300 block ELM ST")

    assert named_streets(held.drop(columns="location"), frame=FRAME) == ()
    assert named_streets(held.assign(location=None), frame=FRAME) == ()
    assert named_streets(held.assign(location="SOMEWHERE"), frame=FRAME) == ()


def test_turns_a_name_along_its_street_and_never_upside_down() -> None:
    for last in ((600, 600), (-400, 600), (600, -400), (-400, -400)):
        line = shapely.LineString([(100, 100), (100 + last[0] * 0.8, 100 + last[1] * 0.8)])
        shifted = shapely.affinity.translate(line, 300, 300)

        (name,) = names_on(FRAME, [Street("Elm St", shifted, 9)], taken=[])

        slope = math.degrees(math.atan2(last[1], last[0]))
        assert (name.angle + slope) % 180 == pytest.approx(0, abs=1e-6)
        assert -90 <= name.angle <= 90


def test_lets_no_name_cover_another_or_what_is_taken() -> None:
    line = shapely.LineString([(100, 500), (900, 500)])
    streets = [Street("Elm Street", line, 9), Street("Elm Road", line, 8)]

    one, other = names_on(FRAME, streets, taken=[])

    assert abs(one.x_m - other.x_m) > 100
    assert names_on(FRAME, streets, taken=[FRAME.box]) == ()


def test_names_no_street_beyond_the_map() -> None:
    line = shapely.LineString([(5_000, 500), (6_000, 500)])

    assert names_on(FRAME, [Street("Elm Street", line, 9)], taken=[]) == ()


def test_joins_the_published_pieces_of_a_street() -> None:
    elm = [shapely.LineString([(x, 200), (x + 300, 200)]) for x in (-200, 100, 400)]
    oak = shapely.LineString([(500, 100), (500, 400)])
    far = shapely.LineString([(5_000, 0), (6_000, 0)])
    bare = shapely.LineString([(0, 700), (1_000, 700)])

    first, second = published_streets(
        [elm[1], oak, elm[0], far, bare, elm[2]],
        ["ELM ST", "OAK AVE", "elm st", "ASH", "", "ELM ST"],
        frame=FRAME,
    )

    assert (first.name, second.name) == ("Oak Ave", "Elm St")
    assert first.line.equals(oak)
    assert second.line.equals(shapely.LineString([(0, 200), (700, 200)]))
