"""Segments between crossings, and the points that lie on them."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from commonground.find.network import UnusableStreets
from commonground.find.segments import (
    CORNER_M,
    LONGEST_M,
    NOWHERE,
    Segments,
    segments_of,
)
from commonground.ingest.synthetic import CityPlan
from commonground.ingest.synthetic.streets import ground
from tests.unit.find.made_up import SOUTH, WEST
from tests.unit.find.made_up_streets import grid, line, lines

WITHIN_M = 60.0


def _same(one: Segments, other: Segments) -> bool:
    return (
        shapely.to_wkb(one.lines).tolist() == shapely.to_wkb(other.lines).tolist()
        and one.names == other.names
        and one.ends.tolist() == other.ends.tolist()
        and one.corners.tolist() == other.corners.tolist()
        and one.crossing.tolist() == other.crossing.tolist()
        and one.crossed == other.crossed
    )


def _on(segments: Segments, *points: tuple[float, float]) -> list[int]:
    x, y = np.array(points).T
    return list(segments.nearest(x + WEST, y + SOUTH, within_m=WITHIN_M))


def test_makes_a_segment_of_each_side_of_a_block() -> None:
    segments = segments_of(*grid(across=4, down=3))

    # the four corners of a grid turn from street to avenue, and are crossings too
    assert len(segments) == 4 * 4 + 5 * 3
    assert len(segments.crossed) == 5 * 4
    assert sorted(set(np.round(shapely.length(segments.lines)).tolist())) == [80, 100]
    for name, ends in zip(segments.names, segments.ends, strict=True):
        assert all(name in segments.crossed[end] for end in ends)
        assert len({other for end in ends for other in segments.crossed[end]}) == 3


def test_finds_the_segments_of_a_city_however_its_streets_are_drawn() -> None:
    made = ground(CityPlan(columns=30, rows=20), np.random.default_rng(4))
    pieces, names = made.segments.geometry, np.array(made.streets)
    assert pieces is not None
    whole = [shapely.line_merge(shapely.union_all(pieces[names == name])) for name in set(names)]

    drawn = segments_of(pieces, names.tolist())
    again = segments_of(np.array(whole, dtype=object), list(set(names)))

    published = set(shapely.to_wkb(shapely.normalize(pieces)))
    assert set(shapely.to_wkb(drawn.lines)) == published
    assert _same(drawn, again)


def test_cuts_long_streets_in_equal_parts_that_keep_their_crossings() -> None:
    long = lines([(0, 0), (1_000, 0)], [(0, -50), (0, 50)], [(1_000, -50), (1_000, 50)])

    segments = segments_of(long, ["ELM", "OAK", "ASH"])

    elm = [at for at, name in enumerate(segments.names) if name == "Elm"]
    assert shapely.length(segments.lines[elm]) == pytest.approx([250.0] * 4)
    assert 1_000 / 4 <= LONGEST_M < 1_000 / 3
    crossed = [{segments.crossed[end] for end in segments.ends[at]} for at in elm]
    assert crossed == [{("Oak", "Elm"), ("Ash", "Elm")}] * 4


def test_makes_one_segment_of_two_carriageways() -> None:
    elm = [[(0.0, y), (100.0, y)] for y in (0.0, 10.0)]
    across = [[(x, -50.0), (x, 60.0)] for x in (0.0, 100.0)]

    segments = segments_of(lines(*elm, *across), ["ELM", "ELM", "OAK", "ASH"])

    assert segments.names.count("Elm") == 1
    assert segments.lines[segments.names.index("Elm")].geom_type == "MultiLineString"
    assert len(segments.crossed) == 2
    assert _on(segments, (50, -3)) == _on(segments, (50, 13))


def test_leaves_streets_without_names_apart() -> None:
    two = [[(0.0, y), (100.0, y)] for y in (0.0, 10.0)]
    across = [[(x, -50.0), (x, 60.0)] for x in (0.0, 100.0)]

    segments = segments_of(lines(*two, *across))

    assert _on(segments, (50, -3)) != _on(segments, (50, 13))
    assert not segments.have_names


def test_gives_a_short_street_to_the_crossing_it_is_part_of() -> None:
    jog = lines(
        [(0, 0), (100, 0)], [(50, 0), (50, -80)], [(62, 0), (62, 80)]
    )  # Oak goes on 12 m to the east

    segments = segments_of(jog, ["ELM", "OAK", "OAK"])

    assert segments.crossed == (("Elm", "Oak"),)
    assert _on(segments, (56, 0)) == [len(segments)]
    assert 12 in np.round(shapely.length(segments.lines))


def test_counts_a_dead_end_as_no_crossing() -> None:
    segments = segments_of(lines([(0, 0), (100, 0)], [(50, 0), (50, 90)]), ["ELM", "ELM CT"])

    court = segments.names.index("Elm Ct")
    assert sorted(segments.ends[court].tolist()) == [NOWHERE, 0]
    assert _on(segments, (50, 88), (50, 3)) == [court, len(segments)]


def test_takes_lines_of_any_make() -> None:
    flat, names = grid(across=2, down=2)
    high = shapely.force_3d(flat, z=12.0)
    several = np.array(
        [shapely.MultiLineString(list(high[:3])), *high[3:], line((5, 5), (5, 5))], dtype=object
    )
    same = ["ELM"] * len(flat)

    assert _same(segments_of(flat, same), segments_of(several, [*same[2:], "ELM"]))
    assert len(segments_of(flat, names)) == 12


def test_gives_the_same_whatever_the_order_and_the_direction() -> None:
    drawn, names = grid(across=5, down=4)
    more = lines([(0, 33), (700, 333)], [(0, 41), (900, 41)], [(0, 0), (0, 0)])
    drawn = np.array([*drawn, *more], dtype=object)
    names = [*names, "", "LANE", "DOT"]
    expected = segments_of(drawn, names)
    random = np.random.default_rng(3)
    for _ in range(5):
        order = random.permutation(len(drawn))
        turned = np.where(random.random(len(drawn)) < 0.5, shapely.reverse(drawn), drawn)

        again = segments_of(turned[order], [names[at] for at in order])

        assert _same(again, expected)


@given(st.integers(0, 2**32))
def test_gives_each_point_to_the_nearest(seed: int) -> None:
    segments = segments_of(*grid(across=3, down=3, size_m=(100.0, 80.0)))
    points = np.random.default_rng(seed).uniform(-100, 400, (30, 2)) + np.array([WEST, SOUTH])

    units = segments.nearest(*points.T, within_m=WITHIN_M)

    for point, unit in zip(shapely.points(points), units, strict=True):
        corners = shapely.distance(shapely.points(segments.corners), point)
        away = shapely.distance(segments.lines, point)
        if corners.min() < CORNER_M:
            assert unit == len(segments) + segments.crossing[corners.argmin()]
        elif away.min() <= WITHIN_M:
            assert unit == away.argmin()
        else:
            assert unit == NOWHERE


def test_gives_a_point_between_two_streets_to_the_first() -> None:
    segments = segments_of(lines([(0, 0), (200, 0)], [(0, 80), (200, 80)]), ["ELM", "OAK"])

    assert _on(segments, (100, 40)) == [0]


def test_keeps_what_was_left_out_before() -> None:
    assert segments_of(lines([(0, 0), (9, 0)]), notes=["One lies at sea."]).notes == (
        "One lies at sea.",
    )


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (shapely.Point(1, 1), "1 of 2 streets are no lines; the first is number 2, Point"),
        (shapely.box(0, 0, 1, 1), "number 2, Polygon"),
        (None, "number 2, nothing"),
    ],
)
def test_refuses_what_is_no_line(shape: object, says: str) -> None:
    with pytest.raises(UnusableStreets, match=says):
        segments_of(np.array([line((0, 0), (9, 0)), shape], dtype=object))


def test_refuses_names_that_are_not_one_each() -> None:
    with pytest.raises(UnusableStreets, match="2 names were given for 1 streets"):
        segments_of(lines([(0, 0), (9, 0)]), ["ELM", "OAK"])


def test_takes_one_name_in_any_capitals_and_no_text_for_none() -> None:
    parts = lines([(0, 0), (50, 0)], [(50, 0), (90, 0)], [(500, 0), (600, 0)])

    assert sorted(segments_of(parts, ["ELM  ST", "elm st", None]).names) == ["", "Elm St"]


def test_refuses_streets_without_length() -> None:
    with pytest.raises(UnusableStreets, match="1 streets were given and none has any length"):
        segments_of(lines([(0, 0), (0, 0)]))
    with pytest.raises(UnusableStreets, match="0 streets were given"):
        segments_of(np.array([], dtype=object))


def test_refuses_streets_in_degrees() -> None:
    drawn = shapely.linestrings(
        [[[-122.4, 37.7], [-122.41, 37.71]], [[-122.4, 37.7], [-122.4, 37.8]]]
    )

    with pytest.raises(
        UnusableStreets, match=r"the longest piece has 0\.\d+ m.*degrees look like this"
    ):
        segments_of(drawn)


@pytest.mark.parametrize("side_m", [3.0, 4.0, 40.0])
def test_leaves_out_rings_too_small_to_be_streets(side_m: float) -> None:
    ring = [(0.0, 0.0), (side_m, 0.0), (side_m, side_m), (0.0, side_m), (0.0, 0.0)]

    drawn = lines(ring, [(200, 0), (300, 0)])

    assert len(segments_of(drawn)) == (1 if 4 * side_m < 15 else 2)
