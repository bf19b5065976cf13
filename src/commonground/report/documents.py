"""The report as one HTML page and as one PDF, both from the same content."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import asdict, replace
from importlib import resources
from pathlib import Path

from commonground.report.content import Document, sections
from commonground.report.figures import write_figures
from commonground.report.names import named
from commonground.report.tables import write_tables
from commonground.report.withheld import withheld

LANGUAGE = "en"


def write_report(document: Document, folder: Path) -> list[Path]:
    """Write tables, figures, the HTML page and the PDF of one result.

    Parameters
    ----------
    document
        What to report.
    folder
        Where to write; made if it is not there.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shown = _shown(document)
    tables = write_tables(document.effect, folder / "tables", fewest=document.fewest)
    figures = write_figures(shown.effect, folder / "figures")
    drawn = {file.stem: file.read_text("utf-8") for file in figures if file.suffix == ".svg"}
    html, pdf = folder / "report.html", folder / "report.pdf"
    html.write_text(_html(shown, drawn), encoding="utf-8")
    pdf.write_bytes(_pdf(shown, drawn))
    return [html, pdf, *tables, *figures]


def _shown(document: Document) -> Document:
    """Withhold small counts and give outcomes their names, once, before anything is written."""
    fewest, as_microsynth = document.fewest, document.as_microsynth
    return replace(
        document,
        effect=named(withheld(document.effect, fewest=fewest), document.names),
        as_microsynth=as_microsynth
        and named(withheld(as_microsynth, fewest=fewest), document.names),
        fewest=0,
    )


def _html(document: Document, drawn: dict[str, str]) -> str:
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
        document=document, sections=sections(document), figures=inline, language=LANGUAGE
    )


def _inline(name: str, svg: str) -> str:
    """Make a figure fit to stand in a page: with ids of its own, and read out as one thing."""
    svg = re.sub(r'\b(id="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r' (aria-[a-z]+|role|tabindex)="[^"]*"', "", svg)
    head = f'<svg role="img" aria-labelledby="{name}-title {name}-desc" '
    return svg.replace("<svg ", head, 1)


def _pdf(document: Document, drawn: dict[str, str]) -> bytes:
    import typst

    content = {
        "title": document.title,
        "question": document.question,
        "language": LANGUAGE,
        "written_on": document.written_on.isoformat() if document.written_on else None,
        "sections": [asdict(section) for section in sections(document)],
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
