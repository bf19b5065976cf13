"""Found places as files: a report, a page for each candidate place, and shapes for maps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from commonground.core.market import Shape
from commonground.find.found import Found
from commonground.report.market_report.content import Content, Place, content_of
from commonground.report.market_report.designs.geojson import FOLDER as DESIGNS
from commonground.report.market_report.designs.geojson import write_designs
from commonground.report.market_report.figures import map_figure, write_market_figures
from commonground.report.market_report.geography import write_geography
from commonground.report.market_report.places.page import place_sections
from commonground.report.market_report.sections import market_sections
from commonground.report.market_report.tables import write_market_tables
from commonground.report.pages import Page, write_pages


def write_market_report(  # noqa: PLR0913  what was found, of where, and what to say of it
    found: Found,
    folder: Path,
    *,
    city: str,
    crs: str,
    title: str,
    provenance: Mapping[str, str],
    streets: Sequence[Shape] | None = None,
    street_names: Sequence[str] = (),
    written_on: date | None = None,
    documents: bool = True,
) -> list[Path]:
    """Write shapes, tables, figures, the report, and a page for each candidate place.

    Parameters
    ----------
    found
        What was found. What may not be shown is left out here.
    folder
        Where to write; made if it is not there.
    city
        Name of the city.
    crs
        Coordinate system of its metres, as in ``EPSG:26910``.
    title
        Name of the report.
    provenance
        Where it came from: versions, hashes.
    streets
        Lines of its streets in metres, if they are known; here they are only drawn.
    street_names
        Name of each of them, empty where there is none.
    written_on
        Date on the title page; none if left out.
    documents
        Whether to write more than the shapes.

    Returns
    -------
    list of pathlib.Path
        The files written: ``markets.geojson`` with its companions ``markets-extents.geojson`` and
        ``markets-firm.geojson``, ``markets.gpkg``, ``designs/``, ``report.html``, ``report.pdf``,
        ``places/``, ``tables/`` and ``figures/``. The same places give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    content = content_of(
        found,
        city=city,
        crs=crs,
        streets=streets,
        street_names=street_names,
        provenance=provenance,
    )
    shapes = [*write_geography(content, folder), *write_designs(content, folder / DESIGNS)]
    if not documents:
        return shapes
    tables = write_market_tables(content, folder / "tables", title=title)
    figures = write_market_figures(content, folder / "figures")
    page = Page(
        title=title,
        question=(
            f"Where the records of {city} show what may be open-air drug markets, what speaks "
            "against it, and what they cannot show."
        ),
        sections=market_sections(content),
        written_on=written_on,
    )
    pages = write_pages(page, folder, figures=figures)
    places = _write_places(content, folder / "places", figures=figures, written_on=written_on)
    return [*pages, *places, *shapes, *tables, *figures]


def _write_places(
    content: Content, folder: Path, *, figures: Sequence[Path], written_on: date | None
) -> list[Path]:
    """Write a page for each candidate place, called after its id."""
    if content.candidates:
        folder.mkdir(exist_ok=True)
    return [
        file
        for place in content.candidates
        for file in _write_place(content, place, folder, figures=figures, written_on=written_on)
    ]


def _write_place(
    content: Content,
    place: Place,
    folder: Path,
    *,
    figures: Sequence[Path],
    written_on: date | None,
) -> Iterator[Path]:
    name = map_figure(content, place).name
    page = Page(
        title=place.heading,
        question=f"Why a place in {content.city} is looked at, and what is not known of it.",
        sections=place_sections(content, place),
        written_on=written_on,
        leads_to="why this place",
    )
    drawn = [file for file in figures if file.stem == name]
    for file in write_pages(page, folder, figures=drawn):
        yield file.rename(folder / f"{place.market.id}{file.suffix}")
