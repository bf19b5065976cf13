"""The report as one HTML page and as one PDF, both from the same content."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from commonground.report.content import Document, sections
from commonground.report.figures import write_figures
from commonground.report.names import named
from commonground.report.pages import Page, write_pages
from commonground.report.tables import write_tables
from commonground.report.withheld import withheld


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
    page = Page(
        title=shown.title,
        question=shown.question,
        sections=sections(shown),
        written_on=shown.written_on,
    )
    return [*write_pages(page, folder, figures=figures), *tables, *figures]


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
