"""Find the candidate places of a city, and keep them in one folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from commonground.core.errors import DataError
from commonground.core.headline import HEADLINE
from commonground.core.incidents import Incidents
from commonground.core.market import Shape
from commonground.core.progress import Progress, quietly
from commonground.find.facts import Institution
from commonground.find.finding import find_markets
from commonground.find.found import Found
from commonground.ingest.cities.reading import ENDING, City, read_city
from commonground.ingest.cleaning.positions import box_of, transformer
from commonground.ingest.incident_file import read_incident_file
from commonground.ingest.ingesting import INCIDENTS
from commonground.ingest.panels import read_boundaries
from commonground.report.market_report import markets_to_json, write_market_report
from commonground.study.find_section import FindSection
from commonground.study.folder import FOUND, INGEST, MARK, require_free, staged
from commonground.study.headline import places_headline, write_headline
from commonground.study.ingest import CITY, ingest_for
from commonground.study.layers import read_layers
from commonground.study.provenance import find_provenance
from commonground.study.reviews import read_reviews
from commonground.study.specification import read_find_study
from commonground.study.streets import Streets, read_streets

FIND_PARTS = (
    FOUND,
    HEADLINE,
    MARK,
    "markets.geojson",
    "markets-extents.geojson",
    "markets-firm.geojson",
    "markets.gpkg",
    "report.html",
    "report.pdf",
    "tables",
    "figures",
    "places",
    "designs",
)
"""What a finding writes; of an earlier one these are replaced."""

MOST_ABROAD = 0.5
"""If more incidents than this lie beyond the city's bounds, they are in other coordinates."""


class WrongCoordinates(DataError):
    """Incidents that do not lie in the city that was named."""


@dataclass(frozen=True, slots=True, eq=False)
class FindRun:
    """A finished finding.

    Parameters
    ----------
    found
        What was found.
    city
        The city file.
    provenance
        What it rests on.
    """

    found: Found
    city: City
    provenance: dict[str, str]


def run_find(  # noqa: PLR0913  from where, to where, and how
    incidents: str | Path,
    *,
    out: str | Path,
    today: date,
    city: str | Path | None = None,
    section: FindSection | None = None,
    folder: Path = Path(),
    study_file: Path | None = None,
    workers: int | None = None,
    progress: Progress = quietly,
    documents: bool = True,
) -> FindRun:
    """Find the candidate places of a city and write them into a folder.

    Parameters
    ----------
    incidents
        A Parquet file of incidents, or the folder of an ingest.
    out
        Where to put the places. They appear whole; those of an earlier finding there are replaced.
    today
        Date of the report.
    city
        A pack's name, or a city file; that of the ingest if left out.
    section
        What to look for; as usual if left out.
    folder
        Folder that the section's paths are relative to.
    study_file
        The study that holds the section, if one does.
    workers
        Threads; all cores if left out. The places do not depend on it.
    progress
        Called with the name of a stage, what is done of it, and what there is to do.
    documents
        Write maps, tables, HTML and PDF as well.
    """
    out, asked = Path(out), section or FindSection()
    file, said = _sources(Path(incidents), city)
    inputs = {} if study_file is None else {"Study file": study_file}
    inputs["Incidents"] = file
    for what, path in (
        ("Boundary", asked.boundary),
        ("Streets", asked.streets),
        ("Barriers", asked.barriers),
        ("Reviews", asked.reviews),
    ):
        if path is not None:
            inputs[what] = folder / path
    inputs |= {f"Layer {one.name}": folder / one.file for one in asked.layers}
    with staged(out, parts=FIND_PARTS, result=FOUND) as staging:
        found, streets = _found(
            file, city=said, asked=asked, folder=folder, workers=workers, progress=progress
        )
        provenance = find_provenance(inputs=inputs, city=said, found=found, today=today)
        told = markets_to_json(found, city=said.file.city, crs=said.file.crs)
        (staging / FOUND).write_text(_json(told), encoding="utf-8")
        (staging / MARK).write_text(_json(provenance), encoding="utf-8")
        write_headline(places_headline(told, provenance=provenance), staging)
        progress("Report", 0, 1)
        write_market_report(
            found,
            staging,
            city=said.file.city,
            crs=said.file.crs,
            title=f"Candidate places in {said.file.city}",
            provenance=provenance,
            streets=None if streets is None else list(streets.lines),
            street_names=() if streets is None else streets.names,
            written_on=today,
            documents=documents,
        )
        progress("Report", 1, 1)
    return FindRun(found=found, city=said, provenance=provenance)


def _found(
    file: Path,
    *,
    city: City,
    asked: FindSection,
    folder: Path,
    workers: int | None,
    progress: Progress,
) -> tuple[Found, Streets | None]:
    """Read all that is asked for, and find; incidents take no room afterwards."""
    weights = asked.stated_weights()
    incidents = read_incident_file(file)
    _require_in_city(incidents, city)
    boundary = _city_boundary(asked, folder=folder, city=city)
    streets = _streets(asked, folder=folder, city=city, boundary=boundary)
    found = find_markets(
        incidents,
        definition=asked.definition,
        drawing=asked.drawing,
        design=asked.design,
        until=asked.until,
        city=boundary,
        streets=None if streets is None else streets.segments(),
        barriers=_barriers(asked, folder=folder, city=city),
        institutions=_institutions(city),
        reviews=() if asked.reviews is None else read_reviews(folder / asked.reviews),
        layers=read_layers(asked.layers, folder=folder, crs=city.file.crs),
        weights=weights,
        seed=asked.seed,
        workers=workers,
        progress=progress,
    )
    return found, streets


