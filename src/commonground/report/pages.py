"""Sections as one HTML page and as one PDF, for every report."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib import resources
from pathlib import Path

from commonground.report.pieces.blocks import Section

LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Page:
    """What is to be read.

    Parameters
    ----------
    title
        Its name.
    question
        What was asked, or what it is about; stands under the title.
    sections
        What it says, in order.
    written_on
        Date on the title page; none if left out.
    leads_to
        Where the keyboard's first link leads, in words.
    """

    title: str
    question: str
    sections: tuple[Section, ...]
    written_on: date | None = None
    leads_to: str = "the answer"


def write_pages(page: Page, folder: Path, *, figures: Sequence[Path]) -> list[Path]:
    """Write ``report.html`` and ``report.pdf``.

    Parameters
    ----------
    page
        What is to be read.
    folder
        Where to write; it must be there.
    figures
        Files of the figures, of which the SVG are set; each is called after its figure.

    Returns
    -------
    list of pathlib.Path
        The two files.
    """
    drawn = {file.stem: file.read_text("utf-8") for file in figures if file.suffix == ".svg"}
    html, pdf = folder / "report.html", folder / "report.pdf"
    html.write_text(_html(page, drawn), encoding="utf-8")
    pdf.write_bytes(_pdf(page, drawn))
    return [html, pdf]


def _html(page: Page, drawn: dict[str, str]) -> str:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    inline = {name: _inline(name, svg) for name, svg in drawn.items()}
    return environment.get_template("report.html.j2").render(
        page=page, figures=inline, language=LANGUAGE
    )


def _inline(name: str, svg: str) -> str:
    """Make a figure fit to stand in a page: with ids of its own, and read out as one thing."""
    svg = re.sub(r'\b(id="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r' (aria-[a-z]+|role|tabindex)="[^"]*"', "", svg)
    head = f'<svg role="img" aria-labelledby="{name}-title {name}-desc" '
    return svg.replace("<svg ", head, 1)


def _pdf(page: Page, drawn: dict[str, str]) -> bytes:
    import typst

    content = {
        "title": page.title,
        "question": page.question,
        "language": LANGUAGE,
        "written_on": page.written_on.isoformat() if page.written_on else None,
        "sections": [asdict(section) for section in page.sections],
    }
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "content.json").write_text(json.dumps(content), encoding="utf-8")
        (folder / "report.typ").write_text(_template("report.typ"), encoding="utf-8")
        for name, svg in drawn.items():
            (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
        return bytes(
            typst.compile(
                str(folder / "report.typ"),
                root=str(folder),
                ignore_system_fonts=True,
                pdf_standards=["ua-1"],
                timestamp=0,
            )
        )


def _template(name: str) -> str:
    folder = resources.files("commonground.report") / "templates"
    return (folder / name).read_text(encoding="utf-8")
