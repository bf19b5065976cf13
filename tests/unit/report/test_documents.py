"""The page and the PDF say the same, to everybody, and ask nothing of the network."""

import io
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.content import Document
from commonground.report.documents import write_report
from commonground.report.numbers import GAP
from commonground.report.prose import paragraph
from commonground.report.tables import microsynth_text

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """What a browser, or a screen reader, would find in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.headings: list[int] = []
        self.broken: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.broken.append(tag)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def document(effect: Effect, as_microsynth: Effect) -> Document:
    return Document(
        title="Elm Street & <after>",
        question="Did it help?",
        effect=effect,
        as_microsynth=as_microsynth,
        provenance={"seed": "0", "panel": "abc123"},
        written_on=date(2024, 2, 29),
    )


@pytest.fixture(scope="module")
def folder(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_report(document, folder)
    return folder


@pytest.fixture(scope="module")
def html(folder: Path) -> str:
    return (folder / "report.html").read_text("utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


@pytest.fixture(scope="module")
def pdf(folder: Path) -> bytes:
    return (folder / "report.pdf").read_bytes()


def test_says_the_whole_answer_and_every_caveat(html: str, effect: Effect) -> None:
    escaped = html.replace("&#39;", "'").replace("&lt;", "<")

    assert paragraph(effect) in escaped
    assert all(caveat in escaped for caveat in effect.caveats)
    assert "abc123" in html
    assert "Linear.pVal" in html


def test_prints_the_exact_result_beside_that_of_microsynth(html: str, effect: Effect) -> None:
    listings = re.findall(r"<pre [^>]*>(.*?)</pre>", html, flags=re.DOTALL)

    assert listings[1] == microsynth_text(effect, linear="clustered")
    assert listings[0] != listings[1]


def test_says_which_kinds_may_put_a_verdict_in_doubt(html: str) -> None:
    assert "of the others only jackknife and placebo areas may put its verdict in doubt" in html


def test_says_which_changes_p_asks_for(html: str) -> None:
    captions = re.findall(r"<caption><span>(.*?)</span>", html)

    asking = [caption for caption in captions if "p asks for any change" in caption]
    assert len(asking) == 4


def test_closes_every_tag_and_escapes_what_it_is_given(page: Page, html: str) -> None:
    assert page.broken == []
    assert page.open == []
    assert "<after>" not in html


def test_asks_nothing_of_the_network_and_runs_no_script(page: Page, html: str) -> None:
    names = r'(?:src|href|action|poster)="(?!#)'
    assert re.findall(names, html) == []
    assert re.findall(r"@import|url\((?!#)", html) == []
    assert page.all("script") == []


def test_has_a_language_one_main_heading_and_headings_in_order(page: Page) -> None:
    steps = [b - a for a, b in zip(page.headings, page.headings[1:], strict=False)]

    assert page.all("html")[0]["lang"] == "en"
    assert page.headings.count(1) == 1
    assert page.headings[0] == 1
    assert max(steps) <= 1


def test_leads_the_keyboard_to_the_answer(page: Page) -> None:
    targets = {attributes["id"] for _, attributes in page.tags if "id" in attributes}

    links = [link["href"] or "" for link in page.all("a")]
    assert page.all("a")[0]["class"] == "skip"
    assert all(link.removeprefix("#") in targets for link in links)


def test_tells_what_each_figure_shows(page: Page, html: str) -> None:
    figures = [svg for svg in page.all("svg") if "role" in svg]
    described = re.findall(r'<desc id="([a-z]+-desc)">([^<]{40,})</desc>', html)

    assert len(figures) == len(page.all("figure")) == 5
    assert {svg["aria-labelledby"] for svg in figures} == {
        f"{name.removesuffix('desc')}title {name}" for name, _ in described
    }


def test_gives_every_id_once(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]

    assert len(ids) == len(set(ids))


def test_captions_every_table_and_scopes_its_heads(page: Page) -> None:
    assert len(page.all("caption")) == len(page.all("table")) > 3
    assert all(head["scope"] in {"col", "row"} for head in page.all("th"))


def test_typesets_the_same_as_an_accessible_pdf(pdf: bytes, effect: Effect) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))

    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert reader.metadata is not None
    assert reader.metadata.title == "Elm Street & <after>"
    assert b"pdfuaid" in pdf
    assert str(reader.root_object["/Lang"]) == "en"
    assert "/StructTreeRoot" in reader.root_object
    first = paragraph(effect).replace(GAP, " ").split(". ")[0]
    assert first in text.replace(GAP, " ")
    assert "can't tell" in text
    assert f"1 of {len(reader.pages)}" in text


def test_typesets_the_same_bytes_again(document: Document, pdf: bytes, tmp_path: Path) -> None:
    write_report(document, tmp_path)

    assert (tmp_path / "report.pdf").read_bytes() == pdf


def test_writes_everything_into_one_folder(plain_effect: Effect, tmp_path: Path) -> None:
    bare = Document(title="Bare", question="What then?", effect=plain_effect, fewest=45)

    files = write_report(bare, tmp_path / "run")

    assert all(file.is_file() for file in files)
    assert {file.name for file in files} >= {"report.html", "report.pdf", "tables.xlsx"}
    text = (tmp_path / "run" / "report.html").read_text("utf-8")
    assert "are withheld" in text
    assert "R microsynth would print" not in text
    assert not re.search(r">nan<|>None<", text)
