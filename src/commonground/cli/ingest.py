"""The command that makes incidents of what a city publishes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from commonground.cli.commands import AsJson, Workers, today

if TYPE_CHECKING:
    from commonground.study.ingest_section import CountSection

Unit = Literal["day", "week", "month", "quarter", "year"]


def ingest(  # noqa: PLR0913  a command's options
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders, patterns, and addresses of open-data portals.",
            show_default=False,
        ),
    ] = None,
    city: Annotated[
        str | None,
        typer.Option(
            help="A city file, or a pack: st-louis, san-francisco, ...", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Where to put the incidents [default: runs/ingest]; or the sketch."),
    ] = None,
    sketch: Annotated[
        Path | None,
        typer.Option(help="Write a first city file for a file, instead.", show_default=False),
    ] = None,
    places: Annotated[
        Path | None,
        typer.Option(help="Count a panel in these places: GeoJSON or GeoParquet."),
    ] = None,
    place: Annotated[str, typer.Option(help="Column with a place's id or name.")] = "place",
    cells: Annotated[
        float | None, typer.Option(min=1, help="Count a panel in cells of so many metres.")
    ] = None,
    unit: Annotated[Unit, typer.Option(help="What one period of the panel is.")] = "month",
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Make incidents of a city's files and portals, and account for every row."""
    if sketch is not None:
        _sketch(sketch, out=out, as_json=as_json)
        return
    if not sources or city is None:
        raise typer.BadParameter("Name at least one source, and its --city; or use --sketch FILE.")
    from commonground.cli.ingest_printing import print_ingest
    from commonground.cli.terminal import shown_progress
    from commonground.report.quality_report import quality_to_json
    from commonground.study.ingest import run_ingest

    folder = out or Path("runs") / "ingest"
    count = _count(places, place=place, cells=cells, unit=unit)
    with shown_progress() as progress:
        run = run_ingest(
            sources,
            city=city,
            out=folder,
            today=today(),
            count=count,
            workers=workers,
            progress=progress,
        )
    if as_json:
        typer.echo(json.dumps(quality_to_json(run.ingested), allow_nan=False))
    else:
        print_ingest(run, folder=folder)


def _count(
    places: Path | None, *, place: str, cells: float | None, unit: Unit
) -> CountSection | None:
    from commonground.study.ingest_section import CountSection

    if places is not None and cells is not None:
        raise typer.BadParameter("Count in --places or in --cells, not in both.")
    if places is None and cells is None:
        return None
    return CountSection(places=places, place=place, cells_m=cells, unit=unit)


def _sketch(file: Path, *, out: Path | None, as_json: bool) -> None:
    from commonground.study.sketch import run_sketch

    written = run_sketch(file, out=out or Path(f"{file.name.split('.')[0]}.toml"))
    if as_json:
        told = {"file": str(written.file), "checks": written.checks, "persons": written.persons}
        typer.echo(json.dumps(told))
        return
    from commonground.cli.ingest_printing import print_sketch

    print_sketch(written, source=file)
