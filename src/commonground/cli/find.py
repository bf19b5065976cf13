"""The command that finds the candidate places of a city."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from commonground.cli.commands import AsJson, Workers, today


def find(  # noqa: PLR0913  a command's options
    incidents: Annotated[
        Path,
        typer.Argument(
            help="The folder of an ingest, or a Parquet file of incidents.", show_default=False
        ),
    ],
    city: Annotated[
        str | None,
        typer.Option(
            help="A city file, or a pack [default: the one that was ingested with].",
            show_default=False,
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Where to put the places.")] = Path("runs/find"),
    until: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Last day to look at [default: the last of the record].",
            show_default=False,
        ),
    ] = None,
    months: Annotated[
        int, typer.Option(min=3, help="Months up to that day in which places are judged.")
    ] = 12,
    boundary: Annotated[
        Path | None,
        typer.Option(help="Boundary of the city: GeoJSON or GeoParquet.", show_default=False),
    ] = None,
    streets: Annotated[
        Path | None,
        typer.Option(
            help="Streets to divide the city into, and to draw: GeoJSON or GeoParquet.",
            show_default=False,
        ),
    ] = None,
    street_name: Annotated[
        str | None,
        typer.Option(
            help="Column with the names of the streets [default: a usual one].",
            show_default=False,
        ),
    ] = None,
    barriers: Annotated[
        Path | None,
        typer.Option(
            help="What nobody crosses on foot, such as water: GeoJSON or GeoParquet.",
            show_default=False,
        ),
    ] = None,
    reviews: Annotated[
        Path | None,
        typer.Option(help="Persons' recorded reviews of places, TOML.", show_default=False),
    ] = None,
    layer: Annotated[
        list[str] | None,
        typer.Option(
            help="Count what lies within 300 m of each place: NAME=FILE, or NAME=FILE:COLUMN.",
            show_default=False,
        ),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(
            help="Rank places by these weights, TOML. Without it nothing is ranked.",
            show_default=False,
        ),
    ] = None,
    top: Annotated[
        int, typer.Option(min=1, help="How many first places of a ranking are asked for.")
    ] = 3,
    seed: Annotated[int, typer.Option(min=0, help="Which random numbers to draw.")] = 0,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Find the places of a city that its records show as possible open-air drug markets."""
    from commonground.cli.find_printing import show_found
    from commonground.cli.terminal import shown_progress
    from commonground.find.definition import Drawing
    from commonground.study.find import run_find
    from commonground.study.find_section import FindSection
    from commonground.study.layers import layer_named, read_weights

    section = FindSection(
        until=until.date() if until else None,
        boundary=boundary,
        streets=streets,
        street_name=street_name,
        barriers=barriers,
        reviews=reviews,
        layers=tuple(map(layer_named, layer or ())),
        weights=None if weights is None else read_weights(weights),
        top=top,
        drawing=Drawing(months=months),
        seed=seed,
    )
    with shown_progress() as progress:
        run = run_find(
            incidents,
            city=city,
            out=out,
            today=today(),
            section=section,
            workers=workers,
            progress=progress,
        )
    show_found(run, folder=out, as_json=as_json)
