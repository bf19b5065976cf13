"""Quotes that do not pair: they would make many rows of a CSV file into one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from commonground.ingest.files.layout import Layout
from commonground.ingest.files.rows import UnreadableFile

LONGEST_ROW_BYTES = 16 << 20
"""The boundary of a whole state, written out, fits; a longer row is a quote that never closes."""


class UnclosedQuote(UnreadableFile):
    """A quote after which the rest of the file is one value."""


class _Grammar:
    """Values, separators and quotes as patterns; a quote counts where a value begins.

    What may not be tried again is an atomic group: Python before 3.11.5 matches a possessive
    repeat of a group wrongly (gh-106052).
    """

    def __init__(self, *, separator: str, quote: str) -> None:
        mark, other = re.escape(separator.encode()), re.escape(quote.encode())
        inside = rb"(?>[^%b]*(?:%b%b[^%b]*)*)" % (other, other, other, other)
        plain = rb"(?!%b)[^%b]*+" % (other, mark)
        closed = rb"%b%b%b" % (other, inside, other)
        value = rb"(?:%b[^%b]*+|%b)" % (closed, mark, plain)
        paired = rb"(?:%b\x20*+|%b)" % (closed, plain)
        self.quote = quote.encode()
        self._closing = re.compile(rb"%b%b[^%b]*+" % (inside, other, mark))
        self._values = re.compile(rb"(?>(?:%b%b)*)%b" % (value, mark, value))
        self._paired = re.compile(rb"(?>(?:%b%b)*)%b" % (paired, mark, paired))
        self._mark = separator.encode()

    def ends_inside(self, line: bytes, *, began_inside: bool) -> bool:
        """Whether a quote is still open where this line ends."""
        if self.quote not in line:
            return began_inside
        rest = line
        if began_inside:
            closing = self._closing.match(line)
            if closing is None:
                return True
            rest = line[closing.end() :].removeprefix(self._mark)
        return self._values.fullmatch(rest) is None

    def is_paired(self, record: bytes) -> bool:
        """Whether each quote that closes is followed by the end of its value."""
        return self._paired.fullmatch(record) is not None


def broken_rows(chunks: Iterable[bytes], *, file: Path, layout: Layout) -> dict[int, str]:
    """Find the rows that run over several lines because their quotes do not pair.

    Parameters
    ----------
    chunks
        The file as UTF-8, from its first row on.
    file
        The file, for errors.
    layout
        How it is laid out; its quote is not ``""``.

    Returns
    -------
    dict
        The reason, by the number of the row.

    Raises
    ------
    UnclosedQuote
        If a quote does not close before the end, or within `LONGEST_ROW_BYTES`.
    """
    grammar = _Grammar(separator=layout.separator, quote=layout.quote)
    broken: dict[int, str] = {}
    record: list[bytes] = []
    row = opened = size = 0
    for number, line in enumerate(_lines(chunks), start=layout.lines + 1):
        content = line.rstrip(b"\r\n")
        if not record:
            if not content:
                continue
            row, opened, size = row + 1, number, 0
        is_open = grammar.ends_inside(content, began_inside=bool(record))
        if not is_open and not record:
            continue
        record.append(line)
        size += len(line)
        if size > LONGEST_ROW_BYTES:
            raise _unclosed(file, row=row, line=opened)
        if not is_open:
            if not grammar.is_paired(b"".join(record).rstrip(b"\r\n")):
                broken[row] = (
                    f"its quotes do not pair, so that it runs from line {opened:,} to {number:,}"
                )
            record = []
    if record:
        raise _unclosed(file, row=row, line=opened)
    return broken


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines with their ends, which may be those of any system."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).splitlines(keepends=True) or [b""]
        yield from lines
    yield from rest.splitlines(keepends=True)


def _unclosed(file: Path, *, row: int, line: int) -> UnclosedQuote:
    return UnclosedQuote(
        f"{file}: a quote in row {row:,} (line {line:,}) never closes, so that all below it would "
        'be one value. Mend that line or, if values are not quoted in this file, say quote = "".'
    )
