"""Socrata's own ways: identifiers without an order of their own, and columns left out."""

import pytest

from commonground.ingest.portals import ChangedSchema, NotAPortal, UnorderedRows
from tests.unit.ingest.portals.conftest import Fetch
from tests.unit.ingest.portals.fakes import (
    FakePortal,
    answered,
    changed,
    read,
    row_id,
    with_column,
)


def test_asks_for_the_rows_after_the_last_one(socrata: FakePortal, fetch: Fetch) -> None:
    fetch(socrata)

    assert socrata.pages[0].query == {"$select": ":id,*", "$order": ":id", "$limit": "100"}
    assert socrata.pages[1].query["$where"] == f":id > '{row_id(100)}'"


def test_keeps_the_columns_in_the_portals_order(socrata: FakePortal, fetch: Fetch) -> None:
    assert read(fetch(socrata)).column_names == [":id", "number", "offence"]


def test_keeps_a_column_that_a_whole_page_leaves_out(socrata: FakePortal, fetch: Fetch) -> None:
    socrata.rows = [{**row, "offence": None} for row in socrata.rows]

    assert read(fetch(socrata))["offence"].null_count == 250


def test_asks_the_view_where_the_headers_are_too_long(socrata: FakePortal, fetch: Fetch) -> None:
    socrata.sends_fields = False

    rows = read(fetch(socrata))

    assert rows.column_names == [":id", "number", "offence"]
    assert "/api/views/abcd-1234.json" in [asked.path for asked in socrata.asked]


def test_sees_a_new_column_without_the_headers(socrata: FakePortal, fetch: Fetch) -> None:
    socrata.sends_fields = False
    socrata.faults = {2: changed(with_column)}

    with pytest.raises(ChangedSchema, match="new are shift"):
        fetch(socrata)


def test_writes_a_point_as_geojson(socrata: FakePortal, fetch: Fetch) -> None:
    point = '{"type": "Point", "coordinates": [-122.25, 37.5]}'
    body = [{":id": row_id(1), "number": "1", "offence": {"type": "Point"}}]
    body[0]["offence"] = {"type": "Point", "coordinates": [-122.25, 37.5]}
    del socrata.rows[1:]
    socrata.faults = {1: answered(200, body=body)}

    assert read(fetch(socrata))["offence"].to_pylist() == [point]


@pytest.mark.parametrize("again", [1, 2], ids=["in a page", "over a page"])
def test_refuses_a_row_that_comes_twice(socrata: FakePortal, fetch: Fetch, again: int) -> None:
    body = [{":id": row_id(100)}, {":id": row_id(100)}][: 3 - again]
    socrata.faults = {again: answered(200, body=body)}

    with pytest.raises(UnorderedRows, match="same row twice"):
        fetch(socrata)


def test_refuses_rows_without_identifiers(socrata: FakePortal, fetch: Fetch) -> None:
    socrata.faults = {1: answered(200, body=[{"number": "1"}])}

    with pytest.raises(NotAPortal, match=":id in every row"):
        fetch(socrata)
