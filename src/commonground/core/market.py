"""The market: a place where drugs may be sold in the open, and what speaks for and against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, with_config

Shape: TypeAlias = Any
"""A shapely polygon, or several; shapely's own types do not say what they can do."""

Tier = Literal["below candidate", "candidate", "corroborated", "confirmed"]
"""How far a place has come: by the records alone, by a second source, by a person's review."""

TIERS: tuple[Tier, ...] = get_args(Tier)
"""The tiers, from the lowest on."""

Answer = Literal["meets", "misses", "cannot know"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the definition, put to one place.

    Parameters
    ----------
    name
        What is asked, in a word or two: ``"largest point"``.
    answer
        Whether the place meets it, misses it, or the records cannot say.
    value
        What was found; ``None`` where it cannot be known.
    threshold
        What is asked for.
    reason
        What was found and what was needed, in words.
    """

    name: str
    answer: Answer
    value: float | None
    threshold: float
    reason: str


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class Review:
    """A person's look at a place, recorded.

    Parameters
    ----------
    place
        Id of the place.
    by
        Who looked: a role and an organisation, never a private person's name.
    on
        The day.
    finding
        Whether an open-air market was found there.
    basis
        What it rests on, in words.
    """

    place: str
    by: str
    on: date
    finding: Literal["market", "no market"]
    basis: str


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """A place that was looked at as a possible open-air market.

    Until its tier is ``confirmed`` it is called a candidate place, never a market.

    Parameters
    ----------
    id
        Short and stable: the 50 m cell of its densest square, as in ``E010834N083640``.
    name
        What people call it: its busiest block or segment, or its id.
    tier
        How far it has come.
    boundary
        Shapely geometry in metres: where its incidents are likeliest to end, of a size for one
        intervention.
    extent
        Shapely geometry in metres: how far records are likelier than not as dense as a market's.
    firm
        Shapely geometry in metres: the part of the extent that four fresh records of five draw.
    criteria
        The definition, line by line.
    numbers
        What else is known of it, by name; see the reference page of the docs.
    streets
        Its streets and crossings, as far as records or the city's streets name them.
    hours
        Drug incidents by weekday (Monday first) and hour, shape (7, 24); ``None`` where hours are
        not known.
    """

    id: str
    name: str
    tier: Tier
    boundary: Shape
    extent: Shape
    firm: Shape
    criteria: tuple[Criterion, ...]
    numbers: Mapping[str, float]
    streets: tuple[str, ...] = ()
    hours: NDArray[np.int64] | None = None

    @property
    def area_ha(self) -> float:
        """Area within the boundary, in hectares."""
        return float(self.boundary.area) / 10_000

    @property
    def is_candidate(self) -> bool:
        """Whether it misses nothing that a candidate place must meet."""
        return self.tier != "below candidate"

    def answered(self, answer: Answer) -> tuple[Criterion, ...]:
        """Return the criteria with one answer."""
        return tuple(criterion for criterion in self.criteria if criterion.answer == answer)
