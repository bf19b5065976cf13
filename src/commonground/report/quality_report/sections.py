"""What a quality report says, in order; the templates only decide how it looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from commonground.ingest.balance import Balance
from commonground.ingest.ingesting import INCIDENTS, REJECTS, Ingested
from commonground.report.numbers import count, share, together
from commonground.report.pieces.blocks import Block, Section, table_block
from commonground.report.pieces.glossary import RECORD_TERMS
from commonground.report.quality_report.tables import balance_rows, file_rows
from commonground.report.quality_report.what import what
from commonground.report.quality_report.when import when
from commonground.report.quality_report.where import where

MOST_FILES = 40
"""Files that are listed; the table on file has all."""


def ingest_sections(ingested: Ingested, *, provenance: Mapping[str, str]) -> tuple[Section, ...]:
    """Return the sections of a quality report, in order.

    Parameters
    ----------
    ingested
        What came of it, as `tables.shown` returns it.
    provenance
        Where it came from: versions, hashes.
    """
    parts: list[tuple[str, Iterator[Block]]] = [
        ("What came of the rows", _rows(ingested)),
        ("What to know before using them", _findings(ingested)),
        ("Where", where(ingested.quality)),
        ("When", when(ingested.quality)),
        ("What", what(ingested.quality)),
        ("What was left out about persons", _persons(ingested)),
        ("Notes from reading", _notes(ingested)),
        ("Where this came from", _provenance(ingested, provenance)),
        ("Words used here", _words()),
    ]
    made = [Section(heading, tuple(blocks)) for heading, blocks in parts]
    return tuple(section for section in made if section.blocks)


def balance_sentences(balance: Balance, *, files: int) -> str:
    """Return what came of the rows as a paragraph.

    Parameters
    ----------
    balance
        What became of every row.
    files
        How many files the rows are from.
    """
    ends = {
        "are further rows of the same incidents": balance.merged,
        "are reversals with the records they reverse": balance.cancelled,
        "could not be used": balance.rejections,
    }
    others = [f"{count(rows)} {became}" for became, rows in ends.items() if rows]
    source = "1 file" if files == 1 else f"{count(files)} files"
    rest = f" Of the other rows {together(others)}." if others else ""
    return (
        f"{count(balance.rows)} rows of {source} tell of {count(balance.kept)} incidents.{rest} "
        "Every row is accounted for."
    )


def _rows(ingested: Ingested) -> Iterator[Block]:
    balance = ingested.balance
    yield Block("lead", text=balance_sentences(balance, files=len(ingested.parts)))
    yield from _covers(ingested)
    yield table_block(
        "What became of every row; the numbers add up.",
        ["Rows", "Number", "Share"],
        [
            *(
                (became, count(rows), share(rows, balance.rows))
                for became, rows in balance_rows(balance)
            ),
            ("all rows", count(balance.rows), share(balance.rows, balance.rows)),
        ],
        text_columns=(0,),
    )
    if balance.rejections:
        yield Block(
            "text",
            text=(
                f"The rejected rows are in {REJECTS}, beside {INCIDENTS}: each with its file, its "
                "number there, the reason, and the value that caused it."
            ),
        )
    files = file_rows(ingested)
    more = f", the first {MOST_FILES} of {count(len(files))}; tables/files.csv lists them all"
    yield table_block(
        f"What was read{more if len(files) > MOST_FILES else ''}.",
        ["File", "Layouts", "Rows"],
        [(name, layouts, count(rows)) for name, rows, layouts in files[:MOST_FILES]],
        text_columns=(0, 1),
    )


def _covers(ingested: Ingested) -> Iterator[Block]:
    if ingested.covers is None:
        return
    first, last = ingested.covers
    if first > last:
        text = "There is no day that the records of every agency reach."
    else:
        text = (
            f"The records of every agency reach from {first.day} {first:%B %Y} to "
            f"{last.day} {last:%B %Y}."
        )
    yield Block("text", text=text)


def _findings(ingested: Ingested) -> Iterator[Block]:
    if ingested.quality.findings:
        yield Block("list", items=ingested.quality.findings)


def _persons(ingested: Ingested) -> Iterator[Block]:
    files: dict[str, list[str]] = {}
    for part in ingested.parts:
        for person in part.persons:
            files.setdefault(person, []).append(part.name)
    read = ingested.city.file.persons
    if files:
        yield Block("text", text="These columns seem to be about persons, and were not read:")
        yield Block("terms", items=tuple((what, _in(names)) for what, names in files.items()))
    else:
        yield Block("text", text="No column that was left unread seems to be about persons.")
    if read:
        yield Block(
            "text",
            text=(
                f"The city file asks for {together([repr(name) for name in read])} although "
                "the name or the content is like that of a column about persons."
            ),
        )


def _in(names: list[str]) -> str:
    if len(names) == 1:
        return f"in {names[0]}"
    return f"in {count(len(names))} files, the first {names[0]}"


def _notes(ingested: Ingested) -> Iterator[Block]:
    if ingested.notes:
        yield Block("list", items=ingested.notes)


def _provenance(ingested: Ingested, provenance: Mapping[str, str]) -> Iterator[Block]:
    city = ingested.city
    said = {
        "City": city.file.city,
        "Source": city.file.source,
        "Note of the city file": city.file.note and " ".join(city.file.note.split()),
        "Time zone": city.file.time_zone,
        "Coordinate system": city.file.crs,
        "City file": f"SHA-256 {city.fingerprint}",
    }
    told = set(provenance.values())
    items = {what: text for what, text in said.items() if text and text not in told}
    items |= provenance
    yield Block("terms", items=tuple(items.items()))


def _words() -> Iterator[Block]:
    yield Block("terms", items=tuple(RECORD_TERMS.items()))
