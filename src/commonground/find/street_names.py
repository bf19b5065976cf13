"""Street names: what people call the segments and crossings that the records of a place lie on."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import shapely
from numpy.typing import NDArray

from commonground.find.naming import MOST_STREETS
from commonground.find.segments import NOWHERE, Segments


def busiest_segment(streets: Segments, units: NDArray[np.intp]) -> str | None:
    """Return the segment or crossing that most records lie on, as people say it.

    Parameters
    ----------
    streets
        The streets of the city.
    units
        Unit of each record; see `Segments.nearest`.
    """
    held: Counter[str] = Counter()
    for unit, times in _held(units).items():
        if called := unit_name(streets, unit):
            held[called] += times
    return min(held, key=lambda name: (-held[name], name)) if held else None


def streets_along(streets: Segments, units: NDArray[np.intp]) -> tuple[str, ...]:
    """Return streets with the crossings that records lie between, those with most records first.

    A record on a crossing is one of each street that meets there.

    Parameters
    ----------
    streets, units
        As for `busiest_segment`.
    """
    held: Counter[str] = Counter()
    between: dict[str, set[int]] = defaultdict(set)
    for unit, times in _held(units).items():
        crossing = unit - len(streets)
        ends = [crossing] if crossing >= 0 else streets.ends[unit].tolist()
        for name in streets.crossed[crossing] if crossing >= 0 else (streets.names[unit],):
            held[name] += times
            between[name].update(end for end in ends if end != NOWHERE)
    order = sorted(filter(None, held), key=lambda name: (-held[name], name))
    return tuple(_said(streets, name, _outermost(streets, name, between[name])) for name in order)[
        :MOST_STREETS
    ]


def unit_name(streets: Segments, unit: int) -> str:
    """Return what people call a segment or a crossing; empty where they have no name for it.

    As in ``Market St between 5th St and 6th St``, ``Elm Ct near Oak St`` where a street ends, and
    ``5th St / Market St``.

    Parameters
    ----------
    streets
        The streets of the city.
    unit
        Number of the unit.
    """
    if unit >= len(streets):
        return " / ".join(sorted(streets.crossed[unit - len(streets)][:2]))
    name = streets.names[unit]
    ends = {end for end in streets.ends[unit].tolist() if end != NOWHERE}
    return _said(streets, name, sorted(ends)) if name else ""


def _held(units: NDArray[np.intp]) -> dict[int, int]:
    on, times = np.unique(units[units != NOWHERE], return_counts=True)
    return dict(zip(on.tolist(), times.tolist(), strict=True))


def _said(streets: Segments, name: str, ends: list[int]) -> str:
    crossed = [_other(streets, name, end) for end in ends]
    named = list(dict.fromkeys(filter(None, crossed)))
    if len(named) > 1:
        return f"{name} between {named[0]} and {named[-1]}"
    return f"{name} near {named[0]}" if named else name


def _other(streets: Segments, name: str, crossing: int) -> str:
    """Return the street that one crosses there; empty where it has no name."""
    return next((other for other in streets.crossed[crossing] if other != name), "")


def _outermost(streets: Segments, name: str, crossings: set[int]) -> list[int]:
    """Return the two crossings that lie farthest apart, of those with a street of another name."""
    known = sorted(at for at in crossings if _other(streets, name, at))
    if len(known) <= 2:
        return known
    points = shapely.points([streets.corners[streets.crossing == at].mean(axis=0) for at in known])
    apart = shapely.distance(points[:, None], points[None, :])
    return [known[at] for at in sorted(np.unravel_index(int(apart.argmax()), apart.shape))]
