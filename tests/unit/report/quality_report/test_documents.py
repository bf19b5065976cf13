"""The quality report says all there is to know, and no more, on the page and in the PDF."""

import html
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from commonground.ingest.balance import Balance
from commonground.ingest.ingesting import Ingested
from commonground.report.numbers import GAP
from commonground.report.pieces.blocks import Section
from commonground.report.quality_report.documents import write_quality_report
from commonground.report.quality_report.sections import balance_sentences, ingest_sections
from commonground.report.quality_report.tables import shown

TEXTS = {".csv", ".html", ".json", ".svg"}

HEADINGS = [
    "What came of the rows",
    "What to know before using them",
    "Where",
    "When",
    "What",
    "What was left out about persons",
    "Notes from reading",
    "Where this came from",
    "Words used here",
]


def said(sections: tuple[Section, ...]) -> str:
    """Return all words of some sections."""
    blocks = [block for section in sections for block in section.blocks]
    cells = [cell for block in blocks for row in (block.columns, *block.rows) for cell in row]
    items = [
        " ".join(item) if isinstance(item, tuple) else item
        for block in blocks
        for item in block.items
    ]
    return "\n".join([*(block.text for block in blocks), *items, *cells])


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return (folder / "report.html").read_text("utf-8")


def test_writes_the_page_the_pdf_the_tables_and_the_figures(
    ingested: Ingested, folder: Path, tmp_path: Path
) -> None:
    files = write_quality_report(
        ingested,
        tmp_path / "again",
        title="Elm & <City>",
        provenance={"Made on": "2021-01-01"},
        written_on=date(2021, 1, 1),
    )

    names = {str(file.relative_to(tmp_path / "again")) for file in files}
    assert names >= {"report.html", "report.pdf", "tables/tables.xlsx", "figures/months.svg"}
    assert names == {str(file.relative_to(folder)) for file in folder.rglob("*.*")}
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()


def test_says_the_balance_and_every_finding_on_the_page(ingested: Ingested, page: str) -> None:
    text = html.unescape(page)
    assert balance_sentences(ingested.balance, files=2) in text
    assert all(finding in text for finding in ingested.quality.findings)
    assert "<surroundings>" not in page
    assert "Skip to what came of the rows" in page
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page) == HEADINGS
    assert not re.search(r">nan<|>None<|>&lt;NA&gt;<", page)


def test_gives_every_region_of_the_page_a_name_and_every_id_once(page: str) -> None:
    names = re.findall(r'role="region" aria-label="([^"]+)"', page)
    ids = re.findall(r' id="([^"]+)"', page)

    assert len(names) == len(set(names)) > 5
    assert len(ids) == len(set(ids))
    assert page.count("<desc id=") == page.count("<figure>") == 6


def test_typesets_the_same_as_an_accessible_pdf(folder: Path) -> None:
    pdf = (folder / "report.pdf").read_bytes()

    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert b"pdfuaid" in pdf
    assert reader.metadata is not None
    assert reader.metadata.title == "Elm & <City>"
    assert "/StructTreeRoot" in reader.root_object
    assert all(heading in text for heading in HEADINGS)


def test_shows_no_house_number_and_no_point_of_an_overdose_in_any_file(folder: Path) -> None:
    texts = [file.read_text("utf-8") for file in folder.rglob("*.*") if file.suffix in TEXTS]

    assert len(texts) > 20
    for text in texts:
        assert "123 ELM" not in text
        assert "551123" not in text
        assert "SMALL ST" not in text
    points = (folder / "tables" / "points.csv").read_text("utf-8").splitlines()
    assert points[-1] == "overdose,59,20,"


def test_leaves_out_what_there_is_nothing_to_say_of(bare: Ingested) -> None:
    sections = ingest_sections(shown(bare), provenance={})

    assert [section.heading for section in sections] == [
        heading
        for heading in HEADINGS
        if heading not in {"What to know before using them", "Notes from reading"}
    ]
    figures = [block.figure for one in sections for block in one.blocks if block.figure]
    assert figures == ["months"]


def test_says_it_where_the_absence_matters(bare: Ingested) -> None:
    words = said(ingest_sections(shown(bare), provenance={}))

    assert "No record has coordinates: nothing can be said of where." in words
    assert "No record says at what hour" in words
    assert "The records do not say whether police or citizens started them." in words
    assert "do not say what happened indoors" in words
    assert "do not say when they were made" in words
    assert "Every incident is one row of the files." in words
    assert "No column that was left unread seems to be about persons." in words
    assert "rejects.csv" not in words


def test_tells_what_was_left_out_about_persons_and_in_how_many_files(ingested: Ingested) -> None:
    words = said(ingest_sections(shown(ingested), provenance={}))

    assert "Officer (its name) in 2 files, the first one.csv" in words
    assert "DOB (its content) in one.csv" in words
    assert "The city file asks for 'DispatchName'" in words


def test_marks_thin_months_unknown_offences_and_withheld_counts(ingested: Ingested) -> None:
    words = said(ingest_sections(shown(ingested), provenance={}))

    assert "20*" in words
    assert "Offences that no rule of the city file knows" in words
    assert "WEIRD THING" in words
    assert "Fewer than 11 overdoses at one point are not shown." in words
    assert "Overdoses are never listed by place." in words
    assert "2020-02-01\n2020-02-29\nless than half the usual number" in words
    assert "2020-05-01\n2020-05-31\nno incident at all" in words


def test_says_where_it_came_from(ingested: Ingested) -> None:
    words = said(ingest_sections(shown(ingested), provenance={"Made on": "2021-01-01"}))

    assert "Source Elm City Police" in words
    assert "Note of the city file Points are moved." in words
    assert "Made on 2021-01-01" in words


def test_says_no_source_twice(ingested: Ingested) -> None:
    words = said(ingest_sections(shown(ingested), provenance={"By": "Elm City Police"}))

    assert words.count("Elm City Police") == 1


def test_shows_the_point_without_a_street_where_no_record_has_one(ingested: Ingested) -> None:
    ingested.quality.busiest["location"] = None

    blocks = [b for s in ingest_sections(shown(ingested), provenance={}) for b in s.blocks]

    table = next(block for block in blocks if "Near" in block.columns)
    assert table.columns == ("Near", "Incidents", "Days")
    assert all(len(row) == 3 for row in table.rows)


@pytest.mark.parametrize(
    ("balance", "sentence"),
    [
        (
            Balance(rows=10, kept=6, merged=2, cancelled=2, rejected={}),
            "10 rows of 1 file tell of 6 incidents. Of the other rows 2 are further rows of the "
            "same incidents and 2 are reversals with the records they reverse. Every row is "
            "accounted for.",
        ),
        (
            Balance(rows=10, kept=10, merged=0, cancelled=0, rejected={}),
            "10 rows of 1 file tell of 10 incidents. Every row is accounted for.",
        ),
    ],
)
def test_says_what_came_of_the_rows(balance: Balance, sentence: str) -> None:
    assert balance_sentences(balance, files=1).replace(GAP, " ") == sentence


def test_lists_the_first_of_many_files(ingested: Ingested) -> None:
    many = replace(ingested, parts=ingested.parts * 30)

    words = said(ingest_sections(shown(many), provenance={}))

    assert "the first 40 of 60; tables/files.csv lists them all" in words


def test_says_that_agencies_have_no_day_in_common(ingested: Ingested) -> None:
    apart = replace(ingested, covers=(date(2021, 1, 1), date(2020, 1, 1)))

    words = said(ingest_sections(shown(apart), provenance={}))

    assert "There is no day that the records of every agency reach." in words
