"""Sheets become rows of text that say what Excel shows, and unsafe workbooks are refused."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from commonground.ingest.files import ROW, RepeatedColumn, UnreadableFile, packages, unpack
from commonground.ingest.files.packages import UnsafeWorkbook
from commonground.ingest.files.unpack import TooLargeUnpacked
from commonground.ingest.files.workbooks import UnknownSheet

NOON = dt.datetime(2020, 1, 31, 13, 5)  # noqa: DTZ001  as cells hold it
MIDNIGHT = dt.datetime(2020, 1, 31)  # noqa: DTZ001  as cells hold it
LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def changed(content: bytes, *, part: str, change: Callable[[bytes], bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return packed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
TABLE: list[list[Any]] = [["id", "what"], [1, "sale"], [2, "buy"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (20230001, "20230001"),
        (20230001.0, "20230001"),
        (1.5, "1.5"),
        (-122.4123456789, "-122.4123456789"),
        (0, "0"),
        (True, "true"),
        ("007", "007"),
        ("  x ", "  x "),
        (NOON, "2020-01-31 13:05:00"),
        (MIDNIGHT, "2020-01-31 00:00:00"),
        (MIDNIGHT.date(), "2020-01-31"),
        (dt.time(13, 5), "13:05:00"),
        (dt.timedelta(hours=30), "1 day, 6:00:00"),
        (None, None),
    ],
)
def test_writes_cells_as_text(opened: Callable[..., Any], value: object, text: str | None) -> None:
    found = opened("a.xlsx", workbook(data=[["x", "value"], ["y", value]]))

    assert found.rows == [{"x": "y", "value": text, ROW: 1}]


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("yyyy-mm-dd", "2020-01-31"),
        ("DD/MM/YYYY", "2020-01-31"),
        ('d mmmm "hours"', "2020-01-31"),
        ("m/d/yy h:mm", "2020-01-31 00:00:00"),
    ],
)
def test_leaves_out_midnight_where_the_cell_shows_a_date(
    opened: Callable[..., Any], number_format: str, text: str
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["at"])
    sheet.append([MIDNIGHT])
    sheet["A2"].number_format = number_format

    assert opened("a.xlsm", saved(book)).rows == [{"at": text, ROW: 1}]


def test_reads_the_first_sheet_with_rows_and_names_the_others(opened: Callable[..., Any]) -> None:
    found = opened("a.xlsx", workbook(cover=[], data=[[], [None], *TABLE, [], [3]], notes=[["x"]]))

    assert found.rows[2] == {"id": "3", "what": None, ROW: 3}
    assert found.notes == "Sheet 'data' was read; not read: 'cover', 'notes'."


def test_reads_the_sheet_it_is_told(opened: Callable[..., Any]) -> None:
    content = workbook(first=[["a"], [1]], second=[["title"], *TABLE])

    assert opened("a.xlsx", content, sheet="second", skip_lines=1).columns == ("id", "what")
    with pytest.raises(UnknownSheet, match="no sheet 'third'; it has 'first', 'second'"):
        opened("a.xlsx", content, sheet="third")


def test_names_columns_as_in_text_files(opened: Callable[..., Any]) -> None:
    found = opened("a.xlsx", workbook(data=[["a ", None, None, 5], [1, None, "x", 2]]))

    assert found.columns == ("a", "column_3", "5")
    assert "Column 3 has no name" in found.notes
    with pytest.raises(RepeatedColumn, match="2 columns named 'a'"):
        opened("b.xlsx", workbook(data=[["a", "a"], [1, 2]]))


def test_puts_rows_aside_with_more_values_than_the_header(opened: Callable[..., Any]) -> None:
    found = opened("a.xlsx", workbook(data=[*TABLE[:2], [1, None, "x"], TABLE[2]]))

    assert [row[ROW] for row in found.rows] == [1, 3]
    assert found.unreadable == [
        {ROW: 2, "text": "1, , x", "reason": "3 values where the header has 2."}
    ]


def test_believes_the_rows_and_not_the_size_a_sheet_claims(opened: Callable[..., Any]) -> None:
    wrong = changed(
        workbook(data=TABLE), part=SHEET, change=lambda xml: xml.replace(b"A1:B3", b"A1:A1")
    )

    assert len(opened("a.xlsx", wrong).rows) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (workbook(data=[["a", "b"]]), "a header but no rows"),
        (workbook(data=[]), "no sheet with anything in it"),
        (b"id,what\n1,2\n", "is not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0 locked", "locked with a password"),
        (workbook(data=TABLE)[:-30], "is not an Excel workbook"),
        (
            changed(workbook(data=TABLE), part=SHEET, change=lambda xml: xml[:-60]),
            "cannot be read as an Excel workbook",
        ),
        (
            changed(workbook(data=TABLE), part="xl/workbook.xml", change=lambda _: b"<x/>"),
            "no sheet with anything in it",
        ),
        (
            changed(
                workbook(data=TABLE),
                part=SHEET,
                change=lambda xml: xml.replace(b'r="3"', b'r="9999999"'),
            ),
            "more than 1,048,576 rows",
        ),
    ],
    ids=lambda value: "file" if isinstance(value, bytes) else str(value),
)
def test_refuses_a_workbook_it_cannot_read(
    opened: Callable[..., Any], content: bytes, words: str
) -> None:
    with pytest.raises(UnreadableFile, match=words):
        opened("a.xlsx", content)


def test_refuses_entities_that_grow(opened: Callable[..., Any]) -> None:
    content = changed(
        workbook(data=TABLE),
        part=SHEET,
        change=lambda xml: LAUGHS.encode() + xml.replace(b"<v>1</v>", b"<v>&c;</v>"),
    )

    with pytest.raises(UnsafeWorkbook, match=f"its part {SHEET} declares a document type"):
        opened("a.xlsx", content)


def test_refuses_a_bomb(opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    content = changed(workbook(data=TABLE), part=SHEET, change=lambda xml: xml + b" " * 20_000_000)
    monkeypatch.setattr(unpack, "BOMB_BYTES", 10_000_000)

    with pytest.raises(TooLargeUnpacked, match="over 300 times"):
        opened("a.xlsx", content)


def test_refuses_shared_texts_that_memory_cannot_hold(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "LARGEST_PART_BYTES", 100)

    with pytest.raises(TooLargeUnpacked, match="at most 100 can be read"):
        opened("a.xlsx", workbook(data=TABLE))


def test_reads_no_more_of_a_part_than_its_zip_declares(opened: Callable[..., Any]) -> None:
    content = workbook(data=TABLE)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        size = package.getinfo(SHEET).file_size
    start = content.rindex(SHEET.encode()) - 46
    small = content[: start + 24] + (60).to_bytes(4, "little") + content[start + 28 :]

    assert size > 60
    with pytest.raises(UnreadableFile, match="Excel workbook"):
        opened("a.xlsx", small)
