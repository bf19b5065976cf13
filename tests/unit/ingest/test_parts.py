"""Tests of `ingest.parts`: what is kept of each file from run to run."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from commonground.ingest.parts import Part, Parts

TODAY, TOMORROW = date(2026, 1, 31), date(2026, 2, 1)
PART = Part("cases.csv", key="a1", fingerprint="f", rows=3, layouts=("cases",), cleaned_by="us")


def opened(folder: Path, *, by: str = "us", today: date = TODAY) -> Parts:
    return Parts(folder, cleaned_by=by, today=today)


def keep(folder: Path, part: Part, *, grown_from: Part | None = None) -> Parts:
    parts = opened(folder)
    (folder / "made").write_bytes(b"rows")
    parts.keep(part, folder / "made", grown_from=grown_from)
    return parts


def test_keeps_a_part_for_the_next_run(tmp_path: Path) -> None:
    keep(tmp_path, replace(PART, known=1))

    assert opened(tmp_path).kept("a1") == PART
    assert opened(tmp_path).rows(PART).read_bytes() == b"rows"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a1.json", "a1.parquet"]


def test_knows_no_part_that_something_else_has_cleaned(tmp_path: Path) -> None:
    keep(tmp_path, PART)

    assert opened(tmp_path, by="others").kept("a1") is None


def test_knows_a_part_with_dates_to_come_for_a_day(tmp_path: Path) -> None:
    keep(tmp_path, replace(PART, judged_on=TODAY.isoformat()))

    assert opened(tmp_path).kept("a1") is not None
    assert opened(tmp_path, today=TOMORROW).kept("a1") is None


@pytest.mark.parametrize("gone", ["a1.json", "a1.parquet"])
def test_knows_no_part_of_which_a_file_is_gone(tmp_path: Path, gone: str) -> None:
    keep(tmp_path, PART)
    (tmp_path / gone).unlink()

    assert opened(tmp_path).kept("a1") is None


def test_passes_over_a_record_with_more_than_it_knows(tmp_path: Path) -> None:
    keep(tmp_path, PART)
    told = json.loads((tmp_path / "a1.json").read_text()) | {"colour": "blue"}
    (tmp_path / "a1.json").write_text(json.dumps(told))

    assert opened(tmp_path).kept("a1") is None


def test_lists_the_parts_of_one_name_from_the_largest(tmp_path: Path) -> None:
    for key, rows in (("b2", 5), ("c3", 4), ("d4", 9)):
        keep(tmp_path, replace(PART, key=key, rows=rows, name=f"{rows % 2}.csv"))

    assert [part.rows for part in opened(tmp_path).kept_of("1.csv")] == [9, 5]


def test_drops_a_part_that_was_outgrown_unless_it_is_in_use(tmp_path: Path) -> None:
    keep(tmp_path, PART)
    larger = replace(PART, key="b2", rows=5)
    parts = keep(tmp_path, larger, grown_from=PART)

    parts.tidy([larger, PART])
    assert opened(tmp_path).kept("a1") == PART

    parts.tidy([larger])
    assert opened(tmp_path).kept("a1") is None
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["b2.json", "b2.parquet"]


def test_drops_parts_that_something_else_has_cleaned(tmp_path: Path) -> None:
    keep(tmp_path, PART)

    opened(tmp_path, by="others").tidy([])

    assert list(tmp_path.iterdir()) == []
