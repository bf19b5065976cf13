"""Kulldorff's spatial scan statistics: circles with more cases than a map without clusters has."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from commonground.numerics.scan.circle_search import CircleSearch
from commonground.numerics.scan.clusters import Cluster, Scan, reported
from commonground.numerics.scan.likelihood import (
    BernoulliLikelihood,
    Likelihood,
    PoissonLikelihood,
)
from commonground.numerics.scan.locations import (
    Locations,
    checked_counts,
    checked_points,
    checked_sizes,
)
from commonground.numerics.scan.neighbours import circles_around
from commonground.numerics.scan.options import ScanOptions
from commonground.numerics.scan.replicates import Multinomial, Null, Relabelled, replicate_maxima


def poisson_scan(
    *, x_m: ArrayLike, y_m: ArrayLike, cases: ArrayLike, population: ArrayLike, options: ScanOptions
) -> Scan:
    """Find circles with more cases than their share of the population.

    Parameters
    ----------
    x_m, y_m
        Coordinates of the locations in metres, shape (n,).
    cases
        Whole numbers, shape (n,).
    population
        People, area or whatever cases are expected in proportion to, shape (n,). Locations without
        any are left out.
    options
        Limits of the circles, and the replicates.

    Notes
    -----
    The Poisson model of Kulldorff 1997 (Communications in Statistics 26:1481-1496). Every location
    is a centre. Its circles take the nearest locations one by one, equally near ones by their
    index. Replicates throw the same number of cases on the locations in proportion to population.
    """
    points = checked_points(x_m, y_m)
    counts = checked_counts(cases, of="cases", n=len(points))
    people = checked_sizes(population, of="population", n=len(points))
    locations = Locations.of(points, counts, people)

    total = int(counts.sum())
    likelihood = PoissonLikelihood(total, float(locations.sizes.sum()))
    return _scan(locations, likelihood, Multinomial.of(total, locations.sizes), options)


def bernoulli_scan(
    *, x_m: ArrayLike, y_m: ArrayLike, cases: ArrayLike, controls: ArrayLike, options: ScanOptions
) -> Scan:
    """Find circles in which more individuals than elsewhere are cases.

    Parameters
    ----------
    x_m, y_m
        Coordinates of the locations in metres, shape (n,).
    cases, controls
        Whole numbers, shape (n,). Locations with neither are left out; the largest share of a
        circle is one of cases and controls together.
    options
        Limits of the circles, and the replicates.

    Notes
    -----
    The Bernoulli model of Kulldorff 1997. Circles are those of :func:`poisson_scan`. Replicates
    give the case labels to individuals at random, without replacement.
    """
    points = checked_points(x_m, y_m)
    counts = checked_counts(cases, of="cases", n=len(points))
    individuals = counts + checked_counts(controls, of="controls", n=len(points))
    locations = Locations.of(points, counts, individuals.astype(np.float64))

    total = int(counts.sum())
    if total == individuals.sum():
        raise ValueError(
            "no location has a control; give controls, or a population to compare with"
        )
    likelihood = BernoulliLikelihood(total, int(individuals.sum()))
    null = Relabelled(total, locations.sizes.astype(np.int64))
    return _scan(locations, likelihood, null, options)


def _scan(locations: Locations, likelihood: Likelihood, null: Null, options: ScanOptions) -> Scan:
    """Search the replicates, then the data for what is rare among them."""
    circles = circles_around(locations.points, locations.sizes, options)
    search = CircleSearch.of(circles, likelihood, locations.sizes)
    maxima = replicate_maxima(search, null, options)

    reaching = partial(search.reaching, cases=locations.cases)
    clusters = [
        Cluster(
            centre=int(locations.indices[found.inside[0]]),
            locations=locations.indices[found.inside],
            radius_m=locations.radius_m(found.inside),
            cases=int(locations.cases[found.inside].sum()),
            expected=float(likelihood.expected(locations.sizes[found.inside].sum())),
            llr=found.llr,
            p=found.p,
        )
        for found in reported(reaching, circles=circles, maxima=maxima, alpha=options.alpha)
    ]
    return Scan(tuple(clusters), maxima)
