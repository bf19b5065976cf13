"""Ingest what a city publishes, keep the incidents, and count them into a panel."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import shapely

from commonground.core.cells import Grid
from commonground.core.errors import DataError
from commonground.core.periods import Periods, periods_between, whole_periods
from commonground.core.places import Places
from commonground.core.progress import Progress, quietly
from commonground.ingest.cities.reading import ENDING, City, read_city
from commonground.ingest.cleaning.positions import box_of
from commonground.ingest.ingesting import CHARGES, INCIDENTS, REJECTS, Ingested, ingest
from commonground.ingest.panels import (
    CountedPanel,
    PanelPlan,
    cells_holding,
    count_panel,
    read_boundaries,
)
from commonground.ingest.sources import is_portal
from commonground.report.quality_report import quality_to_json, write_quality_report
from commonground.study.folder import INGESTED, MARK, staged
from commonground.study.ingest_section import (
    PANEL,
    PLACE,
    CountSection,
    IngestSection,
    SourcesSection,
)
from commonground.study.provenance import ingest_provenance

CITY, PLACES = "city.toml", "places.parquet"
INGEST_PARTS = (
    INCIDENTS,
    CHARGES,
    REJECTS,
    CITY,
    INGESTED,
    PANEL,
    PLACES,
    MARK,
    "report.html",
    "report.pdf",
    "tables",
    "figures",
)
"""What an ingest writes; of an earlier one these are replaced, and its parts are used again."""


@dataclass(frozen=True, slots=True, eq=False)
class IngestRun:
    """A finished ingest.

    Parameters
    ----------
    ingested
        What came of the files.
    panel
        What was counted, if it was asked for.
    periods
        The periods that were counted.
    """

    ingested: Ingested
    panel: CountedPanel | None = None
    periods: Periods | None = None


def run_ingest(  # noqa: PLR0913  from where, to where, and how
    sources: Sequence[str | Path],
    *,
    city: str | Path,
    out: str | Path,
    today: date,
    count: CountSection | None = None,
    workers: int | None = None,
    progress: Progress = quietly,
    documents: bool = True,
) -> IngestRun:
    """Ingest sources into a folder, and count a panel if one is asked for.

    Parameters
    ----------
    sources
        Files, folders, patterns, and addresses of portals.
    city
        A pack's name, or a city file.
    out
        Where to put the results. They appear whole; of an earlier ingest there they take the place,
        and what it cleaned is not cleaned again.
    today
        No incident is later; it is also the date of the report.
    count
        What to count the incidents into.
    workers
        Threads; all cores if left out. The result does not depend on it.
    progress
        Called with the name of a stage, what is done of it, and what there is to do.
    documents
        Write tables, figures, HTML and PDF as well.
    """
    out, said = Path(out), read_city(city)
    with staged(out, parts=INGEST_PARTS, result=INGESTED) as staging:
        ingested = ingest(
            sources,
            city=said,
            out=staging,
            work=out,
            today=today,
            workers=workers,
            progress=progress,
        )
        (staging / CITY).write_text(said.text, encoding="utf-8")
        made = IngestRun(ingested)
        if count is not None:
            made = _counted(made, staging, count=count, workers=workers, progress=progress)
        provenance = ingest_provenance(ingested, today=today)
        (staging / INGESTED).write_text(_json(quality_to_json(ingested)), encoding="utf-8")
        (staging / MARK).write_text(_json(provenance), encoding="utf-8")
        if documents:
            progress("Report", 0, 1)
            write_quality_report(
                ingested,
                staging,
                title=f"Incidents of {said.file.city}",
                provenance=provenance,
                written_on=today,
            )
            progress("Report", 1, 1)
    return made


def ingest_for(
    named: SourcesSection,
    *,
    folder: Path,
    into: Path,
    today: date,
    workers: int | None = None,
    progress: Progress | None = None,
) -> IngestRun:
    """Ingest what a study names, and count it if it says into what.

    Parameters
    ----------
    named
        What the study says of it.
    folder
        Folder of the study file, to which its files are relative.
    into
        Folder for what is ingested.
    today, workers, progress
        As for `run_ingest`.
    """
    count = None
    if isinstance(named, IngestSection):
        places = named.count.places
        count = named.count.model_copy(update={"places": places and folder / places})
    return run_ingest(
        [source if is_portal(source) else folder / source for source in named.sources],
        city=folder / named.city if named.city.endswith(ENDING) else named.city,
        out=into,
        today=today,
        count=count,
        workers=workers,
        progress=progress or quietly,
    )


def _json(told: object) -> str:
    return json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _counted(
    made: IngestRun,
    folder: Path,
    *,
    count: CountSection,
    workers: int | None,
    progress: Progress,
) -> IngestRun:
    """Count incidents into a panel, and write the places beside it, in metres."""
    periods = _periods(made.ingested, count)
    places, columns, grid = _places(made.ingested.city, count, incidents=folder / INCIDENTS)
    lacking = [name for name in count.covariates if name not in columns]
    if lacking:
        raise DataError(
            f"{count.places} has no column {lacking[0]!r} for a covariate; there are "
            f"{', '.join(map(str, columns)) or 'none'}."
        )
    panel = count_panel(
        folder / INCIDENTS,
        plan=PanelPlan(
            places=places,
            periods=periods,
            outcomes=count.outcomes,
            covariates=columns[list(count.covariates)],
            grid=grid,
            snap_m=count.snap_m,
            initiated_by=count.initiated_by,
            booked=count.booked,
        ),
        out=folder / PANEL,
        workers=workers,
        progress=progress,
    )
    pd.DataFrame({PLACE: places.ids, "geometry": shapely.to_wkb(places.geometry)}).to_parquet(
        folder / PLACES, index=False
    )
    return IngestRun(made.ingested, panel=panel, periods=periods)


def _periods(ingested: Ingested, count: CountSection) -> Periods:
    """Return the periods to count: those named, or those that the records cover in full."""
    if count.first is not None and count.last is not None:
        return periods_between(count.first, count.last, unit=count.unit)
    if ingested.covers is None:
        raise DataError(
            "There is no day that the records of every agency reach. Name the first and the last "
            "period to count; those that an agency does not reach will lack its records."
        )
    whole = whole_periods(*ingested.covers, unit=count.unit)
    first, last = whole.labels[0], whole.labels[-1]
    return periods_between(count.first or first, count.last or last, unit=count.unit)


def _origin(edge_m: float) -> float:
    """Return where cells are counted from: zero, or the edge of a city that lies below it."""
    return 0.0 if edge_m >= 0 else math.floor(edge_m / 1000) * 1000.0


def _places(
    city: City, count: CountSection, *, incidents: Path
) -> tuple[Places, pd.DataFrame, Grid | None]:
    if count.cells_m is not None:
        box = box_of(city.file)
        grid = Grid(size_m=count.cells_m, origin_m=(_origin(box.west), _origin(box.south)))
        cells = cells_holding(incidents, grid=grid)
        return cells, pd.DataFrame(index=range(len(cells))), grid
    boundaries = read_boundaries(
        count.places or "", place=count.place, crs=city.file.crs, kind=count.kind
    )
    return boundaries.places, boundaries.columns, None
