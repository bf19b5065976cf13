"""Log-likelihood ratios of scan statistics, and the smallest counts that reach one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonground.numerics.calibration import Floats

TINY = 1e-300
"""Stands for 0 under a logarithm that is then multiplied by 0."""

KEPT_BITS = 9
"""Bits of a size's mantissa that its class keeps: sizes of a class differ by less than 0.2 %."""

MANTISSA_BITS = 52
CAUTION = 1e-9
"""Share by which a size, and a ratio asked for, are lowered: more than rounding may raise them."""


class Likelihood(Protocol):
    """A scan statistic: what a zone's cases say against its size."""

    @property
    def cases(self) -> int:
        """Cases in all locations."""
        ...

    def expected(self, size: Floats) -> Floats:
        """Return the cases expected in zones of this size if no place is special."""
        ...

    def ratio(self, cases: ArrayLike, size: Floats) -> Floats:
        """Return the log-likelihood ratio of zones; 0 where no more cases than expected."""
        ...


@dataclass(frozen=True, slots=True)
class PoissonLikelihood:
    """Cases among a population: ``c log(c/E) + (C - c) log((C - c)/(C - E))`` (Kulldorff 1997).

    Parameters
    ----------
    cases, population
        In all locations; the size of a zone is its population.
    """

    cases: int
    population: float

    def expected(self, size: Floats) -> Floats:
        """Return the share of the cases that is the zone's share of the population."""
        return size * (self.cases / self.population)

    def ratio(self, cases: ArrayLike, size: Floats) -> Floats:
        """Return the log-likelihood ratio of zones with these cases and this population."""
        inside, expected = np.asarray(cases, dtype=np.float64), self.expected(size)
        value = _term(inside, expected) + _term(self.cases - inside, self.cases - expected)
        return np.where(inside > expected, value, 0.0)


@dataclass(frozen=True, slots=True)
class BernoulliLikelihood:
    """Cases among individuals who are a case or a control (Kulldorff 1997).

    The sum of ``O log(O/E)`` over cases and controls, inside and outside of the zone.

    Parameters
    ----------
    cases, individuals
        In all locations; the size of a zone is its individuals, cases and controls.
    """

    cases: int
    individuals: int

    def expected(self, size: Floats) -> Floats:
        """Return the share of the cases that is the zone's share of the individuals."""
        return size * (self.cases / self.individuals)

    def ratio(self, cases: ArrayLike, size: Floats) -> Floats:
        """Return the log-likelihood ratio of zones with these cases and individuals.

        A zone with more cases than individuals, which only a bound can ask for, has no controls.
        """
        inside = np.asarray(cases, dtype=np.float64)
        size = np.maximum(size, inside)
        expected, controls = self.expected(size), self.individuals - self.cases
        value = (
            _term(inside, expected)
            + _term(self.cases - inside, self.cases - expected)
            + _term(size - inside, size - expected)
            + _term(controls - (size - inside), controls - (size - expected))
        )
        return np.where(inside > expected, value, 0.0)


class SizeClasses:
    """Sizes by their leading bits, to look up the smallest count that reaches a ratio.

    Parameters
    ----------
    likelihood
        The statistic.
    smallest, largest
        No size that will be asked for is smaller, but for 0, or larger.
    """

    def __init__(self, likelihood: Likelihood, *, smallest: float, largest: float) -> None:
        self._likelihood = likelihood
        first, last = _leading_bits(np.array([smallest, largest * (1 + CAUTION)])).tolist()
        self._before = first - 1
        bits = np.arange(first, last + 1) << (MANTISSA_BITS - KEPT_BITS)
        self._smallest = bits.view(np.float64) * (1 - CAUTION)

    def of(self, sizes: Floats) -> NDArray[np.int64]:
        """Return the class of each size; 0 is that of nothing."""
        return np.asarray(np.maximum(_leading_bits(sizes) - self._before, 0))

    def least_counts(self, ratio: float) -> NDArray[np.int32]:
        """Return for each class the smallest count that may reach a ratio above 0.

        For a given count the ratio falls with the size. So no zone of the class, or of a larger
        one, reaches the ratio with a smaller count. Where no count is enough, and for class 0, it
        is one more than all cases.
        """
        below = np.zeros(len(self._smallest), dtype=np.int32)
        enough = np.full_like(below, self._likelihood.cases + 1)
        while np.any(enough - below > 1):
            middle = (below + enough) // 2
            reaches = self._likelihood.ratio(middle, self._smallest) >= ratio * (1 - CAUTION)
            enough = np.where(reaches, middle, enough)
            below = np.where(reaches, below, middle)
        return np.concatenate([[self._likelihood.cases + 1], enough]).astype(np.int32)


def _term(observed: Floats, expected: Floats) -> Floats:
    return observed * np.log(np.maximum(observed, TINY) / np.maximum(expected, TINY))


def _leading_bits(sizes: Floats) -> NDArray[np.int64]:
    return sizes.view(np.int64) >> (MANTISSA_BITS - KEPT_BITS)
