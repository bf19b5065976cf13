"""Figures as files: the same look for all, and three forms of each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from commonground.report.drawing import theme

if TYPE_CHECKING:
    import altair as alt

Drawn = TypeVar("Drawn", bound="alt.TopLevelMixin")

SCALE = 2.0
"""Pixels of a PNG to a point."""


def styled(chart: Drawn) -> Drawn:
    """Return a chart that looks as every figure does."""
    return cast("Drawn", chart.configure(**theme.CONFIG))


def svg_of(specification: str) -> str:
    """Return a figure as SVG."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(specification))


def write_drawn(specifications: Mapping[str, str], folder: Path) -> list[Path]:
    """Write figures as SVG, PNG and Vega-Lite specification.

    Parameters
    ----------
    specifications
        Vega-Lite specification (JSON) of each figure, by name.
    folder
        Where to write; made if it is not there.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    import vl_convert

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, specification in specifications.items():
        files = [folder / f"{name}{ending}" for ending in (".svg", ".png", ".vl.json")]
        files[0].write_text(svg_of(specification), encoding="utf-8")
        files[1].write_bytes(vl_convert.vegalite_to_png(specification, scale=SCALE))
        files[2].write_text(specification, encoding="utf-8")
        written += files
    return written
