"""The report is written whole, the same every time, and shows no small count of people."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from commonground.find.definition import Drawing
from commonground.find.finding import find_markets
from commonground.find.found import Found
from commonground.report.market_report.documents import write_market_report
from tests.unit.find.made_up import MARKET, SINK, city
from tests.unit.report.market_report.conftest import CITY
from tests.unit.report.market_report.made_up import CRS, made_up

TEXTS = {".csv", ".html", ".json", ".svg", ".geojson"}


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return (folder / "report.html").read_text("utf-8")


def names(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*.*")}


def test_writes_the_same_bytes_again(found: Found, folder: Path, tmp_path: Path) -> None:
    files = write_market_report(
        found,
        tmp_path,
        city=CITY,
        crs=CRS,
        title="Elm & <City>",
        provenance={"Made on": "2024-01-01"},
        written_on=date(2024, 1, 1),
    )

    assert names(tmp_path) == names(folder) == {str(file.relative_to(tmp_path)) for file in files}
    for name in names(folder):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_writes_a_page_a_candidate_and_shapes_for_maps(folder: Path) -> None:
    assert names(folder) >= {
        "report.html", "report.pdf", "markets.geojson", "markets-extents.geojson",
        "markets-firm.geojson", "markets.gpkg", "tables/tables.xlsx", "figures/city.svg",
        *(f"places/{key}.{kind}" for key in ("E1", "E2", "E3") for kind in ("html", "pdf")),
    }  # fmt: skip
    assert not {"places/E4.html", "places/report.html"} & names(folder)


def test_writes_shapes_alone_where_no_documents_are_wanted(found: Found, tmp_path: Path) -> None:
    write_market_report(
        found, tmp_path, city=CITY, crs=CRS, title="Elm", provenance={}, documents=False
    )

    assert names(tmp_path) == {
        "markets.geojson", "markets-extents.geojson", "markets-firm.geojson", "markets.gpkg",
    }  # fmt: skip


def test_says_all_of_it_on_the_page(found: Found, page: str) -> None:
    text = html.unescape(page)

    assert "show 3 candidate places" in text
    assert all(caveat in text for caveat in found.caveats)
    assert "<surroundings>" not in page
    assert not re.search(r">nan<|>None<|>&lt;NA&gt;<", page)


def test_gives_every_region_of_the_page_an_id_of_its_own(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)

    assert len(ids) == len(set(ids))
    assert page.count("<desc id=") == page.count("<figure>") == 8


@pytest.mark.parametrize("name", ["report.pdf", "places/E2.pdf"])
def test_typesets_an_accessible_pdf(folder: Path, name: str) -> None:
    pdf = (folder / name).read_bytes()

    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = " ".join(" ".join(one.extract_text() for one in reader.pages).split())
    assert b"pdfuaid" in pdf
    assert "/StructTreeRoot" in reader.root_object
    assert "What speaks against it" in text
    assert "A person must look" in text


def test_says_of_a_place_only_what_may_be_handed_out(folder: Path) -> None:
    page = html.unescape((folder / "places" / "E2.html").read_text("utf-8"))

    assert "Candidate place\u00a03: 1000 block 5th St" in page
    assert "This page names nobody" in page
    assert page.count("<figure>") == 1
    assert "Criterion" not in page


def test_shows_no_small_count_of_people_in_any_file(found: Found, tmp_path: Path) -> None:
    few = replace(
        found,
        markets=tuple(
            replace(one, numbers={**one.numbers, "overdoses": 9, "drug_calls": 3})
            for one in found.markets
        ),
    )

    write_market_report(few, tmp_path, city=CITY, crs=CRS, title="Elm", provenance={})

    for file in tmp_path.rglob("*.*"):
        if file.suffix in TEXTS:
            assert "remote st" not in file.read_text("utf-8").casefold()
    geojson = (tmp_path / "markets.geojson").read_text("utf-8")
    assert set(re.findall(r'"(?:overdoses|drug_calls)": (\w+)', geojson)) == {"null"}
    card = (tmp_path / "report.html").read_text("utf-8")
    assert card.count("fewer than 11") == 6


def test_writes_that_there_is_nothing_to_be_found(tmp_path: Path) -> None:
    write_market_report(
        made_up(markets=()), tmp_path, city="Elm", crs=CRS, title="Elm", provenance={}
    )

    text = html.unescape((tmp_path / "report.html").read_text("utf-8"))
    assert "show no candidate place." in text
    assert not (tmp_path / "places").exists()


def test_reports_what_was_found_in_a_city(tmp_path: Path) -> None:
    found = find_markets(
        city(MARKET, SINK, named=True),
        drawing=Drawing(replicates=20, halves=1, relabellings=99),
    )

    write_market_report(found, tmp_path, city="Elm", crs=CRS, title="Elm", provenance={"Seed": "0"})

    text = html.unescape((tmp_path / "report.html").read_text("utf-8"))
    assert "show 1 candidate place: a small area" in text
    assert "it is an address" in text
