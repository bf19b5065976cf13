"""Every row of a CSV file is in the table or among the unreadable, under its own number."""

import csv
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from commonground.ingest.files import (
    ROW,
    RepeatedColumn,
    TextFormat,
    UnreadableFile,
    delimited,
    open_rows,
    quotes,
)
from commonground.ingest.files.layout import UnknownSeparator
from commonground.ingest.files.quotes import UnclosedQuote

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend as DuckDB

NASTY = st.text(st.sampled_from("ab \",;\t|\n\r'é中🙂\u2028\ufeff"), max_size=8) | st.text(
    st.characters(codec="utf-8", exclude_characters="\0\ufdd0"), max_size=5
)
"""Values with all that a CSV file quotes, and anything else that is text."""

PIECES = st.sampled_from(["a", '"', ",", "\n", '""', "\r\n", "é", '"x"', "\r", " ", '"q\nr"'])
"""What files with broken quotes and ragged rows are made of."""

MOST_MEGABYTES = 500
"""What reading may hold, the libraries' own 200 included, whatever the size of the file."""

MEASURED = """
import re, sys
from functools import partial
from pathlib import Path
from commonground.ingest.engines import duckdb_engine
from commonground.ingest.files import open_rows
folder = Path(sys.argv[1])
engine = duckdb_engine(spill=folder / "spill", memory_mb=200)
found = open_rows(folder / "big.csv", engine=engine, scratch=folder)
rows = found.table.count().execute()
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(rows, int(peak[1]) // 1024)
"""


def test_reads_values_as_text_and_nothing_as_null(opened: Callable[..., Any]) -> None:
    found = opened("a.csv", ' id , what\n007,"a ""b"", c"\n1e5,\n," x "\n')

    assert found.columns == ("id", "what")
    assert found.rows == [
        {"id": "007", "what": 'a "b", c', ROW: 1},
        {"id": "1e5", "what": None, ROW: 2},
        {"id": None, "what": " x ", ROW: 3},
    ]
    assert not found.unreadable
    assert not found.notes


def test_puts_rows_of_the_wrong_length_aside(opened: Callable[..., Any]) -> None:
    found = opened("a.csv", 'a,b,c\n1,2,3\n1\n4,5,6\n1,2,3,4\n"7","8\n9"\n7,8,9\n')

    assert [row[ROW] for row in found.rows] == [1, 3, 6]
    assert found.unreadable == [
        {ROW: 2, "text": "1", "reason": "1 value where the header has 3."},
        {ROW: 4, "text": "1,2,3,4", "reason": "4 values where the header has 3."},
        {
            ROW: 5,
            "text": '"7","8\n9"',
            "reason": "2 values where the header has 3, over several lines: perhaps a quote does "
            "not close.",
        },
    ]


def test_keeps_only_the_start_of_a_long_unreadable_row(opened: Callable[..., Any]) -> None:
    found = opened("a.csv", "a,b\n1,2\n" + "x" * 999 + "\n")

    assert found.unreadable[0]["text"] == "x" * 200


def test_neither_reads_nor_counts_blank_lines(opened: Callable[..., Any]) -> None:
    found = opened("a.csv", "\n\na,b\r\n\r\n1,2\r\n\r\n\r\n,\r\n\r\n")

    assert found.rows == [{"a": "1", "b": "2", ROW: 1}, {"a": None, "b": None, ROW: 2}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_reads_the_line_ends_of_every_system(opened: Callable[..., Any], end: str) -> None:
    found = opened("a.csv", end.join(["a,b", '1,"x\ny"', "2,z"]))

    assert [row["b"] for row in found.rows] == ["x\ny", "z"]


@pytest.mark.parametrize(
    ("mark", "name"), [(";", "';'"), ("\t", "tabs"), ("|", r"'\|'"), (",", None)]
)
def test_finds_out_the_separator(opened: Callable[..., Any], mark: str, name: str | None) -> None:
    lines = [["id", "x"], ["1", '"1,5; or | so"'], ["2", '"a\n,;|b"'], ["3", "c"]]

    found = opened("a.txt", "\n".join(mark.join(line) for line in lines))

    assert found.columns == ("id", "x")
    assert len(found.rows) == 3
    assert bool(found.notes) is bool(name)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Crime report\nid;what\n1;a\n2;b\n", "(skip_lines)"),
        ("id\n1\n2\n", "Name the separator"),
        ("a;b|c\n1;2|3\n", "';' and '|' split its first rows equally well"),
    ],
)
def test_refuses_to_guess_a_separator(opened: Callable[..., Any], content: str, words: str) -> None:
    with pytest.raises(UnknownSeparator) as refusal:
        opened("a.csv", content)

    assert words in str(refusal.value)


