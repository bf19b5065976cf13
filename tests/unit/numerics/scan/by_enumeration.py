"""Scan statistics the slow way: every zone, one by one, with sums written out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import dist, inf, log
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from commonground.numerics.scan.clusters import Scan
from commonground.numerics.scan.options import ScanOptions
from commonground.numerics.scan.windows import Windows

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SUMS = 1e-9
"""Relative, and below it nothing: a ratio is a difference of sums of some dozen terms."""


@dataclass(frozen=True, eq=False)
class Map:
    """Locations with cases and population, and the limits of circles."""

    points: Floats
    cases: Integers
    population: Floats
    options: ScanOptions

    @property
    def in_words(self) -> dict[str, Any]:
        """The arguments of a Poisson scan."""
        return {
            "x_m": self.points[:, 0],
            "y_m": self.points[:, 1],
            "cases": self.cases,
            "population": self.population,
            "options": self.options,
        }


@st.composite
def layouts(draw: st.DrawFn) -> Floats:
    """Draw lattices, whole, with holes, turned, mirrored or shuffled, and scattered points."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    wide, high = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    points = np.array([(x, y) for y in range(high) for x in range(wide)], dtype=np.float64)
    points *= draw(st.sampled_from([(100.0, 100.0), (30.48, 50.0)]))
    kind = draw(st.sampled_from(["whole", "holes", "turned", "mirrored", "shuffled", "scattered"]))
    if kind == "holes":
        points = points[(random.random(len(points)) < 0.7) | (np.arange(len(points)) < 2)]
    if kind == "turned":
        points = points[:, ::-1]
    if kind == "mirrored":
        points = points * [1, -1]
    if kind == "shuffled":
        points = random.permutation(points)
    if kind == "scattered":
        points = random.uniform(0, 300, points.shape)
    return points + draw(st.sampled_from([0.0, 543_210.7]))


@st.composite
def limits(draw: st.DrawFn) -> ScanOptions:
    """Draw limits of circles, replicates and how rare a secondary cluster must be."""
    radius_m = draw(st.sampled_from([None, 90.0, 100.0, 150.0, 305.0]))
    share = draw(st.sampled_from([0.5, 1.0] if radius_m is None else [None, 0.5]))
    return ScanOptions(
        seed=draw(st.integers(0, 99)),
        radius_m=radius_m,
        share=share,
        replicates=draw(st.sampled_from([1, 9, 19])),
        alpha=draw(st.sampled_from([0.05, 0.5, 1.0])),
    )


@st.composite
def maps(draw: st.DrawFn, *, is_whole: bool = False) -> Map:
    """Draw locations with rare or common cases among an uneven population."""
    points, options = draw(layouts()), draw(limits())
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    population = random.integers(0, 4, len(points)).astype(np.float64)
    population[:2] = 1
    cases = random.poisson(draw(st.sampled_from([0.3, 2.0, 40.0])) * population)
    cases[0] += 1
    if not is_whole and draw(st.booleans()):
        population *= random.uniform(0.1, 10, len(points))
    return Map(points, cases, population, options)


class Zone(NamedTuple):
    """A circle, its number among those of its centre, a window of days and the ratio."""

    inside: list[int]
    window: tuple[int, int]
    ratio: float

    @property
    def place_in_line(self) -> tuple[int, int, int, int]:
        """What decides between zones with the same ratio."""
        first, last = self.window
        return self.inside[0], len(self.inside), last - first, last


def circles(points: Floats, sizes: Floats, options: ScanOptions) -> Iterator[list[int]]:
    """Yield the locations of every circle, centre first; those without a size are left out."""
    most = inf if options.share is None else options.share * sizes.sum() * (1 + SUMS)
    held = [int(at) for at in np.flatnonzero(sizes > 0)]
    for centre in held:
        away = {at: round(dist(points[centre], points[at]), 5) for at in held}
        inside: list[int] = []
        for at in sorted(held, key=lambda at, away=away: (away[at], at)):  # type: ignore[misc]
            if away[at] > (options.radius_m or inf) or sizes[[*inside, at]].sum() > most:
                break
            inside.append(at)
            yield list(inside)


