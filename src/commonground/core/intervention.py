"""The intervention: where, since when, and against what it will be compared; fixed beforehand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from commonground.core.errors import DataError
from commonground.core.panel import Panel
from commonground.core.places import Places


class NoIntervention(DataError):
    """Data that mark no place as treated."""


class NoComparison(DataError):
    """No place left to compare with."""


class SeveralStarts(DataError):
    """Places that were treated from different periods on."""


class OverlappingPlaces(DataError):
    """A place that is treated and compared with at once."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Places around the area where the market may have moved; never used as comparison.

    Parameters
    ----------
    name
        For people: ``"0-150 m"``.
    places
        Ids of its places.
    """

    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Intervention:
    """One intervention in one area, from one period on.

    Parameters
    ----------
    name
        What people call it.
    area
        Ids of the treated places.
    starts
        First period in which it could have had an effect: a label, a number or a date in it.
    buffer
        Rings around the area, kept out of the comparison.
    comparison
        Ids of the places it may be compared with; all places outside area and buffer if ``None``.
    """

    name: str
    area: tuple[str, ...]
    starts: str
    buffer: tuple[Ring, ...] = ()
    comparison: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Check that there is an area and that nothing in it is compared with itself."""
        for name, listed in (("area", self.area), ("comparison", self.comparison)):
            if isinstance(listed, str):
                raise DataError(
                    f"The {name} is the text {listed!r}; a list of ids is needed, as [{listed!r}]."
                )
        if not self.area:
            raise NoIntervention("The intervention has no place. List the ids of its area.")
        compared = set(self.comparison or ())
        for part, places in [("area", self.area), *((r.name, r.places) for r in self.buffer)]:
            both = sorted(compared.intersection(places))
            if both:
                raise OverlappingPlaces(
                    f"{len(both)} places are both in the comparison and in {part!r}, the first is "
                    f"{both[0]!r}. A place can be in one of them only."
                )

    @classmethod
    def marked_in(
        cls, panel: Panel, *, name: str = "intervention", starts: str | int | date | None = None
    ) -> Intervention:
        """Read area and start from the panel's own mark of treated places.

        A place is treated if it is marked in any period. All of them must be marked from the same
        period on, unless ``starts`` says from when to count.

        Raises
        ------
        NoIntervention
            If no place is marked.
        SeveralStarts
            If places are marked from different periods on.
        """
        marked = panel.marked
        if marked is None or not marked.any():
            raise NoIntervention(
                "No place of the panel is marked as treated. Name the column that marks them, or "
                "list the ids of the area."
            )
        treated = marked.any(axis=1)
        first = marked[treated].argmax(axis=1)
        if starts is None and len(np.unique(first)) > 1:
            listed = ", ".join(panel.periods.labels[at] for at in np.unique(first))
            raise SeveralStarts(
                f"Places are marked as treated from different periods on: {listed}. Evaluate each "
                "group on its own, the others left out, or say which period counts as the start."
            )
        position = int(first[0]) if starts is None else panel.periods.position(starts)
        return cls(
            name=name,
            area=tuple(np.array(panel.places.ids, dtype=object)[treated]),
            starts=panel.periods.labels[position],
        )

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what was fixed, the same whatever the order in which places are listed."""
        fixed = {
            "name": self.name,
            "area": sorted(self.area),
            "starts": self.starts,
            "buffer": [[ring.name, sorted(ring.places)] for ring in self.buffer],
            "comparison": None if self.comparison is None else sorted(self.comparison),
        }
        text = json.dumps(fixed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def treated(self, places: Places) -> NDArray[np.intp]:
        """Return the positions of the treated places, ascending."""
        return np.unique(places.positions(self.area))

    def donors(self, places: Places) -> NDArray[np.intp]:
        """Return the positions of the places to compare with, ascending.

        Raises
        ------
        NoComparison
            If none is left.
        """
        if self.comparison is not None:
            donors = np.unique(places.positions(self.comparison))
        else:
            allowed = np.ones(len(places), dtype=bool)
            allowed[places.positions(self.area)] = False
            for ring in self.buffer:
                allowed[places.positions(ring.places)] = False
            donors = np.flatnonzero(allowed)
        if not len(donors):
            raise NoComparison(
                f"All {len(places)} places are treated or in the buffer; none is left to compare "
                "with. Add places that had no intervention."
            )
        return donors


def rings(places: Places, *, area: Sequence[str], distances_m: Sequence[float]) -> tuple[Ring, ...]:
    """Draw rings around an area, each reaching from the last distance to the next.

    Parameters
    ----------
    places
        Places with geometry.
    area
        Ids of the treated places.
    distances_m
        Outer distance of each ring in metres, ascending: ``[150, 300]``.
    """
    drawn: list[Ring] = []
    inner, taken = 0.0, set(area)
    for outer in distances_m:
        near = tuple(p for p in places.within(outer, of=area) if p not in taken)
        drawn.append(Ring(name=f"{inner:g}-{outer:g} m", places=near))
        taken.update(near)
        inner = outer
    return tuple(drawn)
