"""Data sets drawn under the null hypothesis, and the search for their maxima."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from commonground.numerics.scan.options import ScanOptions
from commonground.numerics.scan.replicates import (
    BATCH,
    LOWEST,
    Multinomial,
    PermutedDays,
    Relabelled,
    floors,
    replicate_maxima,
)
from tests.unit.numerics.problems import QUICK

BY_CHANCE = 1e-4
"""With a fixed seed a fair draw is not refused by accident, and a wrong one is far below."""

Counts = NDArray[np.integer]


@QUICK
@given(seed=st.integers(0, 999), n=st.integers(1, 60), cases=st.integers(0, 300))
def test_throws_all_cases_where_the_inverse_of_the_distribution_says(
    seed: int, n: int, cases: int
) -> None:
    random = np.random.default_rng(seed)
    population = random.uniform(0, 1, n) ** 20 + 1e-12
    null = Multinomial.of(cases, population)

    counts = null.draw(np.random.default_rng(seed), 3)

    again = np.random.default_rng(seed)
    for one in counts:
        thrown = np.searchsorted(null.cumulative, again.random(cases), side="right")
        assert one.tolist() == np.bincount(thrown, minlength=n).tolist()


def test_throws_cases_in_proportion_to_the_population() -> None:
    population = np.array([1.0, 2.0, 3.0, 4.0, 0.5])

    counts = Multinomial.of(1000, population).draw(np.random.default_rng(1), 50).sum(axis=0)

    expected = 50_000 * population / population.sum()
    assert stats.chisquare(counts, expected).pvalue > BY_CHANCE


@pytest.mark.parametrize("method", ["count", "marginals"])
def test_gives_labels_without_replacement(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    individuals = np.array([3, 0, 5, 1])
    if method == "marginals":
        monkeypatch.setattr("commonground.numerics.scan.replicates.MOST_SHUFFLED", 0)

    counts = Relabelled(4, individuals).draw(np.random.default_rng(1), 2000)

    assert np.all(counts.sum(axis=1) == 4)
    assert np.all(counts <= individuals)
    first = stats.hypergeom(9, 3, 4).pmf(np.arange(4)) * 2000
    assert stats.chisquare(np.bincount(counts[:, 0], minlength=4), first).pvalue > BY_CHANCE


def test_permutes_days() -> None:
    days = np.array([5, 5, 7, 9])

    drawn = PermutedDays(days).draw(np.random.default_rng(1), 600)

    assert np.all(np.sort(drawn, axis=1) == days)
    assert stats.chisquare(np.bincount(drawn[:, 0])[[5, 7, 9]], [300, 150, 150]).pvalue > BY_CHANCE


def test_lowers_a_floor_to_the_end() -> None:
    lowered = list(floors(2.0))

    assert lowered[0] == 2
    assert lowered[-1] == LOWEST
    assert all(np.diff(lowered) < 0)
    assert list(floors(0.0)) == [LOWEST]


@dataclass
class _Numbers:
    """Replicates that are their own maxima, found only above the floor."""

    zones: int = 1000
    floors: list[float] = field(default_factory=list)

    def draw(self, random: np.random.Generator, replicates: int) -> Counts:
        return random.integers(0, 12, (replicates, 1))

    def largest(self, drawn: Counts, *, floor: float) -> NDArray[np.float64]:
        self.floors.append(floor)
        return np.where(drawn[:, 0] >= floor, drawn[:, 0], 0.0)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_finds_every_maximum_for_any_number_of_workers(workers: int) -> None:
    numbers, replicates = _Numbers(), 3 * BATCH + 7
    options = ScanOptions(seed=4, share=1, replicates=replicates, workers=workers)

    maxima = replicate_maxima(numbers, numbers, options)

    seeds = np.random.SeedSequence(4).spawn(4)
    drawn = [
        numbers.draw(np.random.default_rng(seed), size)
        for seed, size in zip(seeds, [BATCH, BATCH, BATCH, 7], strict=True)
    ]
    assert maxima.tolist() == np.concatenate(drawn)[:, 0].tolist()
    assert min(numbers.floors) == LOWEST
