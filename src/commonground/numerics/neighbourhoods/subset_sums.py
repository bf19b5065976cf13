"""The sum of a few counts drawn without replacement: its exact distribution, with no seed.

Of ``n`` counts, of which ``m_v`` have the value ``v``, let each be taken with chance ``p`` on its
own. Then ``prod_v (1 - p + p y x^v)^m_v`` has at ``y^k x^s`` the chance of taking ``k`` counts
that add up to ``s``. Divided by the chance of taking ``k`` it is the share of all subsets of size
``k`` with the sum ``s``, whatever ``p`` is. Every term is positive, so nothing cancels, and with
``p`` near ``k / n`` nothing underflows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from commonground.numerics.calibration import Floats
from commonground.numerics.whole_counts import Counts, Integers, whole_counts

MOST_ENTRIES = 20_000_000
"""Largest table of sizes by sums: 160 MB, of which a dozen or so are held at once."""

LEAST_LOG_CHANCE = -200.0
"""Sizes whose chance is less than e to this, under one ``p``, get a ``p`` of their own."""


@dataclass(frozen=True, slots=True, eq=False)
class SubsetSums:
    """The distribution of a sum ``S``; position ``s`` belongs to the sum ``s``.

    Parameters
    ----------
    probability
        ``P(S = s)``, shape (largest possible sum + 1,).
    lower
        ``P(S <= s)``, same shape.
    upper
        ``P(S >= s)``, same shape.
    """

    probability: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Tails:
    """How low and how high observed sums are.

    Parameters
    ----------
    lower
        ``P(S <= observed)``, one a sum.
    upper
        ``P(S >= observed)``, one a sum.
    """

    lower: Floats
    upper: Floats


def subset_sums(counts: Integers, *, size: int) -> SubsetSums:
    """Return the distribution of the sum of counts drawn without replacement.

    Parameters
    ----------
    counts
        Whole numbers from 0, shape (n,).
    size
        How many are drawn, at most ``n``.

    Returns
    -------
    SubsetSums
        Exact but for rounding: every subset of that size is as likely as any other.

    Raises
    ------
    ValueError
        If there are not as many counts, or the sums are too large to be listed.
    """
    counts = whole_counts(counts)
    if not 0 <= size <= len(counts):
        raise ValueError(f"{size} of {len(counts)} counts cannot be drawn")
    largest = int(np.sort(counts)[len(counts) - size :].sum())
    _require_room(size=size, largest=largest)

    values, multiplicity = np.unique(counts, return_counts=True)
    chance = _chance(size, of=len(counts))
    table = _empty(size=size, largest=largest)
    for value, number in zip(values.tolist(), multiplicity.tolist(), strict=True):
        table = _with(table, value, _taken(number, most=size, chance=chance))

    row = table[size, :-1] / table[size, :-1].sum()
    return SubsetSums(
        probability=row,
        lower=np.minimum(np.cumsum(row), 1.0),
        upper=np.minimum(np.cumsum(row[::-1])[::-1], 1.0),
    )


def neighbour_sum_tails(counts: Integers, *, sizes: Integers, sums: Integers) -> Tails:
    """Return how extreme the sum over each cell's neighbours is, had chance placed the counts.

    The cell keeps its count, and its neighbours are drawn without replacement from all other
    cells: the conditional permutation of Anselin (1995), with every permutation counted.

    Parameters
    ----------
    counts
        Whole numbers from 0, one a cell, shape (n,).
    sizes
        Neighbours of each cell, shape (n,), at most ``n - 1``. Without neighbours both tails are 1.
    sums
        Sum of the counts of the neighbours of each cell, shape (n,).

    Returns
    -------
    Tails
        Shapes (n,).

    Raises
    ------
    ValueError
        If shapes differ, a cell has more neighbours than there are others, or the sums are too
        large to be listed.
    """
    counts = whole_counts(counts)
    sizes, sums = whole_counts(sizes, of="sizes"), whole_counts(sums, of="sums")
    if not counts.shape == sizes.shape == sums.shape or counts.ndim != 1:
        raise ValueError(
            f"{counts.shape} counts, {sizes.shape} sizes and {sums.shape} sums do not belong "
            "together; one of each a cell is needed"
        )
    if len(counts) and sizes.max() >= len(counts):
        raise ValueError(
            f"a cell has {sizes.max()} neighbours, and there are {len(counts) - 1} others"
        )

    lower, upper = np.ones(len(counts)), np.ones(len(counts))
    for most, cells in _alike(sizes):
        found = _tails(counts, sizes=sizes, sums=sums, cells=cells, most=most)
        lower[cells], upper[cells] = found.lower, found.upper
    return Tails(lower, upper)


class _Group(NamedTuple):
    """The cells of one value: chances of taking 0, 1, ... of them, and the same without one."""

    value: int
    taken: list[float]
    taken_without_one: list[float]


def _tails(
    counts: Counts, *, sizes: Counts, sums: Counts, cells: NDArray[np.intp], most: int
) -> Tails:
    """Return the tails of some cells, all with at most so many neighbours."""
    largest = int(sums[cells].max())
    _require_room(size=most, largest=largest)
    values, multiplicity = np.unique(counts, return_counts=True)
    chance = _chance(most, of=len(counts) - 1)
    groups = [
        _Group(value, *(_taken(number - less, most=most, chance=chance) for less in (0, 1)))
        for value, number in zip(values.tolist(), multiplicity.tolist(), strict=True)
    ]

    order = np.argsort(counts[cells], kind="stable")
    ends = np.searchsorted(counts[cells][order], values, side="right")
    begins = np.concatenate([[0], ends[:-1]])
    lower, upper = np.empty(len(cells)), np.empty(len(cells))
    start = _empty(size=most, largest=largest)
    for at, table in _each_left_out(start, groups, range(len(groups))):
        here = order[begins[at] : ends[at]]
        row, column = sizes[cells[here]], sums[cells[here]]
        from_low, from_high = np.cumsum(table, axis=1), np.cumsum(table[:, ::-1], axis=1)
        whole = from_low[row, -1]
        lower[here] = from_low[row, column] / whole
        upper[here] = from_high[row, largest + 1 - column] / whole
    return Tails(np.minimum(lower, 1.0), np.minimum(upper, 1.0))


def _each_left_out(
    table: Floats, groups: Sequence[_Group], held: Sequence[int]
) -> Iterator[tuple[int, Floats]]:
    """Yield the table of all counts but one, for each value that the one may have.

    Halves of the groups are added in turn, so that of ``g`` groups each is added about ``log2 g``
    times instead of ``g`` times, and none has to be divided out again. Costly ones go in first.
    """
    if len(held) == 1:
        group = groups[held[0]]
        yield held[0], _with(table, group.value, group.taken_without_one)
        return
    cost = np.cumsum([len(groups[at].taken) for at in held])
    middle = min(int(np.searchsorted(cost, cost[-1] / 2)) + 1, len(held) - 1)
    for one, rest in ((held[:middle], held[middle:]), (held[middle:], held[:middle])):
        fuller = table
        for at in rest:
            fuller = _with(fuller, groups[at].value, groups[at].taken)
        yield from _each_left_out(fuller, groups, one)


def _empty(*, size: int, largest: int) -> Floats:
    """Return the table of no counts: rows for how many are taken, columns for their sum.

    The last column is for all sums above the largest that is asked for.
    """
    table = np.zeros((size + 1, largest + 2))
    table[0, 0] = 1.0
    return table


def _with(table: Floats, value: int, taken: list[float]) -> Floats:
    """Return the table with one more group in it."""
    width = table.shape[1]
    made = taken[0] * table
    for number, chance in enumerate(taken[1:], start=1):
        shift = min(number * value, width - 1)
        fewer = table[:-number]
        made[number:, shift:] += chance * fewer[:, : width - shift]
        if shift:
            made[number:, -1] += chance * fewer[:, width - shift :].sum(axis=1)
    return made


def _taken(number: int, *, most: int, chance: float) -> list[float]:
    """Return the binomial chances of taking 0, 1, ..., at most so many, of a number."""
    already = np.arange(min(number, most))
    steps = np.log(chance / (1 - chance) * (number - already) / (already + 1))
    logs = number * np.log1p(-chance) + np.concatenate([[0.0], np.cumsum(steps)])
    return [float(one) for one in np.exp(logs)]


def _chance(size: int, *, of: int) -> float:
    """Return a chance for each, away from 0 and 1, under which that size is likely."""
    return (size + 0.5) / (of + 1)


def _alike(sizes: Counts) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Yield runs of cells, most neighbours first, whose sizes one chance serves well enough."""
    of = len(sizes) - 1
    left = np.unique(sizes[sizes > 0])
    while len(left):
        most = int(left[-1])
        chance = _chance(most, of=of)
        choices = special.gammaln(of + 1) - special.gammaln(left + 1.0)
        choices -= special.gammaln(of - left + 1.0)
        log_chance = choices + left * np.log(chance) + (of - left) * np.log1p(-chance)
        served = left[int(np.argmax(log_chance > LEAST_LOG_CHANCE)) :]
        yield most, np.flatnonzero((sizes >= served[0]) & (sizes <= most))
        left = left[: -len(served)]


def _require_room(*, size: int, largest: int) -> None:
    if (size + 1) * (largest + 2) > MOST_ENTRIES:
        raise ValueError(
            f"sums up to {largest} of {size} counts are too many to list; "
            "count in larger units or use fewer neighbours"
        )
