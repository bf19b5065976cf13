"""Log-likelihood ratios, and the counts that reach them."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.scan.likelihood import (
    BernoulliLikelihood,
    Likelihood,
    PoissonLikelihood,
    SizeClasses,
)
from tests.unit.numerics.problems import QUICK
from tests.unit.numerics.scan.by_enumeration import SUMS, bernoulli_ratio, poisson_ratio

CLASS = 1.003
"""Sizes of a class differ by less than 0.2 %, and are lowered by 1e-6."""


def test_has_the_ratio_worked_out_by_hand() -> None:
    ratio = PoissonLikelihood(10, 100.0).ratio([6, 2, 10], np.array([20.0, 20.0, 20.0]))

    assert ratio == pytest.approx([6 * log(3) + 4 * log(0.5), 0, 10 * log(5)], rel=SUMS)


@QUICK
@given(data=st.data(), total=st.integers(1, 50), population=st.floats(0.1, 1e6))
def test_is_the_ratio_of_the_paper(data: st.DataObject, total: int, population: float) -> None:
    cases, size = data.draw(st.integers(0, total)), data.draw(st.floats(0.01, 1)) * population

    found = float(PoissonLikelihood(total, population).ratio(cases, np.array(size)))

    expected = poisson_ratio(cases, total * size / population, total)
    assert found == pytest.approx(expected, rel=SUMS, abs=SUMS)


@QUICK
@given(total=st.integers(1, 50), scale=st.floats(1e-3, 1e6), size=st.floats(0.01, 1))
def test_does_not_know_the_unit_of_population(total: int, scale: float, size: float) -> None:
    counts = np.arange(total + 1)

    found = PoissonLikelihood(total, scale).ratio(counts, np.array(size * scale))

    expected = PoissonLikelihood(total, 1.0).ratio(counts, np.array(size))
    assert found == pytest.approx(expected, rel=SUMS, abs=SUMS)


@QUICK
@given(data=st.data(), people=st.integers(2, 60))
def test_is_the_ratio_of_the_paper_for_labels(data: st.DataObject, people: int) -> None:
    total = data.draw(st.integers(1, people - 1))
    size = data.draw(st.integers(1, people - 1))
    cases = data.draw(st.integers(max(0, size - people + total), min(size, total)))

    found = float(BernoulliLikelihood(total, people).ratio(cases, np.array(float(size))))

    assert found == pytest.approx(bernoulli_ratio(cases, size, total, people), rel=SUMS, abs=SUMS)


@QUICK
@given(
    likelihood=st.sampled_from([PoissonLikelihood(40, 97.0), BernoulliLikelihood(40, 97)]),
    ratio=st.floats(1e-9, 30),
)
def test_the_smallest_count_is_never_too_large(likelihood: Likelihood, ratio: float) -> None:
    sizes = np.arange(1.0, 98.0)
    classes = SizeClasses(likelihood, smallest=1.0, largest=97.0)

    least = classes.least_counts(ratio)[classes.of(sizes)]

    counts = np.arange(41)[:, None]
    is_zone = (counts <= sizes) & (sizes - counts <= 57)
    reaches = (likelihood.ratio(counts, sizes) >= ratio) & is_zone
    for at in range(len(sizes)):
        held = np.flatnonzero(reaches[:, at:].any(axis=1))
        assert least[at] <= (held[0] if len(held) else 41)


@QUICK
@given(ratio=st.floats(0.01, 30))
def test_the_smallest_count_is_hardly_too_small(ratio: float) -> None:
    likelihood, sizes = PoissonLikelihood(40, 97.0), np.linspace(0.01, 97, 500)
    classes = SizeClasses(likelihood, smallest=0.01, largest=97.0)

    least = classes.least_counts(ratio)[classes.of(sizes)]

    reached = likelihood.ratio(np.minimum(least, 40), sizes / CLASS)
    assert np.all((reached >= ratio * (1 - 1e-5)) | (least == 41))


def test_nothing_reaches_a_ratio() -> None:
    classes = SizeClasses(PoissonLikelihood(40, 97.0), smallest=1.0, largest=97.0)

    assert classes.least_counts(1e-9)[classes.of(np.array([0.0]))] == 41
