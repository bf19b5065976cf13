"""The parts of a layout, each with what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from commonground.core.market import Shape
from commonground.find.layout.layout import Layout


class Part(NamedTuple):
    """One shape of a layout.

    Parameters
    ----------
    role
        What it is for.
    id
        Id of the place that it is, or is around.
    name
        What people call it; of a ring, its distances.
    shape
        Polygons in metres.
    """

    role: Literal["target", "ring", "control", "control ring", "alternative"]
    id: str
    name: str
    shape: Shape


def layout_parts(layout: Layout) -> Iterator[Part]:
    """Yield every part: the target and its rings, controls with theirs, and alternatives."""
    yield Part("target", layout.place, layout.name, layout.target)
    for band in layout.rings:
        yield Part("ring", layout.place, band.name, band.shape)
    for control in layout.controls:
        yield Part("control", control.id, control.name, control.area)
        for band in control.rings:
            yield Part("control ring", control.id, band.name, band.shape)
    for other in layout.alternatives:
        yield Part("alternative", other.id, other.name, other.area)
