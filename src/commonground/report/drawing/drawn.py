"""Figures as files: the same look for all, and three forms of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from commonground.report.drawing import theme

if TYPE_CHECKING:
    import altair as alt

Drawn = TypeVar("Drawn", bound="alt.TopLevelMixin")

SCALE = 2.0
"""Pixels of a PNG to a point."""


RUNNING = re.compile(r"(?<=[\"#])(clip|gradient_)(\d+)(?=[\")])")
"""Ids that the renderer counts on from figure to figure."""


def styled(chart: Drawn) -> Drawn:
    """Return a chart that looks as every figure does."""
    return cast("Drawn", chart.configure(**theme.CONFIG))


def specified(charts: Iterator[tuple[str, alt.TopLevelMixin]]) -> Iterator[tuple[str, str]]:
    """Make charts and yield each as a Vega-Lite specification, with its name.

    Altair holds every piece of a chart against the schema of Vega-Lite, which takes longer than
    all else about a map. Tests do that instead.

    Parameters
    ----------
    charts
        Name of each chart, and the chart; made one after the other.
    """
    from altair.utils.schemapi import debug_mode

    with debug_mode(arg=False):
        for name, chart in charts:
            yield name, chart.to_json(indent=1, validate=False)


def svg_of(specification: str) -> str:
    """Return a figure as SVG, the same whatever was drawn before it."""
    import vl_convert

    drawn = str(vl_convert.vegalite_to_svg(specification))
    numbers: dict[str, int] = {}
    return RUNNING.sub(
        lambda found: f"{found[1]}{numbers.setdefault(found[0], len(numbers))}", drawn
    )


def write_drawn(specifications: Iterable[tuple[str, str]], folder: Path) -> list[Path]:
    """Write figures as SVG, PNG and Vega-Lite specification.

    Parameters
    ----------
    specifications
        Name and Vega-Lite specification (JSON) of each figure. One is drawn while the next is made.
    folder
        Where to write; made if it is not there.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(max_workers=1) as drawing:
        drawn = [drawing.submit(_write, *figure, folder) for figure in specifications]
    return [file for files in drawn for file in files.result()]


def _write(name: str, specification: str, folder: Path) -> list[Path]:
    import vl_convert

    svg, png, source = (folder / f"{name}{ending}" for ending in (".svg", ".png", ".vl.json"))
    drawn = svg_of(specification)
    svg.write_text(drawn, encoding="utf-8")
    png.write_bytes(vl_convert.svg_to_png(drawn, scale=SCALE))
    source.write_text(specification, encoding="utf-8")
    return [svg, png, source]