def test_reads_what_it_is_told_of_a_file(opened: Callable[..., Any]) -> None:
    content = "Crime report, 'all'\r\nas of\r\n\r\na:b\r\n'1:2':3\r\n"

    found = opened("a.csv", content, separator=":", quote="'", skip_lines=2)

    assert found.rows == [{"a": "1:2", "b": "3", ROW: 1}]


def test_reads_a_single_column_whose_separator_is_named(opened: Callable[..., Any]) -> None:
    found = opened("a.csv", 'a\n1\n\n""\n2,3\n', separator=",")

    assert [row["a"] for row in found.rows] == ["1", None]
    assert found.unreadable[0][ROW] == 3


def test_reads_inch_marks_where_nothing_is_quoted(opened: Callable[..., Any]) -> None:
    found = opened("a.csv", 'a,b\n"5,6\n7,8"\n', quote="")

    assert [row["a"] for row in found.rows] == ['"5', "7"]


def test_leaves_out_a_column_without_name_or_values(opened: Callable[..., Any]) -> None:
    found = opened("a.csv", "a,b,\n1,2,\n3,4,\n")

    assert found.columns == ("a", "b")
    assert not found.notes


def test_reads_rows_that_end_in_a_separator(opened: Callable[..., Any]) -> None:
    assert opened("a.csv", "a,b\n1,2,\n3,4,\n").columns == ("a", "b")


def test_names_a_column_that_has_values_but_no_name(opened: Callable[..., Any]) -> None:
    found = opened("a.csv", "a,,b\n1,,2\n3,x,4\n")

    assert found.columns == ("a", "column_2", "b")
    assert "Column 2 has no name in the header" in found.notes


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("a,b,a ", "2 columns named 'a'"),
        ("Date,x,DATE", "differ in capital letters only"),
        ("a,_row,b", "named '_row'"),
        ("a,,column_2", "2 columns named 'column_2'"),
    ],
)
def test_refuses_columns_that_cannot_be_told_apart(
    opened: Callable[..., Any], header: str, words: str
) -> None:
    with pytest.raises(RepeatedColumn, match=words):
        opened("a.csv", f"{header}\n1,2,3\n")


def test_keeps_odd_names_as_they_are(opened: Callable[..., Any]) -> None:
    header = ['say "x"', "from", "a.b", "Größe", "two\nlines", "1st"]
    text = io.StringIO()
    csv.writer(text).writerows([header, list("123456")])

    found = opened("a.csv", text.getvalue())

    assert found.rows == [dict(zip(header, "123456", strict=True)) | {ROW: 1}]


@pytest.mark.parametrize("content", ["a,b", "a,b\n", "a,b\n\n\r\n"])
def test_refuses_a_header_without_rows(opened: Callable[..., Any], content: str) -> None:
    with pytest.raises(UnreadableFile, match="a header but no rows"):
        opened("a.csv", content)


def test_refuses_a_header_that_does_not_end(opened: Callable[..., Any]) -> None:
    with pytest.raises(UnreadableFile, match="no end of a line"):
        opened("a.csv", "a," * 50_000, separator=",")
    with pytest.raises(UnreadableFile, match="header does not end"):
        opened("a.csv", 'a,"b\n' + "1,2\n" * 50_000, separator=",")


def test_gives_a_table_without_rows_where_all_are_unreadable(opened: Callable[..., Any]) -> None:
    found = opened("a.csv", "a,b\n1\n2\n", separator=",")

    assert (found.rows, len(found.unreadable)) == ([], 2)


def test_refuses_a_quote_that_never_closes(opened: Callable[..., Any]) -> None:
    with pytest.raises(UnclosedQuote, match=r"row 2 \(line 4\) never closes"):
        opened("a.csv", 'top\na,b\n1,2\n3,"4\n5,6\n' + "7,8\n" * 99, skip_lines=1)


def test_refuses_a_quote_that_does_not_close_within_the_longest_row(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "LONG_ROW_BYTES", 500)
    monkeypatch.setattr(quotes, "LONGEST_ROW_BYTES", 1000)

    with pytest.raises(UnclosedQuote, match=r"row 1 \(line 2\)"):
        opened("a.csv", 'a,b\n1,"2\n' + "3,4\n" * 999)


def test_refuses_a_row_that_is_too_long(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "LONG_ROW_BYTES", 100)
    monkeypatch.setattr(delimited, "LONGEST_ROW_BYTES", 1000)

    assert opened("a.csv", "a,b\n1," + "x" * 900 + "\n").rows[0]["b"] == "x" * 900
    with pytest.raises(UnreadableFile, match="a row is longer than"):
        opened("a.csv", "a,b\n1," + "x" * 9999 + "\n")


