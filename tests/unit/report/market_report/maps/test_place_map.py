"""The map of a place shows it with its neighbours, streets and cells, about 300 m around."""

import json
from dataclasses import replace
from typing import Any

import shapely

from commonground.report.market_report.content import Content
from commonground.report.market_report.maps.place_map import CELLS, place_map
from tests.unit.report.market_report.made_up import SOUTH, WEST


def told(content: Content, number: int) -> dict[str, Any]:
    drawn: dict[str, Any] = json.loads(place_map(content, content.places[number - 1]).to_json())
    return drawn


def words(content: Content, number: int) -> set[str]:
    return {
        row["text"]
        for rows in told(content, number)["datasets"].values()
        for row in rows
        if "text" in row
    }


def test_shows_neighbours_by_number_and_never_its_own(content: Content) -> None:
    assert {"1", "2"} <= words(content, 3)
    assert "3" not in words(content, 3)


def test_names_the_streets_that_records_name(content: Content) -> None:
    said = words(content, 3)

    assert "5th St" in said
    assert "streets, roughly, as records name them" in said


def test_draws_the_streets_that_are_known_instead(content: Content) -> None:
    street = shapely.LineString([(WEST, SOUTH + 520), (WEST + 2_000, SOUTH + 520)])

    said = words(replace(content, streets=(street,)), 3)

    assert "streets" in said
    assert "5th St" in said


def test_darkens_cells_with_the_number_of_incidents(content: Content) -> None:
    fills = [str(look["fill"]) for look in CELLS]
    used = {layer["mark"].get("fill") for layer in told(content, 2)["layer"]}

    brightness = [sum(int(fill[at : at + 2], 16) for at in (1, 3, 5)) for fill in fills]
    assert brightness == sorted(brightness, reverse=True)
    assert set(fills) & used


def test_explains_only_what_is_there(content: Content) -> None:
    alone = replace(content, found=replace(content.found, markets=content.found.markets[4:]))

    said = words(alone, 1)

    assert "firm part of the extent" not in said
    assert "other candidate places, by number" not in said
    assert "boundary of this place" in said
