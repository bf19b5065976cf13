"""A portal's rows come whole, once each, whatever happens on the way."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.core.errors import DataError
from commonground.ingest.portals import (
    AnotherDownload,
    ChangedSchema,
    IncompleteDownload,
    RemovedRows,
    download,
)
from tests.unit.ingest.portals.conftest import PAGE_ROWS, Fetch
from tests.unit.ingest.portals.fakes import (
    KINDS,
    TOKENS,
    FakePortal,
    Fault,
    answered,
    changed,
    cut,
    numbers,
    read,
    serving,
    short,
    table,
    truncated,
    with_column,
    without_column,
    written,
)


class Stopped(Exception):
    """A hand on the keyboard."""


def stopping(after: int) -> Callable[[str, int, int], None]:
    def progress(_stage: str, done: int, _total: int) -> None:
        if done >= after:
            raise Stopped

    return progress


def test_reads_every_row_once_and_in_order(portal: FakePortal, fetch: Fetch) -> None:
    found = fetch(portal)

    assert numbers(found) == list(range(1, 251))
    assert [file.name for file in found.files][:2] == ["page-000001.parquet", "page-000002.parquet"]
    assert (found.rows, found.promised, found.kind, found.notes) == (250, 250, portal.kind, ())


def test_writes_text_and_nothing_where_nothing_was_sent(portal: FakePortal, fetch: Fetch) -> None:
    rows = read(fetch(portal))

    assert set(rows.schema.types) == {pa.string()}
    assert rows["offence"].to_pylist()[:3] == ["offence 1", "offence 2", None]


def test_tells_how_far_it_is(portal: FakePortal, fetch: Fetch) -> None:
    told: list[tuple[str, int, int]] = []

    fetch(portal, progress=lambda *words: told.append(words))

    assert told[0] == ("Download", 0, 250)
    assert ("Download", 100, 250) in told
    assert told[-1] == ("Download", 250, 250)


def test_asks_for_as_many_rows_as_suits_the_portal(portal: FakePortal, fetch: Fetch) -> None:
    portal.most_rows = 60

    assert fetch(portal, page_rows=None).rows == 250


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        (answered(429, Retry_After="7"), 7.0),
        (answered(500), 1.0),
        (answered(202), 1.0),
        (cut, 1.0),
        (truncated, 1.0),
    ],
    ids=["429", "500", "202", "cut", "truncated"],
)
def test_tries_again_after_a_fault_that_passes(  # noqa: PLR0917  pytest passes them by name
    portal: FakePortal, fetch: Fetch, waits: list[float], fault: Fault, wait: float
) -> None:
    portal.faults = {2: fault}

    found = fetch(portal)

    assert numbers(found) == list(range(1, 251))
    assert waits == [wait]


def test_does_not_take_a_short_page_for_the_end(portal: FakePortal, fetch: Fetch) -> None:
    portal.faults = {2: short(17)}

    assert numbers(fetch(portal)) == list(range(1, 251))


def test_reads_rows_added_meanwhile_and_says_so(portal: FakePortal, fetch: Fetch) -> None:
    portal.faults = {2: changed(lambda table: table.add(30))}

    found = fetch(portal)

    assert numbers(found) == list(range(1, 281))
    assert found.promised == 280
    assert found.notes[0].startswith("The portal counted 250 rows at the start and 280 at the end")


@pytest.mark.parametrize("kind", ["socrata", "arcgis"])
def test_loses_no_row_when_others_are_removed_meanwhile(kind: str, fetch: Fetch) -> None:
    with serving(table(kind)) as portal:
        portal.faults = {2: changed(lambda table: table.rows.__delitem__(slice(0, 20)))}

        found = fetch(portal)

    assert numbers(found) == list(range(1, 251))
    assert found.promised == 230
    assert "20 of 250 rows are no longer at the portal" in found.notes[1]


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.rows.__delitem__(slice(0, 20)),
        lambda table: table.rows.reverse(),
        lambda table: table.rows.clear(),
        lambda table: table.rows[99].update(offence="another"),
    ],
    ids=["removed", "reordered", "emptied", "changed"],
)
def test_refuses_an_offset_that_has_moved(
    ckan: FakePortal, fetch: Fetch, change: Callable[[FakePortal], object]
) -> None:
    ckan.faults = {2: changed(change)}

    with pytest.raises(RemovedRows, match=r"Row 100 of .* into an empty folder"):
        fetch(ckan)


def test_refuses_columns_that_come_midway(portal: FakePortal, fetch: Fetch) -> None:
    portal.faults = {2: changed(with_column)}

    with pytest.raises(ChangedSchema, match="after 100 rows: gone are none; new are shift"):
        fetch(portal)


def test_refuses_columns_that_go_midway(portal: FakePortal, fetch: Fetch) -> None:
    portal.faults = {3: changed(without_column)}

    with pytest.raises(ChangedSchema, match="after 200 rows: gone are offence; new are none"):
        fetch(portal)


def test_refuses_to_go_on_with_other_columns(portal: FakePortal, fetch: Fetch) -> None:
    fetch(portal)
    with_column(portal)

    with pytest.raises(ChangedSchema, match="new are shift"):
        fetch(portal)


def test_keeps_the_pages_when_rows_do_not_come(portal: FakePortal, fetch: Fetch) -> None:
    nothing_new = short(1 if portal.kind == "ckan" else 0)  # CKAN is asked for the last row again
    portal.faults = dict.fromkeys(range(2, 9), nothing_new)
    with pytest.raises(IncompleteDownload, match="counts 250 rows and sent 100"):
        fetch(portal)
    portal.faults.clear()

    assert numbers(fetch(portal)) == list(range(1, 251))


def test_goes_on_after_a_break_without_reading_a_page_twice(
    portal: FakePortal, fetch: Fetch
) -> None:
    with pytest.raises(Stopped):
        fetch(portal, progress=stopping(after=2 * PAGE_ROWS))
    before = len(portal.pages)

    found = fetch(portal)

    assert numbers(found) == list(range(1, 251))
    assert before == 2
    assert portal.pages[2].query != portal.pages[0].query
    assert len(portal.pages) - before <= 2  # the last page, and an empty one where that is the end


def test_reads_only_what_was_added_since(portal: FakePortal, fetch: Fetch) -> None:
    first = fetch(portal)
    before = len(portal.pages)
    portal.add(7)

    found = fetch(portal)

    assert numbers(found) == list(range(1, 258))
    assert found.files[: len(first.files)] == first.files
    assert len(portal.pages) - before <= 2


def test_leaves_a_finished_download_as_it_is(portal: FakePortal, fetch: Fetch) -> None:
    first = fetch(portal)
    before = [file.stat().st_mtime_ns for file in first.files]

    assert fetch(portal) == first
    assert [file.stat().st_mtime_ns for file in first.files] == before


def test_says_when_rows_have_gone_since(fetch: Fetch, arcgis: FakePortal) -> None:
    fetch(arcgis)
    del arcgis.rows[:5]

    assert fetch(arcgis).notes[0].startswith("5 of 250 rows are no longer at the portal")


def test_finds_nothing_in_an_empty_table(portal: FakePortal, fetch: Fetch) -> None:
    portal.rows.clear()

    found = fetch(portal)

    assert (found.rows, found.promised, found.files) == (0, 0, ())


def test_refuses_a_folder_of_another_table(portal: FakePortal, fetch: Fetch) -> None:
    fetch(portal)
    other = portal.url.replace("abcd-1234", "abcd-9999").replace("/0", "/1").replace("89ab", "89ac")

    with pytest.raises(AnotherDownload, match="Name another folder"):
        fetch(portal, url=other)


def test_sends_a_token_and_never_writes_it(
    portal: FakePortal, fetch: Fetch, tmp_path: Path
) -> None:
    portal.lock = "s3cr3t"

    found = fetch(portal, tokens={TOKENS[portal.kind]: "s3cr3t"})

    assert found.rows == 250
    assert "s3cr3t" not in written(tmp_path / "raw")
    assert "s3cr3t" not in str(found)


def test_takes_tokens_from_the_environment(
    portal: FakePortal, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.lock = "s3cr3t"
    monkeypatch.setenv(TOKENS[portal.kind], "s3cr3t")

    assert fetch(portal, tokens=None).rows == 250


def test_refuses_pages_without_rows(portal: FakePortal, fetch: Fetch) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        fetch(portal, page_rows=0)


def test_notes_how_far_it_has_come(socrata: FakePortal, fetch: Fetch, tmp_path: Path) -> None:
    fetch(socrata)

    state = json.loads((tmp_path / "raw" / "state.json").read_text())

    assert state["url"] == socrata.url
    assert state["finished"] is True
    assert [page["rows"] for page in state["pages"]] == [100, 100, 50]


@settings(max_examples=12, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    rows=st.integers(0, 60),
    page_rows=st.integers(1, 25),
    most_rows=st.integers(2, 30),
    breaks=st.lists(st.integers(0, 60), max_size=3),
)
def test_reads_each_row_once_whatever_the_pages_and_breaks(  # noqa: PLR0917  hypothesis does too
    kind: str, rows: int, page_rows: int, most_rows: int, breaks: list[int]
) -> None:
    with serving(table(kind, rows=rows)) as portal, TemporaryDirectory() as folder:
        portal.most_rows = most_rows
        for after in breaks:
            try:
                download(
                    portal.url,
                    to=Path(folder),
                    page_rows=page_rows,
                    tokens={},
                    progress=stopping(after),
                )
            except Stopped:
                portal.add(1)
        found = download(portal.url, to=Path(folder), page_rows=page_rows, tokens={})

        expected = [row["number"] for row in portal.rows]
        assert (numbers(found) if found.files else []) == expected


def test_every_refusal_is_an_error_in_the_data() -> None:
    assert all(
        issubclass(kind, DataError)
        for kind in (AnotherDownload, ChangedSchema, IncompleteDownload, RemovedRows)
    )
