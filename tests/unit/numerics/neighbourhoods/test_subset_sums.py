"""Sums of counts drawn without replacement, by listing every subset."""

from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.neighbourhoods import subset_sums as module
from commonground.numerics.neighbourhoods.subset_sums import neighbour_sum_tails, subset_sums
from tests.unit.numerics.problems import QUICK

EXACT = 1e-12
"""Absolute, of a probability: a few hundred additions of positive terms."""

RELATIVE = 1e-12
"""Of a tail, however small: positive terms keep their leading digits."""

MONTE_CARLO = 4.5
"""Standard errors; one draw in 150,000 lies farther out."""

small = st.lists(st.integers(0, 9), min_size=2, max_size=9)


def test_knows_two_of_three() -> None:
    # 0 + 1, 0 + 3 and 1 + 3.
    found = subset_sums(np.array([0, 1, 3]), size=2)

    assert found.probability == pytest.approx([0, 1 / 3, 0, 1 / 3, 1 / 3], abs=EXACT)
    assert found.lower == pytest.approx([0, 1 / 3, 1 / 3, 2 / 3, 1], abs=EXACT)
    assert found.upper == pytest.approx([1, 1, 2 / 3, 2 / 3, 1 / 3], abs=EXACT)


@QUICK
@given(counts=small, data=st.data())
def test_equals_the_list_of_all_subsets(counts: list[int], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(counts)))

    found = subset_sums(np.array(counts), size=size)

    listed = Counter(sum(chosen) for chosen in combinations(counts, size))
    for total, probability in enumerate(found.probability):
        exact = Fraction(listed[total], comb(len(counts), size))
        assert probability == pytest.approx(float(exact), abs=EXACT)
    assert len(found.probability) == max(listed) + 1


@QUICK
@given(counts=small, data=st.data())
def test_equals_the_list_of_all_neighbours_a_cell_could_have(
    counts: list[int], data: st.DataObject
) -> None:
    sizes = [data.draw(st.integers(0, len(counts) - 1)) for _ in counts]
    sums = [data.draw(st.integers(0, 30)) for _ in counts]

    tails = neighbour_sum_tails(np.array(counts), sizes=np.array(sizes), sums=np.array(sums))

    for cell, (size, observed) in enumerate(zip(sizes, sums, strict=True)):
        rest = counts[:cell] + counts[cell + 1 :]
        listed = [sum(chosen) for chosen in combinations(rest, size)]
        if size:
            low = Fraction(sum(one <= observed for one in listed), len(listed))
            high = Fraction(sum(one >= observed for one in listed), len(listed))
            assert tails.lower[cell] == pytest.approx(float(low), abs=EXACT)
            assert tails.upper[cell] == pytest.approx(float(high), abs=EXACT)
        else:
            assert (tails.lower[cell], tails.upper[cell]) == (1, 1)


@QUICK
@given(counts=st.lists(st.integers(0, 40), min_size=10, max_size=200), size=st.integers(1, 9))
def test_has_tails_that_overlap_in_one_value(counts: list[int], size: int) -> None:
    found = subset_sums(np.array(counts), size=size)

    mean, n = np.mean(counts), len(counts)
    assert (found.probability >= 0).all()
    assert found.lower + found.upper - found.probability == pytest.approx(1, abs=EXACT)
    assert np.arange(len(found.lower)) @ found.probability == pytest.approx(size * mean)
    spread = ((np.arange(len(found.lower)) - size * mean) ** 2) @ found.probability
    # The finite population correction (Cochran 1977, theorem 2.2).
    assert spread == pytest.approx(size * np.var(counts) * (n - size) / (n - 1), abs=1e-9)


def test_is_of_exact_size_in_a_far_tail() -> None:
    # The eight largest of 2,000 can be drawn together in one way only.
    counts = np.concatenate([np.zeros(1992, dtype=int), np.full(8, 50)])

    found = subset_sums(counts, size=8)

    assert found.upper[400] == pytest.approx(1 / comb(2000, 8), rel=RELATIVE, abs=0)


def test_leaves_the_cell_itself_out_in_a_far_tail() -> None:
    counts = np.concatenate([np.zeros(1991, dtype=int), np.full(9, 50)])
    sizes, sums = np.full(2000, 8), np.full(2000, 400)

    tails = neighbour_sum_tails(counts, sizes=sizes, sums=sums)

    assert tails.upper[0] == pytest.approx(9 / comb(1999, 8), rel=RELATIVE, abs=0)
    assert tails.upper[-1] == pytest.approx(1 / comb(1999, 8), rel=RELATIVE, abs=0)


def test_serves_sizes_that_lie_far_apart() -> None:
    counts = np.tile([0, 1], 300)
    sizes = np.resize([1, 30, 150, 599], 600)
    sums = np.resize([1, 15, 75, 299], 600)

    tails = neighbour_sum_tails(counts, sizes=sizes, sums=sums)

    # Cells of even position have 299 zeros and 300 ones around them.
    assert tails.upper[0] == pytest.approx(300 / 599, abs=EXACT)
    assert tails.upper[2] == pytest.approx(_as_high(599, ones=300, size=150), abs=EXACT)
    assert tails.upper[1] == pytest.approx(_as_high(599, ones=299, size=30), abs=EXACT)
    # All the others are around the last, which is itself one of the ones.
    assert (tails.lower[3], tails.upper[3]) == (1, 1)


def test_agrees_with_draws_at_the_size_of_a_city() -> None:
    random = np.random.default_rng(5)
    counts = random.negative_binomial(0.3, 0.2, 5000)
    draws = np.array([random.choice(counts[1:], 8, replace=False).sum() for _ in range(4000)])
    sums = np.full(5000, int(np.quantile(draws, 0.9)))

    tails = neighbour_sum_tails(counts, sizes=np.full(5000, 8), sums=sums)

    share = (draws >= sums[0]).mean()
    error = np.sqrt(share * (1 - share) / len(draws))
    assert abs(tails.upper[0] - share) <= MONTE_CARLO * error


def test_refuses_to_draw_more_than_there_are() -> None:
    with pytest.raises(ValueError, match="4 of 3 counts"):
        subset_sums(np.array([0, 1, 2]), size=4)
    with pytest.raises(ValueError, match="3 neighbours, and there are 2"):
        neighbour_sum_tails(np.arange(3), sizes=np.array([0, 3, 1]), sums=np.arange(3))


def test_refuses_arrays_that_do_not_belong_together() -> None:
    with pytest.raises(ValueError, match="do not belong together"):
        neighbour_sum_tails(np.arange(3), sizes=np.arange(2), sums=np.arange(3))


def test_refuses_sums_that_are_too_many_to_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", 100)

    with pytest.raises(ValueError, match="too many to list"):
        subset_sums(np.array([0, 200]), size=1)


def _as_high(others: int, *, ones: int, size: int) -> float:
    """Return the chance that at least half of those drawn are ones."""
    ways = sum(
        comb(ones, drawn) * comb(others - ones, size - drawn)
        for drawn in range((size + 1) // 2, size + 1)
    )
    return float(Fraction(ways, comb(others, size)))
