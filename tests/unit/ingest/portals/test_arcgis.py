"""ArcGIS's own ways: errors that look like answers, milliseconds, points and limits."""

from collections.abc import Callable

import pytest

from commonground.ingest.portals import NoRowKey, PortalRefused, PortalUnreachable, UnorderedRows
from commonground.ingest.portals.arcgis import _moment
from tests.unit.ingest.portals.conftest import Fetch
from tests.unit.ingest.portals.fakes import (
    DIALECTS,
    Asked,
    FakePortal,
    Reply,
    answered,
    changed,
    numbers,
    read,
)


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Let the portal say something else of its layer."""
    answer = DIALECTS["arcgis"]

    def said(body: object) -> None:
        def dialect(portal: FakePortal, asked: Asked) -> Reply:
            if asked.path.endswith("/query"):
                return answer(portal, asked)
            return answered(200, body=body)(portal, lambda: Reply(b""))

        monkeypatch.setitem(DIALECTS, "arcgis", dialect)

    return said


def field(name: str, kind: str = "OID") -> dict[str, str]:
    return {"name": name, "type": f"esriFieldType{kind}"}


def test_asks_for_the_rows_after_the_last_one(arcgis: FakePortal, fetch: Fetch) -> None:
    fetch(arcgis)

    assert [asked.query["where"] for asked in arcgis.pages] == [
        "1=1",
        "OBJECTID>100",
        "OBJECTID>200",
    ]


def test_reads_points_in_degrees(arcgis: FakePortal, fetch: Fetch) -> None:
    rows = read(fetch(arcgis))

    assert rows.column_names == ["OBJECTID", "number", "offence", "x", "y"]
    assert rows.slice(0, 1).select(["x", "y"]).to_pylist() == [{"x": "-122.25", "y": "37.5"}]


def test_does_not_hide_a_column_behind_a_coordinate(arcgis: FakePortal, fetch: Fetch) -> None:
    arcgis.rows = [{**row, "X": 6_000_000} for row in arcgis.rows]

    rows = read(fetch(arcgis))

    assert rows["X"][0].as_py() == "6000000"
    assert rows["geometry_x"][0].as_py() == "-122.25"


def test_takes_an_empty_point_for_none(arcgis: FakePortal, fetch: Fetch) -> None:
    features = [
        {"attributes": {"OBJECTID": 1, "number": 1, "offence": None}, "geometry": geometry}
        for geometry in [{"x": "NaN", "y": "NaN"}]
    ]
    del arcgis.rows[1:]
    arcgis.faults = {1: answered(200, body={"features": features})}

    assert read(fetch(arcgis))["x"].to_pylist() == [None]


def test_writes_dates_as_moments_in_utc(arcgis: FakePortal, fetch: Fetch) -> None:
    arcgis.rows = [{**row, "at": 1_580_472_000_000} for row in arcgis.rows]

    assert read(fetch(arcgis))["at"][0].as_py() == "2020-01-31T12:00:00.000Z"


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (1_580_472_000_123, "2020-01-31T12:00:00.123Z"),
        (10**18, "1000000000000000000"),
    ],
)
def test_writes_any_moment(milliseconds: int, text: str) -> None:
    assert _moment(milliseconds) == text


def test_asks_for_no_more_than_the_layer_gives(arcgis: FakePortal, fetch: Fetch) -> None:
    arcgis.most_rows = 40

    assert numbers(fetch(arcgis)) == list(range(1, 251))
    assert {asked.query["resultRecordCount"] for asked in arcgis.pages} == {"40"}


def test_reads_an_error_that_looks_like_an_answer(arcgis: FakePortal, fetch: Fetch) -> None:
    error = {"code": 400, "message": "Invalid field", "details": []}
    arcgis.faults = {2: answered(200, body={"error": error})}

    with pytest.raises(PortalRefused, match="400 Bad Request, saying 'Invalid field'"):
        fetch(arcgis)


def test_tries_again_after_an_error_that_passes(
    arcgis: FakePortal, fetch: Fetch, waits: list[float]
) -> None:
    error = {"code": 504, "message": "Timed out"}
    arcgis.faults = {2: answered(200, body={"error": error})}
    assert fetch(arcgis).rows == 250
    arcgis.add(1)
    arcgis.faults = dict.fromkeys(range(20), arcgis.faults[2])

    with pytest.raises(PortalUnreachable, match="error 504, saying 'Timed out'"):
        fetch(arcgis)
    assert waits == [1.0, 1.0, 2.0, 4.0, 8.0, 16.0]


@pytest.mark.parametrize(
    "key",
    [
        {"objectIdField": "OBJECTID", "fields": [field("number", "Integer")]},
        {"objectIdFieldName": "OBJECTID", "fields": [field("number", "Integer")]},
        {"fields": [field("number", "Integer"), field("OBJECTID")]},
    ],
    ids=["named", "named otherwise", "typed"],
)
def test_finds_the_object_id(
    arcgis: FakePortal, fetch: Fetch, layer: Callable[[object], None], key: dict[str, object]
) -> None:
    layer(key)

    assert numbers(fetch(arcgis)) == list(range(1, 251))


@pytest.mark.parametrize(
    "key",
    [
        {"fields": [field("number", "Integer")]},
        {"fields": [field("OBJECTID")], "uniqueIdInfo": {"OIDFieldContainsHashValue": True}},
    ],
    ids=["none", "random"],
)
def test_refuses_a_layer_without_a_steady_object_id(
    arcgis: FakePortal, fetch: Fetch, layer: Callable[[object], None], key: dict[str, object]
) -> None:
    layer(key)

    with pytest.raises(NoRowKey, match="as a file"):
        fetch(arcgis)


def test_says_what_it_leaves_out_and_does_not_know(
    arcgis: FakePortal, fetch: Fetch, layer: Callable[[object], None]
) -> None:
    layer(
        {
            "fields": [field("OBJECTID")],
            "geometryType": "esriGeometryPolygon",
            "datesInUnknownTimezone": True,
            "advancedQueryCapabilities": {"supportsPagination": False},
        }
    )

    found = fetch(arcgis)

    assert "esriGeometryPolygon" in found.notes[0]
    assert "time zone" in found.notes[1]
    assert "x" not in read(found).column_names
    assert "resultRecordCount" not in arcgis.pages[0].query


def test_refuses_rows_out_of_order(arcgis: FakePortal, fetch: Fetch) -> None:
    arcgis.faults = {2: changed(lambda table: table.rows.reverse())}

    with pytest.raises(UnorderedRows, match="order of OBJECTID"):
        fetch(arcgis)
