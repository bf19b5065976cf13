"""Pages on disk are whole, text, and those that were written."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from commonground.ingest.portals import DamagedDownload
from commonground.ingest.portals.pages import State, with_page
from commonground.ingest.portals.portal import Page
from tests.unit.ingest.portals.conftest import Fetch
from tests.unit.ingest.portals.fakes import FakePortal, numbers

STATE = State(url="https://data.example.org", kind="ckan", columns=("a",))


def test_writes_any_json_as_text(tmp_path: Path) -> None:
    values = [None, "", "é", 7, 2**70, True, [1, None], {"b": "é"}, "half \ud83d a sign"]
    page = Page(rows=[{"a": value} for value in values], key="9", is_last=True)

    with_page(tmp_path, state=STATE, page=page)

    assert pq.read_table(tmp_path / "page-000001.parquet")["a"].to_pylist() == [
        None,
        "",
        "é",
        "7",
        "1180591620717411303424",
        "true",
        "[1, null]",
        '{"b": "é"}',
        "half ? a sign",
    ]


def test_leaves_no_half_files(socrata: FakePortal, fetch: Fetch, tmp_path: Path) -> None:
    fetch(socrata)

    assert sorted(file.name for file in (tmp_path / "raw").iterdir()) == [
        "page-000001.parquet",
        "page-000002.parquet",
        "page-000003.parquet",
        "state.json",
    ]


def test_writes_over_what_a_crash_left(socrata: FakePortal, fetch: Fetch, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for name in ("page-000001.parquet", "page-000002.parquet.part", "state.json.part"):
        (tmp_path / "raw" / name).write_bytes(b"half")

    assert numbers(fetch(socrata)) == list(range(1, 251))


@pytest.mark.parametrize("content", [None, b"", b"PAR1"], ids=["gone", "empty", "cut"])
def test_refuses_a_damaged_page(
    socrata: FakePortal, fetch: Fetch, tmp_path: Path, content: bytes | None
) -> None:
    fetch(socrata)
    page = tmp_path / "raw" / "page-000002.parquet"
    page.unlink()
    if content is not None:
        page.write_bytes(content)

    with pytest.raises(DamagedDownload, match=r"page-000002\.parquet.*100 rows"):
        fetch(socrata)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"pages": [{}]}', '{"pages": [], "x": 1}'])
def test_refuses_a_damaged_state(
    socrata: FakePortal, fetch: Fetch, tmp_path: Path, content: str
) -> None:
    fetch(socrata)
    (tmp_path / "raw" / "state.json").write_text(content)

    with pytest.raises(DamagedDownload, match=r"state\.json does not say"):
        fetch(socrata)
