"""Weights: how much each kind of harm counts, as somebody states it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonground.core.errors import MethodError
from commonground.find.exposure import Layer
from commonground.find.tallies import KINDS

MOST = 1e9
"""A larger weight says no more, and sums of such have no end."""


class ImpossibleWeights(MethodError):
    """Weights by which nothing can be put in order."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of harm counts; a choice, which no record can make for anybody.

    Parameters
    ----------
    of
        Weight of one incident a year by its kind, called as in the numbers of a place (``drug``,
        ``sales``, ``violent``, ``overdoses``, ``drug_calls``), and of one more in a layer by the
        layer's name. What is not named does not count.
    top
        For each place it is said how probably it is among this many first ones.
    """

    of: Mapping[str, float]
    top: int = 3

    def __post_init__(self) -> None:
        """Check that the weights put anything in order."""
        for name, weight in self.of.items():
            if not 0 <= weight <= MOST:
                raise ImpossibleWeights(
                    f"The weight of {name} is {weight:g}; weights are numbers from 0 to "
                    f"{MOST:,.0f}. Leave out what is not to count."
                )
        if not any(self.of.values()):
            raise ImpossibleWeights(
                f"No weight is above 0. Give one to any of {', '.join(KINDS)} or to a layer, or "
                "state no weights: then nothing is ranked."
            )
        if self.top < 1:
            raise ImpossibleWeights(f"top is {self.top}; ask for the first 1 at least.")

    @property
    def positive(self) -> dict[str, float]:
        """Weights above 0: kinds in their order, then layers in theirs."""
        names = [*KINDS, *(name for name in self.of if name not in KINDS)]
        return {name: self.of[name] for name in names if self.of.get(name)}


def require_known(weights: Weights, layers: Sequence[Layer]) -> None:
    """Refuse weights of what is not counted.

    Parameters
    ----------
    weights
        The weights.
    layers
        The layers that were given.

    Raises
    ------
    ImpossibleWeights
        If a weight is of neither a kind nor a layer, or of both.
    """
    names = [layer.name for layer in layers]
    for name in weights.of:
        if name in KINDS and name in names:
            raise ImpossibleWeights(
                f"{name!r} is a kind of incident and a layer. Call the layer something else."
            )
        if name not in KINDS and name not in names:
            given = f"the layers {', '.join(names)}" if names else "no layer was given"
            raise ImpossibleWeights(
                f"{name!r} cannot be weighed; there are {', '.join(KINDS)}, and {given}."
            )