def find_for(  # noqa: PLR0913  from where, to where, and how
    named: FindSection,
    *,
    study_file: Path,
    into: Path,
    today: date,
    ingested: Path | None = None,
    workers: int | None = None,
    progress: Progress = quietly,
    documents: bool = True,
) -> FindRun:
    """Find the places that a study asks for.

    Parameters
    ----------
    named
        What the study says of it.
    study_file
        The study; its files are relative to its folder.
    into
        Folder for the places.
    today, workers, progress, documents
        As for `run_find`.
    ingested
        Folder of what the study ingested, if it did.
    """
    folder, city = study_file.parent, named.city
    if city is not None and city.endswith(ENDING):
        city = str(folder / city)
    incidents = ingested if named.incidents is None else folder / named.incidents
    if incidents is None:
        raise DataError("Nothing says where the incidents are. Name them in [find].")
    return run_find(
        incidents,
        city=city,
        out=into,
        today=today,
        section=named,
        folder=folder,
        study_file=study_file,
        workers=workers,
        progress=progress,
        documents=documents,
    )


def run_find_study(
    study_file: str | Path,
    *,
    out: str | Path,
    today: date,
    workers: int | None = None,
    progress: Progress = quietly,
) -> FindRun:
    """Run a study that only looks for places: ingest what it names, and find.

    Parameters
    ----------
    study_file
        The study, as TOML.
    out
        Where to put the places; what is ingested goes into a folder in it.
    today, workers, progress
        As for `run_find`.
    """
    source, into = Path(study_file), Path(out)
    study = read_find_study(source)
    if study is None:
        raise DataError(f"{source} has no [find], or also evaluates: run it as a whole.")
    require_free(into, result=FOUND)
    if study.ingest is not None:
        ingest_for(
            study.ingest,
            folder=source.parent,
            into=into / INGEST,
            today=today,
            workers=workers,
            progress=progress,
        )
    return find_for(
        study.find,
        study_file=source,
        into=into,
        today=today,
        ingested=None if study.ingest is None else into / INGEST,
        workers=workers,
        progress=progress,
    )


def _sources(incidents: Path, city: str | Path | None) -> tuple[Path, City]:
    """Return the file of incidents and its city, of which an ingest's folder knows both."""
    file = incidents / INCIDENTS if incidents.is_dir() else incidents
    beside = file.parent / CITY
    if city is None and not beside.is_file():
        raise DataError(
            f"Nothing says which city {incidents} is of. Name its --city: a city file, or a pack."
        )
    return file, read_city(beside if city is None else city)


def _require_in_city(incidents: Incidents, city: City) -> None:
    """Refuse incidents that lie elsewhere: in another zone, in feet or in degrees."""
    x, y = (incidents.frame[name].to_numpy(np.float64) for name in ("x_m", "y_m"))
    known = np.isfinite(x) & np.isfinite(y)
    box = box_of(city.file)
    inside = (x >= box.west) & (x <= box.east) & (y >= box.south) & (y <= box.north)
    abroad = int((known & ~inside).sum())
    if abroad > MOST_ABROAD * max(int(known.sum()), 1):
        at = int(np.flatnonzero(known & ~inside)[0])
        raise WrongCoordinates(
            f"{abroad:,} of {int(known.sum()):,} incidents lie beyond {city.file.city}; the first "
            f"stands at {x[at]:,.0f}, {y[at]:,.0f}, and the city reaches from {box.west:,.0f}, "
            f"{box.south:,.0f} to {box.east:,.0f}, {box.north:,.0f} in metres of {city.file.crs}. "
            "Positions in feet, in degrees or of another city look like this: ingest the files "
            "with the city file that fits them."
        )


def _city_boundary(asked: FindSection, *, folder: Path, city: City) -> Shape | None:
    if asked.boundary is None:
        return None
    shapes = _shapes(folder / asked.boundary, city=city)
    whole = shapely.union_all(shapes)
    if whole.area <= 0:
        raise DataError(
            f"{asked.boundary} holds no area. A city's boundary is a polygon, or several."
        )
    return whole


def _streets(
    asked: FindSection, *, folder: Path, city: City, boundary: Shape | None
) -> Streets | None:
    if asked.streets is None:
        if asked.street_name is not None:
            raise DataError(
                f"{asked.street_name!r} names a column of streets, and no streets are given. Give "
                "their file, or leave the column out."
            )
        return None
    box = box_of(city.file)
    within = shapely.box(box.west, box.south, box.east, box.north)
    return read_streets(
        folder / asked.streets,
        crs=city.file.crs,
        within=within if boundary is None else boundary,
        name=asked.street_name,
    )


def _barriers(asked: FindSection, *, folder: Path, city: City) -> Sequence[Shape]:
    if asked.barriers is None:
        return ()
    shapes = _shapes(folder / asked.barriers, city=city)
    if not shapely.get_dimensions(shapes).all():
        raise DataError(
            f"{asked.barriers} holds points. What nobody crosses is a line or an area: water, "
            "motorways, railways."
        )
    return list(shapes)


def _shapes(file: Path, *, city: City) -> Any:  # noqa: ANN401  an array of shapely objects
    return read_boundaries(file, place=None, crs=city.file.crs).places.geometry


def _institutions(city: City) -> tuple[Institution, ...]:
    known = [one for one in city.file.institutions if one.longitude is not None]
    turn = transformer("EPSG:4326", city.file.crs)
    placed = [(one.name, turn.transform(one.longitude, one.latitude)) for one in known]
    return tuple(Institution(name=name, x_m=float(x), y_m=float(y)) for name, (x, y) in placed)


def _json(told: object) -> str:
    return json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
