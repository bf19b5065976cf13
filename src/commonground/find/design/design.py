"""The design: target, rings, controls with theirs, and alternatives, fixed before anybody acts."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from commonground.core.errors import DataError
from commonground.core.intervention import Intervention, NoComparison, NoIntervention, Ring
from commonground.core.market import Shape
from commonground.core.places import NoGeometry, Places
from commonground.find.design.detecting import Detectable
from commonground.find.design.holding import MOST, shares_within


class PlacesElsewhere(DataError):
    """Places that lie nowhere near a design: of another city, or in other coordinates."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """One ring around an area.

    Parameters
    ----------
    name
        For people: ``"0-150 m"``.
    shape
        Polygons in metres, without everything else that a design holds.
    """

    name: str
    shape: Shape


@dataclass(frozen=True, slots=True, eq=False)
class Control:
    """An area that a target is compared with.

    Parameters
    ----------
    id
        Id of the place, or of the cell of its densest square.
    name
        What people call it.
    kind
        ``place`` if it was looked at as a possible market, ``ground`` if it was drawn around the
        next-busiest ground.
    area
        Polygons in metres.
    rings
        Its own rings, the nearest first.
    """

    id: str
    name: str
    kind: Literal["place", "ground"]
    area: Shape
    rings: tuple[Band, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """Another candidate place that a market may move to.

    Parameters
    ----------
    id, name
        As of the place.
    area
        Its boundary, in metres.
    distance_m
        From middle to middle.
    direction
        Where it lies, seen from the target: ``"south-west"``.
    """

    id: str
    name: str
    area: Shape
    distance_m: float
    direction: str


@dataclass(frozen=True, eq=False)
class Design:
    """Where an intervention would be, what lies around it, and what it would be held against.

    No two parts overlap: neither target, rings and alternatives, nor controls and their rings.

    Parameters
    ----------
    place
        Id of the candidate place.
    name
        What people call it.
    target
        Polygons in metres: the boundary of the place.
    rings
        Rings around the target, the nearest first.
    controls
        Areas it is compared with, the most alike first.
    alternatives
        Candidate places that the market may move to, the nearest first.
    gap_asked_m
        Least distance that was asked for between rings of the target and of any control.
    detectable
        The smallest changes that the records could show.
    not_with
        Ids of candidate places at which nothing may be done at the same time, for their rings or
        controls would overlap with these.
    notes
        What weakens it, in words.
    """

    place: str
    name: str
    target: Shape
    rings: tuple[Band, ...]
    controls: tuple[Control, ...]
    alternatives: tuple[Alternative, ...]
    gap_asked_m: float
    detectable: tuple[Detectable, ...] = ()
    not_with: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def treated(self) -> Shape:
        """Target and rings together."""
        return shapely.union_all([self.target, *(band.shape for band in self.rings)])

    @cached_property
    def compared(self) -> Shape:
        """Controls and their rings together."""
        return shapely.union_all([shape for one in self.controls for shape in _with_rings(one)])

    @property
    def gap_m(self) -> float | None:
        """Least distance from the target's rings to those of any control; none without one."""
        return float(shapely.distance(self.treated, self.compared)) if self.controls else None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what was fixed: every shape to the centimetre, and what each is for."""
        fixed = {
            "place": self.place,
            "target": _written(self.target),
            "rings": [[band.name, _written(band.shape)] for band in self.rings],
            "controls": [
                [one.id, _written(one.area), [[b.name, _written(b.shape)] for b in one.rings]]
                for one in self.controls
            ],
            "alternatives": [[one.id, _written(one.area)] for one in self.alternatives],
            "gap_asked_m": float(self.gap_asked_m),
        }
        text = json.dumps(fixed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def intervention(
        self,
        places: Places,
        *,
        starts: str,
        name: str | None = None,
        comparison: Literal["elsewhere", "controls"] = "elsewhere",
    ) -> Intervention:
        """Return the design as an intervention on the places of a panel.

        A place is treated if at least half of it lies in the target, and belongs to a ring if at
        least half of it lies in target and rings together. What touches them less is left out, as
        are the alternatives and all that lies nearer to the rings than the gap.

        Parameters
        ----------
        places
            Blocks, segments or cells with geometry, in the metres of the design.
        starts
            First period in which it could have had an effect, as the panel calls it.
        name
            What people call it; after the place if left out.
        comparison
            Compare with all places ``elsewhere``, or with those in the ``controls`` alone.

        Raises
        ------
        NoGeometry, PlacesElsewhere
            If the places cannot be laid on the design.
        NoIntervention
            If no place lies in the target.
        NoComparison
            If none is left to compare with.
        """
        geometry = _geometry(places)
        self._require_near(geometry)
        shares = shares_within(geometry, [self.target, *(band.shape for band in self.rings)])
        is_area = shares[:, 0] >= MOST
        if not is_area.any():
            raise NoIntervention(
                f"None of the {len(places):,} places lies with half of it in the target of "
                f"{self.name}, {self.target.area / 10_000:.1f} ha. Count in smaller places: "
                "blocks, street segments, or cells of 100 m and less."
            )
        is_ring = ~is_area & (shares.sum(axis=1) >= MOST)
        nearest = shares[:, 1:].argmax(axis=1)
        ids = np.array(places.ids, dtype=object)
        compared = (
            self._elsewhere(geometry) if comparison == "elsewhere" else self._controls(geometry)
        )
        if not compared.any():
            raise NoComparison(
                f"No place of the panel is left to compare {self.name} with: none lies "
                + (
                    f"{self.gap_asked_m:g} m beyond its rings. Add places of the rest of the city."
                    if comparison == "elsewhere"
                    else f"with half of it in one of its {len(self.controls)} controls. Compare "
                    "with places elsewhere, or name other controls."
                )
            )
        return Intervention(
            name=name or f"Intervention at {self.name}",
            area=tuple(ids[is_area]),
            starts=starts,
            buffer=tuple(
                Ring(name=band.name, places=tuple(ids[is_ring & (nearest == at)]))
                for at, band in enumerate(self.rings)
            ),
            comparison=tuple(ids[compared & ~is_area & ~is_ring]),
        )

    def conflicts(self, other: Design) -> bool:
        """Say whether doing something at both places at once would spoil what is compared."""
        return bool(
            shapely.intersects(self.treated, other.treated)
            or shapely.intersects(self.treated, other.compared)
            or shapely.intersects(self.compared, other.treated)
        )

    def _elsewhere(self, geometry: NDArray[np.object_]) -> NDArray[np.bool_]:
        far = shapely.distance(geometry, self.treated) >= self.gap_asked_m
        kept_out = [self.treated, *(one.area for one in self.alternatives)]
        return np.asarray(far & ~shares_within(geometry, kept_out).any(axis=1))

    def _controls(self, geometry: NDArray[np.object_]) -> NDArray[np.bool_]:
        within = shares_within(geometry, [one.area for one in self.controls])
        return np.asarray((within >= MOST).any(axis=1))

    def _require_near(self, geometry: NDArray[np.object_]) -> None:
        mine, theirs = shapely.bounds(self.treated), shapely.total_bounds(geometry)
        if not shapely.intersects(shapely.box(*mine), shapely.box(*theirs)):
            raise PlacesElsewhere(
                f"The places of the panel reach from {_corner(theirs[:2])} to "
                f"{_corner(theirs[2:])}, and the target of {self.name} lies at "
                f"{_corner(mine[:2])}. Put the places into the coordinate system that the design "
                "was found in, and check that they are of the same city."
            )


def _with_rings(control: Control) -> tuple[Shape, ...]:
    return (control.area, *(band.shape for band in control.rings))


def _written(shape: Shape) -> str:
    """Return a shape as text, the same from whatever corner it is drawn."""
    return str(shapely.to_wkt(shapely.normalize(shape), rounding_precision=2, trim=True))


def _geometry(places: Places) -> NDArray[np.object_]:
    if places.geometry is None:
        raise NoGeometry(
            "A design needs the geometry of the places, and this panel has ids only. Give it a "
            "boundary file."
        )
    return places.geometry


def _corner(at: NDArray[np.float64]) -> str:
    return f"{at[0]:,.0f}, {at[1]:,.0f}"