def test_puts_aside_a_row_that_a_broken_quote_made_of_two(opened: Callable[..., Any]) -> None:
    found = opened("a.csv", 'a,b,c\n0,"fine\nhere",0\n1,"abc\n2,"def",y\n3,4,5\n')

    assert [row[ROW] for row in found.rows] == [1, 3]
    assert found.unreadable == [
        {
            ROW: 2,
            "text": '1,abc\n2,def",y',
            "reason": "its quotes do not pair, so that it runs from line 4 to 5.",
        }
    ]


def test_puts_aside_rows_with_a_zero_byte(opened: Callable[..., Any]) -> None:
    found = opened("a.csv", "a,b\n1,2\n3,x\0y\n4,5\n")

    assert [row[ROW] for row in found.rows] == [1, 3]
    assert found.unreadable[0]["reason"] == "a zero byte in 'b'."


def test_numbers_rows_across_blocks(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "LONG_ROW_BYTES", 256)
    rows = [f"{n}" if n % 7 == 0 else f'{n},"{n}\n{n}"' for n in range(1, 3000)]

    found = opened("a.csv", "n,x\n" + "\n".join(rows))

    assert all(row["n"] == str(row[ROW]) for row in found.rows)
    assert all(row["text"] == str(row[ROW]) for row in found.unreadable)
    assert len(found.rows) + len(found.unreadable) == 2999


@st.composite
def well_formed(draw: st.DrawFn) -> str:
    """Give a file as Python's csv module writes it, ragged rows included."""
    header = draw(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=5, unique=True))
    even = st.lists(NASTY, min_size=len(header), max_size=len(header))
    ragged = st.lists(NASTY, min_size=1, max_size=len(header) + 2)
    rows = draw(st.lists(even | ragged, min_size=1, max_size=12))
    quoting: Literal[0, 1] = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    text = io.StringIO(newline="")
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    csv.writer(text, quoting=quoting, lineterminator=end).writerows([header, *rows])
    return text.getvalue()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=well_formed())
@example(content='a\n\ufeff\n""\n')
def test_reads_every_well_formed_file_as_python_does(engine: "DuckDB", content: str) -> None:
    _assert_balanced(content, engine=engine)


@settings(max_examples=60, deadline=None)
@given(width=st.integers(1, 4), pieces=st.lists(PIECES, max_size=40))
def test_loses_no_row_of_a_file_with_broken_quotes(
    engine: "DuckDB", width: int, pieces: list[str]
) -> None:
    _assert_balanced(",".join("abcd"[:width]) + "\n" + "".join(pieces), engine=engine)


@pytest.mark.slow
def test_holds_little_of_a_large_file_in_memory(tmp_path: Path) -> None:
    row = "2019-01-01 12:00:00,NARCOTICS,POSSESSION,100 MAIN ST,37.76543210,-122.41234567\n"
    with (tmp_path / "big.csv").open("w") as big:
        big.write("at,what,more,where,y,x\n")
        for _ in range(400):
            big.write(row * 10_000)

    measured = subprocess.run(
        [sys.executable, "-c", MEASURED, str(tmp_path)], capture_output=True, text=True, check=True
    )

    rows, megabytes = map(int, measured.stdout.split())
    assert rows == 4_000_000
    assert megabytes < MOST_MEGABYTES


def _assert_balanced(content: str, *, engine: "DuckDB") -> None:
    """Hold a file's rows to those that Python's csv module finds in it."""
    header, *records = [row for row in csv.reader(io.StringIO(content, newline="")) if row]
    ended = csv.reader(io.StringIO(f"{content}\nend,end", newline=""))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.csv"
        file.write_bytes(content.encode())
        reading = partial(
            open_rows, file, engine=engine, scratch=Path(folder), text=TextFormat(separator=",")
        )
        if list(ended)[-1] != ["end", "end"]:
            with pytest.raises(UnclosedQuote):
                reading()
            return
        if not records:
            with pytest.raises(UnreadableFile, match="no rows"):
                reading()
            return
        found = reading()
        rows = found.table.order_by(ROW).to_pyarrow().to_pylist()
        apart = [] if found.unreadable is None else found.unreadable.to_pyarrow().to_pylist()

    numbers = sorted(row[ROW] for row in (*rows, *apart))
    assert numbers == list(range(1, len(records) + 1))
    for row in rows:
        record = records[row[ROW] - 1]
        assert [row[name] or "" for name in header] == record[: len(header)]
        assert not any(record[len(header) :])
    for row in apart:
        is_ragged = len(records[row[ROW] - 1]) != len(header)
        assert is_ragged or "quotes do not pair" in row["reason"]
