"""CKAN's own ways: an offset for a key, and failures that say success is false."""

import pytest

from commonground.ingest.portals import PortalRefused, RemovedRows
from tests.unit.ingest.portals.conftest import Fetch
from tests.unit.ingest.portals.fakes import RESOURCE, FakePortal, answered, numbers, read


def test_asks_for_the_last_row_once_more(ckan: FakePortal, fetch: Fetch) -> None:
    fetch(ckan)

    assert ckan.pages[0].query == {
        "resource_id": RESOURCE,
        "sort": "_id",
        "limit": "100",
        "offset": "0",
    }
    assert (ckan.pages[1].query["limit"], ckan.pages[1].query["offset"]) == ("101", "99")


def test_keeps_every_column(ckan: FakePortal, fetch: Fetch) -> None:
    assert read(fetch(ckan)).column_names == ["_id", "number", "offence"]


def test_reads_on_where_the_portal_gives_fewer_rows(ckan: FakePortal, fetch: Fetch) -> None:
    ckan.most_rows = 7

    assert numbers(fetch(ckan)) == list(range(1, 251))


def test_quotes_a_failure(ckan: FakePortal, fetch: Fetch) -> None:
    error = {"__type": "Validation Error", "sort": ["field not found"]}
    ckan.faults = {1: answered(200, body={"success": False, "error": error})}

    with pytest.raises(PortalRefused, match="field not found"):
        fetch(ckan)


def test_refuses_a_table_that_was_loaded_anew(ckan: FakePortal, fetch: Fetch) -> None:
    fetch(ckan)
    ckan.rows = [{**row, "number": 1000 - int(str(row["key"]))} for row in ckan.rows]

    with pytest.raises(RemovedRows, match="Row 250 of"):
        fetch(ckan)
