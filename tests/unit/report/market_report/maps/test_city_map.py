"""The map of the city numbers every place and keeps to the cells with most incidents."""

import json
from dataclasses import replace

import pytest
import shapely

from commonground.report.market_report.content import Content, content_of
from commonground.report.market_report.maps import city_map as module
from commonground.report.market_report.maps.city_map import city_map, drawn_cells, ground_of
from tests.unit.report.market_report.made_up import CRS, REMOTE, SOUTH, WEST


def words(content: Content) -> list[str]:
    told = json.loads(city_map(content).to_json())
    return [row["text"] for rows in told["datasets"].values() for row in rows if "text" in row]


def test_numbers_every_place_and_explains_each_look(content: Content) -> None:
    said = words(content)

    assert {"1", "2", "3", "4", "5", "N"} <= set(said)
    assert "candidate place, or confirmed market" in said
    assert "looked at and rejected" in said
    assert "1, 3, 8, 20 drug incidents or more" in said


def test_calls_none_a_market_where_none_is_confirmed(content: Content, nothing: Content) -> None:
    left = replace(content.found, markets=content.found.candidates[1:])

    said = words(content_of(left, city="Elm", crs=CRS))

    assert "candidate place" in said
    assert not any("market" in text for text in said)
    assert "candidate place" not in words(nothing)


def test_tints_the_ground_near_what_may_be_drawn(content: Content) -> None:
    ground = ground_of(content)

    assert ground.contains(shapely.Point(WEST + 1_000, SOUTH + 1_000))
    assert not ground.intersects(shapely.Point(*REMOTE).buffer(1_000))


def test_shows_the_boundary_where_one_is_known(content: Content) -> None:
    city = shapely.box(WEST - 500, SOUTH - 500, WEST + 2_500, SOUTH + 2_500)
    bounded = replace(content, found=replace(content.found, city=city))

    assert ground_of(bounded) is city
    assert "the city" in words(bounded)


def test_draws_streets_where_they_are_known(content: Content) -> None:
    street = shapely.LineString([(WEST, SOUTH), (WEST + 2_000, SOUTH)])

    assert "streets" in words(replace(content, streets=(street,)))
    assert "streets" not in words(content)


def test_keeps_the_cells_with_most_incidents(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_CELLS", 5)

    cells, every = drawn_cells(content)

    assert len(cells) == 5
    assert every == len(content.cells)
    assert cells["incidents"].min() >= content.cells["incidents"].nlargest(6).iloc[-1]
