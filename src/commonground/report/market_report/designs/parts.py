"""The parts of a design, each with what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from commonground.core.market import Shape
from commonground.find.design.design import Design


class Part(NamedTuple):
    """One shape of a design.

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


def design_parts(design: Design) -> Iterator[Part]:
    """Yield every part: the target and its rings, controls with theirs, and alternatives."""
    yield Part("target", design.place, design.name, design.target)
    for band in design.rings:
        yield Part("ring", design.place, band.name, band.shape)
    for control in design.controls:
        yield Part("control", control.id, control.name, control.area)
        for band in control.rings:
            yield Part("control ring", control.id, band.name, band.shape)
    for other in design.alternatives:
        yield Part("alternative", other.id, other.name, other.area)