def poisson_zones(map_: Map, cases: Integers) -> list[Zone]:
    """Return every circle with its ratio in the Poisson model."""
    total, people = int(cases.sum()), map_.population.sum()
    return [
        Zone(
            inside,
            (0, 0),
            poisson_ratio(
                cases[inside].sum(), total * map_.population[inside].sum() / people, total
            ),
        )
        for inside in circles(map_.points, map_.population, map_.options)
    ]


def bernoulli_zones(map_: Map, cases: Integers) -> list[Zone]:
    """Return every circle with its ratio in the Bernoulli model; the population is everyone."""
    total, people = int(cases.sum()), int(map_.population.sum())
    return [
        Zone(
            inside,
            (0, 0),
            bernoulli_ratio(
                int(cases[inside].sum()), int(map_.population[inside].sum()), total, people
            ),
        )
        for inside in circles(map_.points, map_.population, map_.options)
    ]


@dataclass(frozen=True, eq=False)
class Diary:
    """Events at locations on days, and the limits of cylinders."""

    points: Floats
    location: Integers
    day: Integers
    windows: Windows
    options: ScanOptions


@st.composite
def diaries(draw: st.DrawFn) -> Diary:
    """Draw events on days with gaps, before and after day 0."""
    points, options = draw(layouts()), draw(limits())
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    events, days = draw(st.integers(3, 40)), draw(st.integers(2, 9))
    location = random.integers(0, len(points), events)
    location[:2] = [0, 1]
    day = random.integers(0, days, events) - 3
    day[:2] = [-3, days - 4]
    windows = Windows(
        longest_days=draw(st.integers(1, 12)),
        is_prospective=draw(st.booleans()),
        last_day=draw(st.sampled_from([None, days, days - 4])),
    )
    return Diary(points, location, day, windows, options)


def cylinders(diary: Diary, day: Integers) -> list[Zone]:
    """Return every cylinder with its ratio."""
    sizes = np.bincount(diary.location, minlength=len(diary.points)).astype(np.float64)
    last_day = day.max() if diary.windows.last_day is None else diary.windows.last_day
    windows = [
        (first, last)
        for last in range(day.min(), last_day + 1)
        for first in range(day.min(), last + 1)
        if last - first < diary.windows.longest_days
        and (last == last_day or not diary.windows.is_prospective)
    ]
    zones = []
    for inside in circles(diary.points, sizes, diary.options):
        is_inside = np.isin(diary.location, inside)
        for first, last in windows:
            is_then = (first <= day) & (day <= last)
            expected = is_inside.sum() * is_then.sum() / len(day)
            ratio = poisson_ratio((is_inside & is_then).sum(), expected, len(day))
            zones.append(Zone(inside, (first, last), ratio))
    return zones


def largest(zones: Iterable[Zone]) -> float:
    """Return the largest ratio, 0 where there is none to speak of."""
    ratio = max((zone.ratio for zone in zones), default=0.0)
    return ratio if ratio > SUMS else 0.0


def to_report(zones: list[Zone], scan: Scan, alpha: float) -> list[tuple[Zone, float]]:
    """Return the most likely zone and the secondary ones with their p."""
    chosen: list[tuple[Zone, float]] = []
    while top := largest(zones):
        p = (1 + int((scan.maxima >= top * (1 - SUMS)).sum())) / (1 + len(scan.maxima))
        if chosen and p >= alpha:
            break
        best = min(
            (zone for zone in zones if zone.ratio >= top * (1 - SUMS)),
            key=lambda zone: zone.place_in_line,
        )
        chosen.append((best, p))
        zones = [zone for zone in zones if not set(zone.inside) & set(best.inside)]
    return chosen


def poisson_ratio(cases: float, expected: float, total: float) -> float:
    """Return Kulldorff's log-likelihood ratio of the Poisson model."""
    if cases <= expected:
        return 0.0
    outside = total - cases
    ratio = cases * log(cases / expected)
    return ratio + (outside * log(outside / (total - expected)) if outside else 0.0)


def bernoulli_ratio(cases: int, people: int, all_cases: int, all_people: int) -> float:
    """Return Kulldorff's log-likelihood ratio of the Bernoulli model, as he printed it."""
    outside, people_outside = all_cases - cases, all_people - people
    if cases * people_outside <= outside * people:
        return 0.0
    return (
        _binomial(cases, people)
        + _binomial(outside, people_outside)
        - _binomial(all_cases, all_people)
    )


def _binomial(cases: int, people: int) -> float:
    return sum(part * log(part / people) for part in (cases, people - cases) if part)
