"""What the weighted donors must have in common with the treated area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from commonground.core.errors import MethodError
from commonground.core.panel import MissingCells, Panel
from commonground.core.periods import PeriodLike
from commonground.numerics.calibration import Distance, Floats, Ratio

Model = Literal["exact", "relaxed", "soft"]
"""First, second and third choice: everything exact; outcomes exact in total only; nothing exact but
the number of places."""

MODELS: tuple[Model, ...] = ("exact", "relaxed", "soft")
SIZE = "number of places"

Blocks = tuple[int, ...]
"""Lengths of blocks of periods, counted backwards from the start."""


class NothingToMatch(MethodError):
    """A match on nothing, which compares with the city's average."""


class UnusableBlocks(MethodError):
    """Blocks of periods without a length."""


class ImpossibleWeights(MethodError):
    """A distance or bounds that no weights can keep."""


@dataclass(frozen=True, slots=True)
class Matching:
    """What to match on, how strictly, and which weights count as nearest to equal.

    Parameters
    ----------
    outcomes
        Outcomes to match exactly. A list matches every period before the start; a mapping gives
        block lengths counted backwards from the start: ``{"drugs": (4, 4, 4)}``.
    covariates
        Covariates to match exactly.
    soft_outcomes, soft_covariates
        The same, to be matched as closely as the exact ones allow.
    since
        First period to match; the first of the panel if left out.
    distance, smallest, largest
        Distance of weights from equal ones, and bounds of a weight as multiples of the equal one.
    backup
        If the targets cannot be reached, fall back on the relaxed and then the soft model. Without
        it, unreachable targets are an error that names what is in conflict.
    """

    outcomes: Sequence[str] | Mapping[str, Blocks] = ()
    covariates: Sequence[str] = ()
    soft_outcomes: Sequence[str] | Mapping[str, Blocks] = ()
    soft_covariates: Sequence[str] = ()
    since: PeriodLike | None = None
    distance: Distance = "linear"
    smallest: float = 0.0
    largest: float = np.inf
    backup: bool = False

    def __post_init__(self) -> None:
        """Check that distance and bounds make sense together."""
        if self.distance not in get_args(Distance):
            known = ", ".join(get_args(Distance))
            raise ImpossibleWeights(f"There is no distance {self.distance!r}; there are {known}.")
        if not 0 <= self.smallest < 1 < self.largest:
            raise ImpossibleWeights(
                f"Weights from {self.smallest:g} to {self.largest:g} times the equal weight leave "
                "no room for it. Give a smallest from 0 to below 1 and a largest above 1."
            )
        if self.distance == "logit" and np.isinf(self.largest):
            raise ImpossibleWeights(
                "The logit distance needs a largest weight. Give it as a multiple of the equal "
                "weight, such as 50."
            )

    @property
    def ratio(self) -> Ratio:
        """Distance and bounds as numbers."""
        return Ratio(self.distance, self.smallest, self.largest)


@dataclass(frozen=True, slots=True, eq=False)
class Constraints:
    """Matching as numbers: one column a constraint, the first the number of places.

    Parameters
    ----------
    names
        For people, one a column.
    families
        The outcome or covariate each column belongs to.
    values
        Shape (places, constraints).
    is_exact
        Which columns must be matched exactly, shape (constraints,).
    """

    names: tuple[str, ...]
    families: tuple[str, ...]
    values: Floats
    is_exact: NDArray[np.bool_]

    def tolerated(self, targets: Floats) -> Floats:
        """Return the scale of each constraint's miss: the mean target of its family.

        A miss of 5 drug sales weighs more than a miss of 5 crimes (R microsynth's scaling).
        """
        families = np.array(self.families)
        scale = np.ones(len(targets))
        for family in set(self.families):
            members = (families == family) & ~self.is_exact
            if members.any():
                mean = abs(float(targets[members].mean()))
                scale[members] = mean if mean > 0 else 1.0
        return scale


def constraints(panel: Panel, matching: Matching, *, start: int, model: Model) -> Constraints:
    """Write a matching as constraints on the weights.

    Parameters
    ----------
    panel
        Counts and covariates.
    matching
        What to match on.
    start
        Position of the first period in which the intervention could have had an effect.
    model
        How strictly; see `Model`.

    Raises
    ------
    NothingToMatch
        If nothing is to be matched.
    MissingCells
        If a covariate is missing for a place.
    """
    first = 0 if matching.since is None else panel.periods.position(matching.since)
    hard = _blocks(matching.outcomes, first, start)
    soft = _blocks(matching.soft_outcomes, first, start)
    if not (hard or soft or matching.covariates or matching.soft_covariates):
        raise NothingToMatch("There is nothing to match on. Name outcomes, covariates or both.")
    panel.require_outcomes([*hard, *soft])
    panel.require_covariates([*matching.covariates, *matching.soft_covariates])

    columns = _Columns(panel)
    columns.add(SIZE, SIZE, np.ones(len(panel.places)), exact=True)
    for name in matching.covariates:
        columns.add_covariate(name, exact=model != "soft")
    for name in matching.soft_covariates:
        columns.add_covariate(name, exact=False)
    for name, blocks in hard.items():
        if model == "exact":
            columns.add_blocks(name, blocks, exact=True)
            continue
        if model == "relaxed":
            columns.add_block(name, _whole(blocks), exact=True)
        columns.add_blocks(name, _split(blocks, soft.pop(name, [])), exact=False)
    for name, blocks in soft.items():
        columns.add_blocks(name, blocks, exact=False)
    return columns.built()


