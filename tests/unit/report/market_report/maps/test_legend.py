"""A legend shows each look beside what it means, below the map."""

import json
from xml.etree import ElementTree as ET

import shapely

from commonground.report.drawing.drawn import styled, svg_of
from commonground.report.market_report.maps.frame import MAP_WIDTH, Frame, shapes
from commonground.report.market_report.maps.legend import GAP, ROW, Entry, with_legend

ENTRIES = (
    Entry("a place", "area", ({"fill": "#123456"},)),
    Entry("a street", "line", ({"stroke": "#234567"},)),
    Entry("few, many", "dots", ({"fill": "#345678"},) * 2, sizes=(2.0, 4.0)),
    Entry("light, dark", "squares", ({"fill": "#456789"}, {"fill": "#56789a"})),
)


def test_draws_every_entry_below_the_map() -> None:
    frame = Frame(west=0, south=0, width_m=1_000, height_m=1_000)
    map_of = shapes(frame, [shapely.box(400, 400, 600, 600)], fill="#000001")

    chart = with_legend(frame, map_of, ENTRIES)
    svg = svg_of(styled(chart).to_json())

    told = json.loads(chart.to_json())
    assert told["width"] == MAP_WIDTH
    assert told["height"] == frame.height + GAP + len(ENTRIES) * ROW
    words = {element.text for element in ET.fromstring(svg).iter() if element.text}  # noqa: S314  ours
    assert {entry.means for entry in ENTRIES} <= words
    for entry in ENTRIES:
        for look in entry.looks:
            assert next(iter(look.values())) in svg


def test_draws_a_map_without_a_legend() -> None:
    frame = Frame(west=0, south=0, width_m=1_000, height_m=1_000)

    told = json.loads(with_legend(frame, [], ()).to_json())

    assert told["height"] == frame.height + GAP
