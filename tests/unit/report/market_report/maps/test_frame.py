"""A map has the same scale both ways, in metres, and a bar and an arrow that say so."""

import json

import altair as alt
import pytest
import shapely

from commonground.report.market_report.maps.frame import (
    FLATTEST,
    MAP_WIDTH,
    TALLEST,
    Frame,
    circle,
    lighter,
    scale_and_north,
    shapes,
    texts,
)


def drawn(layers: list[alt.Chart]) -> list[dict[str, object]]:
    return [json.loads(layer.to_json()) for layer in layers]


@pytest.mark.parametrize(("width", "height"), [(1_000, 1_000), (100, 9_000), (9_000, 100), (3, 2)])
def test_shows_the_whole_shape_neither_too_slim_nor_too_flat(width: float, height: float) -> None:
    shape = shapely.box(500_000, 4_000_000, 500_000 + width, 4_000_000 + height)

    frame = Frame.around(shape, margin_m=50)

    assert frame.box.contains(shape)
    assert FLATTEST <= frame.height <= TALLEST
    assert frame.scale * frame.width_m == pytest.approx(MAP_WIDTH)


def test_finds_its_way_between_points_and_metres() -> None:
    frame = Frame(west=1_000, south=2_000, width_m=840, height_m=840)

    assert frame.at(210, 105) == (1_420, 2_210)
    assert frame.points(shapely.Point(1_420, 2_210)).coords[0] == (210, 105)


def test_draws_shapes_in_metres_from_the_corner_north_up() -> None:
    frame = Frame(west=1_000, south=2_000, width_m=840, height_m=420)

    (layer,) = drawn(shapes(frame, [shapely.box(1_010, 2_020, 1_030, 2_060)], fill="red"))

    (feature,) = next(iter(layer["datasets"].values()))  # type: ignore[attr-defined]
    assert shapely.geometry.shape(feature["geometry"]).bounds == (10, 20, 30, 60)
    assert layer["projection"] == {
        "type": "identity", "reflectY": True, "scale": 0.5, "translate": [0, 210.0],
    }  # fmt: skip
    assert layer["mark"]["fill"] == "red"  # type: ignore[index]


def test_leaves_out_what_lies_elsewhere_and_cuts_what_reaches_far() -> None:
    frame = Frame(west=0, south=0, width_m=1_000, height_m=1_000)
    far = shapely.box(5_000, 5_000, 6_000, 6_000)
    long = shapely.LineString([(-90_000, 500), (90_000, 500)])

    assert shapes(frame, [far, shapely.Polygon()]) == []
    (layer,) = drawn(shapes(frame, [long]))

    (feature,) = next(iter(layer["datasets"].values()))  # type: ignore[attr-defined]
    assert shapely.geometry.shape(feature["geometry"]).bounds == (0, 500, 1_000, 500)


def test_draws_no_line_along_the_edge_of_the_map() -> None:
    frame = Frame(west=0, south=0, width_m=1_000, height_m=1_000)
    over = shapely.box(900, 400, 1_500, 600)

    (outline,), (area,) = (
        drawn(shapes(frame, [over], stroke="red")),
        drawn(shapes(frame, [over], fill="red")),
    )

    (line,) = next(iter(outline["datasets"].values()))  # type: ignore[attr-defined]
    (filled,) = next(iter(area["datasets"].values()))  # type: ignore[attr-defined]
    assert shapely.geometry.shape(line["geometry"]).length == 400
    assert shapely.geometry.shape(filled["geometry"]).area == 100 * 200


def test_gives_words_a_white_edge_unless_told_otherwise() -> None:
    frame = Frame(west=0, south=0, width_m=1_000, height_m=1_000)

    assert len(texts(frame, [(1, 2, "Elm St")])) == 2
    assert len(texts(frame, [(1, 2, "Elm St")], halo=0)) == 1
    assert texts(frame, []) == []


@pytest.mark.parametrize(
    ("width_m", "said"), [(900, "250 m"), (5_000, "1 km"), (12_000, "2.5 km"), (90, "50 m")]
)
def test_measures_with_a_bar_of_a_round_length(width_m: float, said: str) -> None:
    frame = Frame(west=0, south=0, width_m=width_m, height_m=width_m)

    words = {
        row["text"]
        for layer in drawn(scale_and_north(frame))
        for rows in layer["datasets"].values()  # type: ignore[attr-defined]
        for row in rows
        if "text" in row
    }

    assert words == {said, "N"}


def test_draws_a_circle_of_a_size_in_points() -> None:
    frame = Frame(west=0, south=0, width_m=2 * MAP_WIDTH, height_m=2 * MAP_WIDTH)

    west, _, east, _ = circle(frame, 100, 100, radius=5, corners=4).bounds

    assert east - west == pytest.approx(2 * 2 * 5 / 2**0.5)


def test_lightens_a_colour() -> None:
    assert lighter("#b3560a", 0.0) == "#ffffff"
    assert lighter("#b3560a", 1.0) == "#b3560a"
    assert lighter("#000000", 0.5) == "#808080"
