"""The space-time permutation scan: places and days with more events than their margins explain."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from commonground.numerics.scan.circles import Indices
from commonground.numerics.scan.clusters import Cluster, Scan, reported
from commonground.numerics.scan.cylinder_search import CylinderSearch
from commonground.numerics.scan.locations import Locations, checked_points
from commonground.numerics.scan.neighbours import circles_around
from commonground.numerics.scan.options import ScanOptions
from commonground.numerics.scan.replicates import PermutedDays, replicate_maxima
from commonground.numerics.scan.windows import Days, Windows


def space_time_permutation_scan(
    *,
    x_m: ArrayLike,
    y_m: ArrayLike,
    location: ArrayLike,
    day: ArrayLike,
    windows: Windows,
    options: ScanOptions,
) -> Scan:
    """Find circles and windows of days with more events than place and time apart explain.

    Parameters
    ----------
    x_m, y_m
        Coordinates of the locations in metres, shape (n,). Locations without events are left out.
    location
        Index of each event's location, shape (events,).
    day
        Day of each event as a whole number, shape (events,).
    windows
        Which days a cylinder may span.
    options
        Limits of the circles, and the replicates. The largest share is one of all events.

    Notes
    -----
    Kulldorff, Heffernan, Hartman, Assuncao and Mostashari 2005 (PLoS Medicine 2:e59). A cylinder
    with ``a`` of the ``N`` events in its circle and ``b`` in its window expects ``a b / N``; the
    ratio is that of the Poisson model. Replicates permute the days. Secondary clusters share no
    location with a more likely one, whatever their days. Of windows with the same ratio the
    shortest is reported, and of those the earliest.
    """
    points = checked_points(x_m, y_m)
    at, on = _checked_events(location, day, len(points), windows)
    events = np.bincount(at, minlength=len(points))
    locations = Locations.of(points, events, events.astype(np.float64))
    at = np.searchsorted(locations.indices, at)

    circles = circles_around(locations.points, locations.sizes, options)
    last_day = int(on.max()) if windows.last_day is None else windows.last_day
    days = Days.of(windows, first_day=int(on.min()), last_day=last_day)
    search = CylinderSearch.of(circles, days, locations=at, on=on)
    maxima = replicate_maxima(search, PermutedDays(on), options)

    clusters = []
    for found in reported(
        partial(search.reaching, on=on), circles=circles, maxima=maxima, alpha=options.alpha
    ):
        first, last = search.window(found.window)
        is_inside = np.isin(at, found.inside) & (first <= on) & (on <= last)
        in_window = ((first <= on) & (on <= last)).sum()
        clusters.append(
            Cluster(
                centre=int(locations.indices[found.inside[0]]),
                locations=locations.indices[found.inside],
                radius_m=locations.radius_m(found.inside),
                cases=int(is_inside.sum()),
                expected=float(locations.sizes[found.inside].sum() * in_window / len(on)),
                llr=found.llr,
                p=found.p,
                first_day=first,
                last_day=last,
            )
        )
    return Scan(tuple(clusters), maxima)


def _checked_events(
    location: ArrayLike, day: ArrayLike, n: int, windows: Windows
) -> tuple[Indices, Indices]:
    """Return the location and the day of each event as whole numbers, or refuse them."""
    at, on = np.asarray(location).ravel(), np.asarray(day).ravel()
    if len(at) != len(on):
        raise ValueError(f"{len(at)} locations and {len(on)} days of events; give one of each")
    if not len(at):
        raise ValueError("there are no events; a scan needs some on at least two days")
    for values, name in ((at, "location"), (on, "day")):
        wrong = np.flatnonzero(~(np.isfinite(values) & (values == np.rint(values))))
        if len(wrong):
            raise ValueError(f"{name} of event {wrong[0]}: {values[wrong[0]]}; give whole numbers")
    wrong = np.flatnonzero((at < 0) | (at >= n))
    if len(wrong):
        raise ValueError(f"event {wrong[0]} is at location {at[wrong[0]]} of {n}; count from 0")
    if len(np.unique(on)) < 2:
        raise ValueError("all events are on one day; permuting days needs at least two")
    if windows.last_day is not None and on.max() > windows.last_day:
        raise ValueError(
            f"an event is on day {on.max()}, after the last day {windows.last_day}; "
            "leave later events out"
        )
    return at.astype(np.intp), on.astype(np.intp)
