"""A text file's encoding is found out or checked, and the bytes that do not fit are named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commonground.ingest.files import encodings, unpack
from commonground.ingest.files.encodings import WrongEncoding, find_encoding, utf8_chunks

TABLE = "straße,n\nAlameda de las Pulgas,1\nCañón,2\nÉlysée,3\n"


@pytest.fixture(params=[4, 5, 7, 1 << 20])
def chunked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut files into pieces, so that characters and marks are cut too."""
    monkeypatch.setattr(unpack, "CHUNK_BYTES", request.param)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "utf-16-le", "mac_roman"]
)
@pytest.mark.usefixtures("chunked")
def test_reads_a_file_in_the_encoding_it_is_said_to_be_in(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(TABLE.encode(encoding))

    found = find_encoding(file, named=encoding)

    assert b"".join(utf8_chunks(file, encoding=found)).decode() == TABLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_finds_out_the_encoding(opened: Callable[..., Any], encoding: str) -> None:
    found = opened("a.csv", TABLE.encode(encoding))

    assert [row["straße"] for row in found.rows] == ["Alameda de las Pulgas", "Cañón", "Élysée"]
    assert ("Read as cp1252, which was found out by looking" in found.notes) is (
        encoding == "cp1252"
    )


def test_looks_at_all_of_a_file(opened: Callable[..., Any]) -> None:
    rows = "1,Main\n" * 300_000

    found = opened("a.csv", f"n,where\n{rows}2,Cañón\n".encode("cp1252"))

    assert found.rows[-1] == {"n": "2", "where": "Cañón", "_row": 300_001}


def test_finds_other_encodings_where_windows_text_cannot_be(opened: Callable[..., Any]) -> None:
    rows = "номер,улица\n" + "1,Площадь Ленина дом\n2,Невский проспект Ђ\n" * 20

    found = opened("a.csv", rows.encode("cp1251") + "3,Ђ\x98".encode("cp1251", "ignore"))

    assert "Read as" in found.notes
    assert "found out by looking" in found.notes


def test_puts_rows_aside_whose_bytes_are_no_text(opened: Callable[..., Any]) -> None:
    content = "a,b\nCañón,1\n".encode() + "Cañón,2\nx,3\n".encode("cp1252") + b"y,\xff\n1,2,\xe9\n"

    found = opened("a.csv", content)

    assert [row["_row"] for row in found.rows] == [1, 3]
    assert found.unreadable == [
        {
            "_row": 2,
            "text": "Ca\ufffd\ufffdn,2",
            "reason": "a byte that is no text in UTF-8 in 'a'.",
        },
        {"_row": 4, "text": "y,\ufffd", "reason": "a byte that is no text in UTF-8 in 'b'."},
        {"_row": 5, "text": "1,2,\ufffd", "reason": "3 values where the header has 2."},
    ]
    assert "Read as UTF-8, which 4 bytes are not" in found.notes


@pytest.mark.parametrize(
    ("content", "named", "words"),
    [
        (TABLE.encode("cp1252"), "utf-8", r"byte 4 \(0xdf, in line 1\) cannot be"),
        (b"a,b\n1,2\n3,\x81\n", "cp1252", r"byte 10 \(0x81, in line 3\)"),
        (TABLE.encode("utf-16")[:-1], "utf-16", "is not utf-16 throughout"),
        (TABLE.encode("utf-16")[:-1], None, "is not utf-16 throughout"),
        (TABLE.encode("utf-8-sig") + b"\xff", None, "is not utf-8 throughout"),
        (TABLE.encode("utf-16"), "cp1252", "opens with the mark of utf-16"),
        (TABLE.encode("utf-16-le"), None, "probably UTF-16"),
        (TABLE.encode(), "klingon", "no text encoding 'klingon'"),
        (TABLE.encode(), "base64", "no text encoding 'base64'"),
    ],
    ids=lambda value: "file" if isinstance(value, bytes) else str(value),
)
def test_refuses_an_encoding_that_does_not_fit(
    opened: Callable[..., Any], content: bytes, named: str | None, words: str
) -> None:
    with pytest.raises(WrongEncoding, match=words):
        opened("a.csv", content, encoding=named)


def test_names_the_byte_wherever_the_file_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes("Cañón\n".encode() * 3 + b"\xc3(")

    for size in range(1, 30):
        monkeypatch.setattr(unpack, "CHUNK_BYTES", size)
        with pytest.raises(WrongEncoding, match=r"byte 24 \(0xc3, in line 4\)"):
            find_encoding(tmp_path / "a.csv", named="utf-8")


@pytest.mark.usefixtures("chunked")
def test_counts_bad_bytes_wherever_the_file_is_cut(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("ñ中🙂\n".encode() + b"\xf0\x9f,\xe9\n")

    found = find_encoding(tmp_path / "a.csv")

    assert found.is_mixed
    assert "which 3 bytes are not" in found.notes[0]


def test_refuses_bytes_that_are_no_text_at_all(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encodings, "_misfit", lambda *_: "nothing fits")

    with pytest.raises(WrongEncoding, match="no encoding that could be found out"):
        opened("a.csv", b"a,b\n\x81\x8d,\xff\n")
