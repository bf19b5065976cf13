"""Objects of JSON become rows; their numbers keep their digits and their points their places."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from commonground.ingest.files import ROW, RepeatedColumn, UnreadableFile, objects
from commonground.ingest.files.encodings import WrongEncoding

POINT = '{"type": "Point", "coordinates": [-122.4012345678, 37.10]}'
CRS = '"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:%s"}}'


def feature(properties: str, geometry: str = "null") -> str:
    return f'{{"type": "Feature", "properties": {properties}, "geometry": {geometry}}}'


def collection(*features: str, more: str = '"name": "incidents"') -> str:
    return f'{{"type": "FeatureCollection", {more}, "features": [{", ".join(features)}]}}'


def test_makes_columns_of_properties_and_points(opened: Callable[..., Any]) -> None:
    found = opened(
        "a.geojson",
        collection(
            feature('{"id": 7, "what": "sale", "open": true, "none": null}', POINT),
            feature('{"id": 12345678901234567890, "x": 1.50, "y": {"a": [1.5]}, "what": ""}'),
        ),
    )

    nothing = dict.fromkeys(found.columns)
    first = {"id": "7", "what": "sale", "open": "true", ROW: 1}
    place = {"longitude": "-122.4012345678", "latitude": "37.1"}
    assert found.rows == [
        nothing | first | place,
        nothing | {"id": "12345678901234567890", "x": "1.50", "y": '{"a": [1.5]}', ROW: 2},
    ]
    assert not found.notes


def test_keeps_a_features_own_number(opened: Callable[..., Any]) -> None:
    numbered = '{"type": "Feature", "id": 5, "properties": {"a": 1}, "geometry": null}'

    assert opened("a.geojson", collection(numbered)).rows == [{"a": "1", "id": "5", ROW: 1}]


def test_names_points_apart_from_properties_of_that_name(opened: Callable[..., Any]) -> None:
    found = opened("a.geojson", collection(feature("{}", POINT), feature('{"Longitude": "3"}')))

    assert set(found.columns) >= {"geometry_x", "geometry_y", "Longitude"}
    assert "in the columns geometry_x and geometry_y" in found.notes


def test_keeps_other_geometry_as_text(opened: Callable[..., Any]) -> None:
    line = '{"type": "LineString", "coordinates": [[1.5, 2], [3, 4]]}'

    found = opened(
        "a.geojson", collection(feature('{"a": 1}', line), feature('{"geometry": 2}', line))
    )

    assert json.loads(found.rows[0]["geometry_json"]) == json.loads(line)
    assert "2 geometries are no points" in found.notes


@pytest.mark.parametrize("coordinates", ["[]", "[null, null]"])
def test_leaves_a_point_without_coordinates_empty(
    opened: Callable[..., Any], coordinates: str
) -> None:
    nowhere = f'{{"type": "Point", "coordinates": {coordinates}}}'

    found = opened("a.geojson", collection(feature('{"a": 1}', nowhere), feature("{}", POINT)))

    assert found.rows[0]["longitude"] is None


@pytest.mark.parametrize("name", ["OGC:1.3:CRS84", "EPSG::4326"])
def test_says_nothing_of_degrees(opened: Callable[..., Any], name: str) -> None:
    found = opened("a.geojson", collection(feature('{"a": 1}', POINT), more=CRS % name))

    assert not found.notes


@pytest.mark.parametrize("is_last", [True, False])
def test_says_that_coordinates_are_not_degrees(opened: Callable[..., Any], is_last: bool) -> None:
    content = collection(feature('{"a": 1}', POINT), more=CRS % "EPSG::2227")
    if is_last:
        content = f'{{"features": [{feature(chr(123) + chr(125), POINT)}], {CRS % "EPSG::2227"}}}'

    found = opened("a.geojson", content)

    assert "in urn:ogc:def:crs:EPSG::2227, not in longitude" in found.notes
    assert "geometry_x" in found.columns


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '\ufeff [{"a": 1}, {"a": "é", "b": 2.5}]'),
        ("a.json", '{"a": 1}\n\n{"a": "é", "b": 2.5}\n'),
        ("a.ndjson", '{"a": 1}\r\n{"a": "é", "b": 2.5}'),
        ("a.JSONL", '{"a": 1}\n{"a": "é", "b": 2.5}'),
    ],
)
def test_reads_arrays_and_lines_of_objects(
    opened: Callable[..., Any], name: str, content: str
) -> None:
    found = opened(name, content)

    assert found.rows == [{"a": "1", "b": None, ROW: 1}, {"a": "é", "b": "2.5", ROW: 2}]


def test_reads_features_line_by_line(opened: Callable[..., Any]) -> None:
    found = opened("a.geojson", feature('{"a": 1}', POINT) + "\n" + feature('{"a": 2}', POINT))

    assert [row["longitude"] for row in found.rows] == ["-122.4012345678"] * 2


def test_puts_entries_aside_that_are_no_rows(opened: Callable[..., Any]) -> None:
    found = opened("a.json", '[{"a": 1}, 5, {"type": "Feature", "properties": [1]}, {"a": 2}]')

    assert [row[ROW] for row in found.rows] == [1, 4]
    assert [(row[ROW], row["reason"]) for row in found.unreadable] == [
        (2, "It is not an object with names and values."),
        (3, "Its properties have no names."),
    ]


def test_puts_lines_aside_that_are_no_json(opened: Callable[..., Any]) -> None:
    found = opened("a.ndjson", '{"a": 1}\n{"a": \n{"a": 3}\n{"a": 4, "cut')

    assert [row["a"] for row in found.rows] == ["1", "3"]
    assert [row[ROW] for row in found.unreadable] == [2, 4]
    assert found.unreadable[0]["text"] == '{"a": '


def test_survives_what_only_json_can_spell(opened: Callable[..., Any]) -> None:
    deep = "[" * 100_000 + "]" * 100_000

    found = opened("a.ndjson", f'{{"a": "\\ud800x", "b": NaN, "c": 1e400}}\n{{"a": {deep}}}\n')

    assert found.rows == [{"a": "\ufffdx", "b": "nan", "c": "1E+400", ROW: 1}]
    assert found.unreadable[0][ROW] == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"type": "FeatureCollection", "features": []}', "has no rows"),
        ('{"error": {"code": 400},\n "message": "x"}', "has no rows"),
        ("[1, 2]", "2 entries are something else"),
        ("[]", "has no rows"),
        ('[{"a": 1}, {"a": 2', "is damaged after 1 entries"),
        ('[{"a": NaN}]', "is damaged after 0 entries"),
        (collection(feature("{}")) + "}", "is damaged after 1 entries"),
        ("id,what\n1,2\n", "is not JSON: it starts with 'id,what"),
    ],
)
def test_refuses_json_of_another_shape(
    opened: Callable[..., Any], content: str, words: str
) -> None:
    with pytest.raises(UnreadableFile, match=words):
        opened("a.json", content)


def test_refuses_names_that_differ_in_capitals_only(opened: Callable[..., Any]) -> None:
    with pytest.raises(RepeatedColumn, match="'Date' and 'DATE'"):
        opened("a.json", '[{"Date": 1}, {"DATE": 2}]')


def test_refuses_names_that_are_data(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "MOST_COLUMNS", 20)

    with pytest.raises(UnreadableFile, match="more than 20 columns by row 21"):
        opened("a.json", json.dumps([{f"incident {n}": 1} for n in range(99)]))


def test_refuses_a_line_without_end(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "LONGEST_ROW_BYTES", 50)

    with pytest.raises(UnreadableFile, match="one object a line is expected"):
        opened("a.ndjson", '{"a": 1}\n{"a": "' + "x" * 99)


def test_refuses_json_in_two_encodings(opened: Callable[..., Any]) -> None:
    with pytest.raises(WrongEncoding, match="UTF-8 only in part"):
        opened("a.json", '[{"a": "é"}, {"a": "'.encode() + b'\xe9"}]')
