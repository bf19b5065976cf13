"""The quality report as files: one HTML page and one PDF, tables and figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from commonground.ingest.ingesting import Ingested
from commonground.report.pages import Page, write_pages
from commonground.report.quality_report.figures import write_ingest_figures
from commonground.report.quality_report.sections import ingest_sections
from commonground.report.quality_report.tables import shown, write_ingest_tables


def write_quality_report(
    ingested: Ingested,
    folder: Path,
    *,
    title: str,
    provenance: Mapping[str, str],
    written_on: date | None = None,
) -> list[Path]:
    """Write tables, figures, the HTML page and the PDF of an ingest.

    Parameters
    ----------
    ingested
        What came of it. What may not be shown of places is left out here.
    folder
        Where to write; made if it is not there.
    title
        Name of the report.
    provenance
        Where it came from: versions, hashes. What the city file says of it is added.
    written_on
        Date on the title page; none if left out.

    Returns
    -------
    list of pathlib.Path
        The files written: ``report.html``, ``report.pdf``, ``tables/`` and ``figures/``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    safe = shown(ingested)
    tables = write_ingest_tables(safe, folder / "tables", title=title)
    figures = write_ingest_figures(safe.quality, folder / "figures")
    page = Page(
        title=title,
        question=f"What the records of {safe.city.file.city} can show, and what they cannot.",
        sections=ingest_sections(safe, provenance=provenance),
        written_on=written_on,
        leads_to="what came of the rows",
    )
    return [*write_pages(page, folder, figures=figures), *tables, *figures]