def matched_outcomes(matching: Matching) -> tuple[str, ...]:
    """Return the names of all outcomes a matching uses."""
    return tuple(dict.fromkeys([*matching.outcomes, *matching.soft_outcomes]))


def earlier(matching: Matching, *, periods: int) -> Matching:
    """Return the matching for a start that lies some periods earlier: blocks lose their oldest."""

    def shortened(
        wanted: Sequence[str] | Mapping[str, Blocks],
    ) -> Sequence[str] | Mapping[str, Blocks]:
        if not isinstance(wanted, Mapping):
            return wanted
        return {name: _shorter(blocks, periods) for name, blocks in wanted.items()}

    return replace(
        matching,
        outcomes=shortened(matching.outcomes),
        soft_outcomes=shortened(matching.soft_outcomes),
    )


@dataclass(slots=True)
class _Columns:
    """Constraints in the making."""

    panel: Panel
    names: list[str] = field(default_factory=list)
    families: list[str] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)
    exact: list[bool] = field(default_factory=list)

    def add(self, name: str, family: str, values: Floats, *, exact: bool) -> None:
        self.names.append(name)
        self.families.append(family)
        self.values.append(values)
        self.exact.append(exact)

    def add_covariate(self, name: str, *, exact: bool) -> None:
        values = self.panel.covariates[name].to_numpy(dtype=np.float64)
        missing = np.flatnonzero(np.isnan(values))
        if len(missing):
            raise MissingCells(
                f"Covariate {name!r} is missing for {len(missing)} places, the first is "
                f"{self.panel.places.ids[missing[0]]!r}. Fill it in, match on another, or leave "
                "those places out."
            )
        self.add(name, name, values, exact=exact)

    def add_blocks(self, outcome: str, blocks: list[range], *, exact: bool) -> None:
        for block in blocks:
            self.add_block(outcome, block, exact=exact)

    def add_block(self, outcome: str, block: range, *, exact: bool) -> None:
        labels = self.panel.periods.labels
        when = labels[block[0]] if len(block) == 1 else f"{labels[block[0]]} to {labels[block[-1]]}"
        counted = np.nan_to_num(self.panel.series(outcome)[:, block.start : block.stop])
        self.add(f"{outcome}, {when}", outcome, counted.sum(axis=1), exact=exact)

    def built(self) -> Constraints:
        return Constraints(
            names=tuple(self.names),
            families=tuple(self.families),
            values=np.column_stack(self.values),
            is_exact=np.array(self.exact),
        )


def _blocks(
    wanted: Sequence[str] | Mapping[str, Blocks], first: int, start: int
) -> dict[str, list[range]]:
    """Return each outcome's blocks of periods, the latest first."""
    if wanted and start <= first:
        raise NothingToMatch(
            "There is no period to match before the start. Start later, start the match earlier, "
            "or match covariates only."
        )
    if not isinstance(wanted, Mapping):
        wanted = dict.fromkeys(wanted, (1,) * (start - first))
    return {name: _backwards(lengths, first, start) for name, lengths in wanted.items()}


def _backwards(lengths: Blocks, first: int, start: int) -> list[range]:
    """Cut blocks backwards from the start; one that runs past the first period is cut short."""
    if not lengths or min(lengths) < 1:
        raise UnusableBlocks(
            f"Blocks of {list(lengths)} periods; each block needs a length of 1 or more."
        )
    blocks, end = [], start
    for length in lengths:
        if end <= first:
            break
        blocks.append(range(max(first, end - length), end))
        end -= length
    return blocks


def _whole(blocks: list[range]) -> range:
    return range(min(b.start for b in blocks), max(b.stop for b in blocks))


def _split(blocks: list[range], others: list[range]) -> list[range]:
    """Return the finest blocks whose boundaries are those of both, the latest first."""
    edges = sorted({edge for b in [*blocks, *others] for edge in (b.start, b.stop)}, reverse=True)
    return [range(low, high) for high, low in pairwise(edges)]


def _shorter(blocks: Blocks, periods: int) -> Blocks:
    """Drop periods from the far end of blocks that are counted backwards."""
    left = sum(blocks) - periods
    kept = []
    for length in blocks:
        if left <= 0:
            break
        kept.append(min(length, left))
        left -= length
    return tuple(kept)
