"""How a CSV file is laid out: what separates its values, what its header says, where rows begin."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from commonground.ingest.files.rows import TextFormat, UnreadableFile

SEPARATORS = {",": "','", ";": "';'", "\t": "tabs", "|": "'|'"}

SAMPLE_CHARACTERS = 64_000
"""What is looked at to find the separator; a header must end within it."""

LEAST_AGREEMENT = 0.5
"""Share of the first rows that must have as many values as the header."""


class UnknownSeparator(UnreadableFile):
    """A text file of which nobody said what separates its values, and it does not show."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the values of a CSV file stand.

    Parameters
    ----------
    header
        The columns' names, without surrounding spaces; ``""`` for a column without one.
    separator, quote
        One character each; the quote may be ``""``.
    starts
        Byte, in the file as UTF-8, at which the first row begins.
    lines
        Lines above that byte.
    notes
        What a person should know of how it was found.
    """

    header: tuple[str, ...]
    separator: str
    quote: str
    starts: int
    lines: int
    notes: tuple[str, ...] = ()


def find_layout(chunks: Iterable[bytes], *, file: Path, text: TextFormat) -> Layout:
    """Find out how a CSV file is laid out, from how it starts.

    Parameters
    ----------
    chunks
        The file as UTF-8; only as much is taken as is needed.
    file
        The file, for errors.
    text
        What is known of it.

    Raises
    ------
    UnknownSeparator
        If no separator splits header and rows alike, or two do so equally well.
    UnreadableFile
        If there is no header, or no end of it.
    """
    start, is_whole = _start(chunks)
    lines = io.StringIO(start, newline="").readlines()
    if not is_whole:
        lines = lines[:-1]
    body = lines[text.skip_lines :]
    if not any(line.strip("\r\n") for line in body):
        found = "no line" if is_whole else f"no end of a line in {SAMPLE_CHARACTERS:,} characters"
        raise UnreadableFile(f"{file} has {found} below the {text.skip_lines} that are skipped.")

    separator = text.separator or _separator(body, quote=text.quote, file=file)
    records = _records(body, separator=separator, quote=text.quote)
    header, header_lines = next(records)
    if header_lines == len(body) and not is_whole:
        raise UnreadableFile(
            f"{file}: its header does not end within {SAMPLE_CHARACTERS:,} "
            "characters. A quote in it may not close."
        )
    above = lines[: text.skip_lines + header_lines]
    names = [name.strip() for name in header]
    if _is_trailed([row for row, _ in records], width=len(names)):
        names.append("")

    is_found = text.separator is None and separator != ","
    return Layout(
        header=tuple(names),
        separator=separator,
        quote=text.quote,
        starts=sum(len(line.encode()) for line in above),
        lines=len(above),
        notes=(f"Separated by {SEPARATORS[separator]}, found by looking.",) if is_found else (),
    )


def _start(chunks: Iterable[bytes]) -> tuple[str, bool]:
    """Return the first characters of a file, and whether they are all of it."""
    start = b""
    for chunk in chunks:
        start += chunk
        if len(start) > SAMPLE_CHARACTERS:
            return start[:SAMPLE_CHARACTERS].decode("utf-8", errors="ignore"), False
    return start.decode(), True


def _records(lines: list[str], *, separator: str, quote: str) -> Iterator[tuple[list[str], int]]:
    """Yield each row that is not blank, with the number of lines up to its end."""
    reader = csv.reader(
        lines,
        delimiter=separator,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    for row in reader:
        if row:
            yield row, reader.line_num


def _separator(lines: list[str], *, quote: str, file: Path) -> str:
    fits = {mark: _fit(lines, separator=mark, quote=quote) for mark in SEPARATORS}
    best = max(fits.values())
    winners = [mark for mark, fit in fits.items() if fit == best]
    if best[0] < LEAST_AGREEMENT:
        first = next(line for line in lines if line.strip("\r\n")).strip()[:80]
        raise UnknownSeparator(
            f"{file}: no comma, semicolon, tab or '|' splits the first line {first!r} and the "
            "rows below into the same number of values. Name the separator, or how many lines "
            "stand above the header (skip_lines)."
        )
    if len(winners) > 1:
        names = " and ".join(SEPARATORS[mark] for mark in winners)
        raise UnknownSeparator(
            f"{file}: {names} split its first rows equally well. Name the separator."
        )
    return winners[0]


def _fit(lines: list[str], *, separator: str, quote: str) -> tuple[float, int]:
    """Return the share of rows with as many values as the header, and how many those are."""
    header, *rows = [row for row, _ in _records(lines, separator=separator, quote=quote)]
    width = len(header)
    if width == 1:
        return 0.0, 1
    agreeing = sum(len(row) == width or _is_trailed([row], width=width) for row in rows)
    return (agreeing / len(rows) if rows else 1.0), width


def _is_trailed(rows: list[list[str]], *, width: int) -> bool:
    """Whether every row ends in a separator that the header has not."""
    return bool(rows) and all(len(row) == width + 1 and not row[-1] for row in rows)
