"""Counted panels: incidents of any number, counted on an engine."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from commonground.core.cells import Grid, UnusableGrid
from commonground.core.incidents import Incidents
from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.core.periods import Periods
from commonground.core.places import Places
from commonground.core.progress import Progress, quietly
from commonground.ingest.engines import Engine, duckdb_engine
from commonground.ingest.panels.counting import (
    SNAP_M,
    TREATED,
    PanelPlan,
    distinct_points,
    first_counts,
    held_cells,
    laid_out,
    notes,
)
from commonground.ingest.panels.incident_files import Files, incident_files, one_table
from commonground.ingest.panels.locating import locate

if TYPE_CHECKING:
    import ibis


@dataclass(frozen=True, slots=True)
class CountedPanel:
    """A panel in a file.

    Parameters
    ----------
    file
        Parquet, one row a place and period, in their order.
    incidents
        How many incidents were counted in it.
    notes
        What was left out, one sentence each.
    """

    file: Path
    incidents: int
    notes: tuple[str, ...]


def panel_from_incidents(  # noqa: PLR0913  the three axes of a panel, and what else it carries
    incidents: Incidents | Files,
    *,
    places: Places,
    periods: Periods,
    outcomes: Mapping[str, Sequence[str]],
    covariates: pd.DataFrame | None = None,
    intervention: Intervention | None = None,
    grid: Grid | None = None,
    snap_m: float = SNAP_M,
    initiated_by: Sequence[str] | None = None,
    booked: bool = True,
) -> Panel:
    """Count incidents by place, period and outcome; a cell without any is a true zero.

    What could not be counted is said in the panel's notes.

    Parameters
    ----------
    incidents
        The incidents, or Parquet files that hold them.
    places, periods, outcomes, covariates, intervention, grid, snap_m, initiated_by, booked
        As for `PanelPlan`.
    """
    plan = PanelPlan(
        places=places,
        periods=periods,
        outcomes={f"outcome {at}": categories for at, categories in enumerate(outcomes.values())},
        intervention=intervention,
        grid=grid,
        snap_m=snap_m,
        initiated_by=initiated_by,
        booked=booked,
    )
    with TemporaryDirectory() as made, _session(None, Path(made)) as engine:
        folder = Path(made)
        files = incident_files(incidents, engine=engine, folder=folder)
        first = _first_step(engine, files, plan=plan, folder=folder)
        engine.to_parquet(laid_out(first, plan=plan), folder / "panel")
        table = pq.read_table(folder / "panel")
        counts = _tally(folder / "first")

    shape = (len(places), len(periods))
    return Panel(
        places=places,
        periods=periods,
        outcomes=tuple(outcomes),
        counts=np.stack(
            [_cells(table, name, shape).astype(np.float64) for name in plan.outcomes], axis=2
        )
        if outcomes
        else np.empty((*shape, 0)),
        covariates=pd.DataFrame(index=range(len(places))) if covariates is None else covariates,
        marked=None if intervention is None else _cells(table, TREATED, shape).astype(np.bool_),
        notes=notes(counts, plan=plan),
    )


def count_panel(
    incidents: Files,
    *,
    plan: PanelPlan,
    out: str | Path,
    engine: Engine | None = None,
    workers: int | None = None,
    progress: Progress = quietly,
) -> CountedPanel:
    """Count incidents into a panel file, without ever holding the incidents in memory.

    The file appears when it is whole: whoever stops the count finds the last one there.

    Parameters
    ----------
    incidents
        Parquet files of incidents; see `commonground.core.incidents.Incidents` for their columns.
        Ids are taken to be distinct.
    plan
        What is counted into what.
    out
        Parquet file to write, one row a place and period, in their order: columns ``place``,
        ``period``, the outcomes, the covariates and, with an intervention, ``treated``.
    engine
        Where to count; a DuckDB session if left out.
    workers
        Threads; all cores if left out.
    progress
        Told of each step.

    Raises
    ------
    UnreadableFile
        If a file is missing or is not Parquet.
    NotIncidents
        If a file lacks a column of incidents, or its moments are no local times.
    """
    out = Path(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(dir=out.parent, prefix=".counting-") as made,
        _session(engine, Path(made), workers=workers) as session,
    ):
        folder = Path(made)
        files = incident_files(incidents, engine=session, folder=folder)
        first = _first_step(
            session, files, plan=plan, folder=folder, workers=workers, progress=progress
        )
        progress("laying out the panel", 0, 1)
        session.to_parquet(laid_out(first, plan=plan), folder / "panel")
        counts = _tally(folder / "first")
        _one_file(folder / "panel", out=folder / "whole").replace(out)
        progress("laying out the panel", 1, 1)
    return CountedPanel(file=out, incidents=counts.get(0, 0), notes=notes(counts, plan=plan))


def cells_holding(incidents: Incidents | Files, *, grid: Grid) -> Places:
    """Return the cells of a grid that ever hold an incident, in order of their ids.

    Parameters
    ----------
    incidents
        The incidents, or Parquet files that hold them.
    grid
        The grid.

    Raises
    ------
    UnusableGrid
        If no incident has a place, or one lies west or south of the grid's origin.
    """
    with TemporaryDirectory() as made, _session(None, Path(made)) as engine:
        folder = Path(made)
        files = incident_files(incidents, engine=engine, folder=folder)
        held = held_cells(one_table(files, engine=engine), grid=grid)
        engine.to_parquet(held.order_by(["column", "row"]), folder / "cells")
        table = pq.read_table(folder / "cells")
    if not len(table):
        raise UnusableGrid("No incident has a place, so that no cell holds one.")
    return grid.places(*(table[name].to_numpy() for name in ("column", "row")))


@contextmanager
def _session(
    engine: Engine | None, folder: Path, *, workers: int | None = None
) -> Iterator[Engine]:
    """Give the engine, or one of our own that is closed in the end."""
    if engine is not None:
        yield engine
        return
    own = duckdb_engine(spill=folder / "spill", workers=workers)
    try:
        yield own
    finally:
        own.disconnect()


def _first_step(
    engine: Engine,
    files: Sequence[Path],
    *,
    plan: PanelPlan,
    folder: Path,
    workers: int | None = None,
    progress: Progress = quietly,
) -> ibis.Table:
    """Go through the incidents once, and keep what that leaves in a file."""
    incidents = one_table(files, engine=engine)
    located: ibis.Table | Grid
    if plan.grid is None:
        progress("finding the points", 0, 1)
        engine.to_parquet(distinct_points(incidents, plan=plan), folder / "points")
        progress("finding the points", 1, 1)
        located = engine.read_parquet(
            locate(
                _parts(folder / "points"),
                places=plan.places,
                snap_m=plan.snap_m,
                out=folder / "located.parquet",
                workers=workers or os.cpu_count() or 1,
                progress=progress,
            )
        )
    else:
        located = plan.grid
    progress("counting incidents", 0, 1)
    engine.to_parquet(first_counts(incidents, located=located, plan=plan), folder / "first")
    progress("counting incidents", 1, 1)
    return engine.read_parquet(folder / "first")


def _parts(written: Path) -> list[Path]:
    """Return the files that an engine wrote: DuckDB writes one, Spark a folder of them in order."""
    return [written] if written.is_file() else sorted(written.glob("part-*.parquet"))


def _one_file(written: Path, *, out: Path) -> Path:
    """Return one file of what an engine wrote, with the columns that every engine gives it."""
    if written.is_file():
        return written
    parts = _parts(written)
    schema = pa.schema([field.with_nullable(nullable=True) for field in pq.read_schema(parts[0])])
    with pq.ParquetWriter(out, schema) as writer:
        for part in parts:
            with pq.ParquetFile(part, pre_buffer=False) as opened:
                for batch in opened.iter_batches():
                    writer.write_batch(pa.record_batch(batch.columns, schema=schema))
    return out


def _tally(first: Path) -> dict[int, int]:
    """Return how many incidents were left out for each reason, and how many counted."""
    told = [pq.read_table(part, columns=["left_out", "incidents"]) for part in _parts(first)]
    sums = pa.concat_tables(told).group_by("left_out").aggregate([("incidents", "sum")])
    return dict(zip(*(column.to_pylist() for column in sums.columns), strict=True))


def _cells(table: pa.Table, column: str, shape: tuple[int, int]) -> np.ndarray:
    """Return a column of a full table in order, one row a place."""
    cells: np.ndarray = table[column].to_numpy().reshape(shape)
    return cells
