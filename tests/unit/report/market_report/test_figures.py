"""Figures show what they say, and never where somebody was ill or called."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from commonground.report.market_report.content import Content, content_of
from commonground.report.market_report.figures import (
    Figure,
    city_figure,
    map_figure,
    market_charts,
    time_figures,
    write_market_figures,
)
from tests.unit.report.market_report.made_up import CRS, made_up


def every(content: Content) -> Iterator[Figure]:
    yield city_figure(content)
    for place in content.candidates:
        yield map_figure(content, place)
        yield from time_figures(content, place)


def maps(content: Content) -> dict[str, str]:
    figures = [city_figure(content), *(map_figure(content, one) for one in content.candidates)]
    return {figure.name: figure.draw().to_json() for figure in figures}


def test_draws_the_same_maps_whether_or_not_people_were_ill_called_or_at_home(
    content: Content,
) -> None:
    without = content_of(made_up(people=False), city=content.city, crs=CRS)

    assert len(content.found.records.frame) > len(without.found.records.frame)
    assert maps(content) == maps(without)


def test_writes_every_figure_in_three_forms(content: Content, folder: Path) -> None:
    names = {figure.name for figure in every(content)}
    files = {file.name for file in (folder / "figures").iterdir()}

    assert names == {
        "city", "map-E1", "map-E2", "map-E3", "months-E1", "months-E2", "months-E3", "hours-E1",
    }  # fmt: skip
    assert files == {f"{one}{end}" for one in names for end in (".svg", ".png", ".vl.json")}
    for file in (folder / "figures").glob("*.svg"):
        assert ET.fromstring(file.read_text("utf-8")).tag.endswith("svg")  # noqa: S314  ours


def test_tells_in_words_what_is_to_be_seen(content: Content) -> None:
    for figure in every(content):
        block = figure.block
        assert block.figure == figure.name
        for text in (block.alt, block.text):
            assert len(text) > 40
            assert text.endswith(".")
            assert "nan" not in text.casefold()


def test_names_the_places_of_the_city_and_the_neighbours_of_a_place(content: Content) -> None:
    city, middle = city_figure(content), map_figure(content, content.places[2])

    assert "Market" in city.alt
    assert "500 block 5th St" in city.alt
    assert "Near it are the places 1 and 2." in middle.alt


def test_says_when_a_record_ends_within_a_month(content: Content) -> None:
    (months,) = time_figures(content, content.candidates[0])
    last = content.found.records.last.replace(day=15)
    cut = replace(content.found, records=replace(content.found.records, last=last))

    (short,) = time_figures(replace(content, found=cut), content.candidates[0])

    assert "ends within a month" not in months.caption
    assert "ends within a month" in short.caption


def test_draws_what_vega_lite_knows(content: Content) -> None:
    names = [name for name, chart in market_charts(content) if chart.to_dict()]

    assert {"city", "map-E1", "months-E1"} <= set(names)


def test_draws_a_city_without_places_and_without_cells(tmp_path: Path) -> None:
    found = made_up(markets=())
    records = replace(found.records, is_drug=found.records.day < 0)
    bare = replace(found, records=records)

    files = write_market_figures(content_of(bare, city="Elm", crs=CRS), tmp_path)

    assert {file.stem.removesuffix(".vl") for file in files} == {"city"}


@pytest.mark.parametrize("name", ["city", "map-E1"])
def test_keeps_coordinates_in_metres_from_the_corner_of_the_map(folder: Path, name: str) -> None:
    drawn = json.loads((folder / "figures" / f"{name}.vl.json").read_text("utf-8"))

    features = [
        row["geometry"]["coordinates"]
        for rows in drawn["datasets"].values()
        for row in rows
        if "geometry" in row and row["geometry"]["type"] != "GeometryCollection"
    ]
    assert len(features) > 5
    assert max(abs(number) for number in _flat(features)) < 10_000


def _flat(held: object) -> Iterator[float]:
    if isinstance(held, list):
        for one in held:
            yield from _flat(one)
    elif isinstance(held, int | float):
        yield float(held)
