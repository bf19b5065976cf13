"""Any file of a city opens as rows, or is refused in a sentence that says what to do."""

import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commonground.ingest.files import (
    KNOWN_ENDINGS,
    TextFormat,
    UnreadableFile,
    UnusableTextFormat,
    fingerprint,
    is_known,
    open_rows,
)
from commonground.ingest.files.csv_rows import _Reading

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend as DuckDB

TABLE = "id,what\n1,sale\n"


@pytest.mark.parametrize("ending", KNOWN_ENDINGS)
def test_knows_a_file_by_its_ending_in_any_letters(ending: str) -> None:
    assert is_known(Path(f"October2009{ending.upper()}"))


def test_opens_a_file_whose_ending_is_in_capitals(opened: Callable[..., Any]) -> None:
    assert opened("October2009.CSV", TABLE).rows == [{"id": "1", "what": "sale", "_row": 1}]


def test_tells_files_apart_by_their_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE)

    assert fingerprint(tmp_path / "a.csv") == hashlib.sha256(TABLE.encode()).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.csv", None, "There is no file"),
        ("empty.csv", b"", "is empty"),
        ("empty.csv.gz", gzip.compress(b""), "is empty"),
        ("blank.csv", b"\n \n", "is empty"),
        ("incidents.shp", b"x", r"must end in \.csv, \.tsv"),
        ("page.csv", b" \n<!DOCTYPE HTML><title>Sign in</title>", "is a web page"),
        ("page.geojson", b"<html lang=en>", "is a web page"),
        ("page.xlsx", b"<!doctype html>", "is a web page"),
        ("page.parquet", b"<!doctype html>", "is a web page"),
        ("book.csv", b"PK\x03\x04....", "is a zip or an Excel workbook"),
        ("plain.csv.gz", TABLE.encode(), "is not gzip"),
        ("cut.csv.gz", gzip.compress(TABLE.encode() * 99, mtime=0)[:-12], "ends in the middle"),
        (
            "hurt.csv.gz",
            gzip.compress(TABLE.encode())[:-8] + b"12345678",
            "is damaged after",
        ),
    ],
    ids=lambda value: "file" if isinstance(value, bytes) else str(value),
)
def test_refuses_what_is_no_data(
    opened: Callable[..., Any], name: str, content: bytes | None, words: str
) -> None:
    with pytest.raises(UnreadableFile, match=words):
        opened(name, content)


def test_refuses_a_folder(tmp_path: Path, engine: "DuckDB") -> None:
    (tmp_path / "months.csv").mkdir()

    with pytest.raises(UnreadableFile, match="is a folder"):
        open_rows(tmp_path / "months.csv", engine=engine, scratch=tmp_path)


def test_refuses_a_file_it_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "secret.csv").write_text(TABLE)
    monkeypatch.setattr(Path, "open", forbidden)

    with pytest.raises(UnreadableFile, match=r"cannot be opened \(Permission denied\)"):
        fingerprint(tmp_path / "secret.csv")


def test_reads_a_gzip_that_does_not_say_it_is_one(opened: Callable[..., Any]) -> None:
    assert len(opened("packed.csv", gzip.compress(TABLE.encode())).rows) == 1


def test_leaves_nothing_in_the_scratch_folder_when_it_fails(
    tmp_path: Path, opened: Callable[..., Any]
) -> None:
    with pytest.raises(UnreadableFile):
        opened("header.csv", "a,b\n")

    assert not list((tmp_path / "scratch").iterdir())


def test_keeps_files_of_one_name_apart(tmp_path: Path, opened: Callable[..., Any]) -> None:
    (tmp_path / "2020").mkdir()

    first, second = opened("jan.csv", TABLE), opened("2020/jan.csv", TABLE.replace("sale", "buy"))

    assert [first.rows[0]["what"], second.rows[0]["what"]] == ["sale", "buy"]
    assert len(list((tmp_path / "scratch").iterdir())) == 2


def test_cleans_up_when_it_is_interrupted(
    tmp_path: Path, opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_Reading, "take", interrupted)

    with pytest.raises(KeyboardInterrupt):
        opened("a.csv", TABLE)
    assert not list((tmp_path / "scratch").iterdir())


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"separator": ";;"}, "separator ';;' is not one"),
        ({"separator": ""}, "separator '' is not one"),
        ({"quote": "«"}, "quote '«' is not one"),
        ({"separator": "|", "quote": "|"}, "both separator and quote"),
        ({"skip_lines": -1}, "-1 lines"),
    ],
)
def test_refuses_a_format_no_file_can_have(how: dict[str, Any], words: str) -> None:
    with pytest.raises(UnusableTextFormat, match=words):
        TextFormat(**how)
