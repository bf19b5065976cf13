"""The definition: what a place must show to count as a possible open-air market."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ConfigDict, with_config

from commonground.core.disclosure import FEWEST_PEOPLE, PEOPLE
from commonground.core.errors import MethodError
from commonground.core.incidents import CATEGORIES

DRUG_CATEGORIES = ("drug sale", "drug possession", "other drug")
"""Records of the police that a market leaves; calls and overdoses are second sources."""


class ImpossibleDefinition(MethodError):
    """A definition that no place could meet, or every place would."""


@with_config(ConfigDict(extra="forbid", allow_inf_nan=False))
@dataclass(frozen=True, slots=True)
class Definition:
    """What counts as a possible open-air market; every threshold is a choice, and is printed.

    Parameters
    ----------
    categories
        Categories of incident that are counted.
    times_city
        A market is denser than this many times the city's mean.
    core, edge
        Posterior probability of that density in the middle of an area, and at its edge.
    fewest_incidents
        Distinct incidents of the whole place in the window.
    share_of_months, share_of_quarters
        Share of months, and of quarters, with an incident.
    short_share_of_months
        The same for a record shorter than the window, of which every quarter must have one.
    most_on_a_day, most_in_a_week
        Largest share of its incidents on one day, and in one week: more is an operation.
    fewest_points
        Distinct points with an incident.
    largest_point
        Share of the incidents in and around it that no single point may reach.
    institution_m, most_at_institution
        Distance to a booking place that the city file names, and the share of the incidents within
        it from which a place is that booking place.
    chance
        Probability of as clear a place anywhere in the city if what is recorded where had nothing
        to do with drugs.
    outdoors
        Share of incidents outdoors, of those where it is known.
    fewest_second_source
        Records of sale, drug calls or citizens' reports, or overdoses: possession alone is no sale.
    stable
        Overlap of what two random halves of the record draw, from which a place is called stable.
    """

    categories: tuple[str, ...] = DRUG_CATEGORIES
    times_city: float = 10.0
    core: float = 0.9
    edge: float = 0.5
    fewest_incidents: int = 12
    share_of_months: float = 0.5
    share_of_quarters: float = 0.75
    short_share_of_months: float = 0.75
    most_on_a_day: float = 0.2
    most_in_a_week: float = 0.35
    fewest_points: int = 3
    largest_point: float = 0.8
    institution_m: float = 60.0
    most_at_institution: float = 0.5
    chance: float = 0.01
    outdoors: float = 0.5
    fewest_second_source: int = 3
    stable: float = 0.5

    def __post_init__(self) -> None:
        """Check that the thresholds are possible."""
        unknown = [name for name in self.categories if name not in CATEGORIES]
        if unknown or not self.categories:
            raise ImpossibleDefinition(
                f"{unknown[0] if unknown else 'nothing'!r} is no category to count; there are "
                f"{', '.join(CATEGORIES)}."
            )
        of_people = [name for name in self.categories if name in PEOPLE]
        if of_people:
            raise ImpossibleDefinition(
                f"{of_people[0]!r} tells of people who were ill or called for help. It is a second "
                "source, and not counted: small counts of it could be read from the answer."
            )
        shares = (
            "core", "edge", "share_of_months", "share_of_quarters", "short_share_of_months",
            "most_on_a_day", "most_in_a_week", "largest_point", "most_at_institution", "chance",
            "outdoors", "stable",
        )  # fmt: skip
        for name in shares:
            if not 0 < getattr(self, name) <= 1:
                raise ImpossibleDefinition(
                    f"{name} is {getattr(self, name):g}; it is a share, above 0 and at most 1."
                )
        if not self.edge <= self.core < 1:
            raise ImpossibleDefinition(
                f"core is {self.core:g} and edge {self.edge:g}; the edge may not ask for more than "
                "the core, and the core for less than certainty."
            )
        if self.times_city <= 1:
            raise ImpossibleDefinition(
                f"times_city is {self.times_city:g}; a market must be denser than the city."
            )
        if self.fewest_incidents < 1 or self.fewest_points < 1:
            raise ImpossibleDefinition("A place needs at least 1 incident and 1 point.")
        if self.fewest_second_source < 1 or self.fewest_second_source in (2, FEWEST_PEOPLE - 1):
            raise ImpossibleDefinition(
                f"fewest_second_source is {self.fewest_second_source}; it is 1, or 3 to "
                f"{FEWEST_PEOPLE - 2}, or {FEWEST_PEOPLE} and more. Whether a place has 2, or "
                f"{FEWEST_PEOPLE - 1}, would tell of one with fewer than {FEWEST_PEOPLE} how many "
                "called."
            )


@with_config(ConfigDict(extra="forbid", allow_inf_nan=False))
@dataclass(frozen=True, slots=True)
class Drawing:
    """How places are drawn, and how often the drawing is tried.

    Parameters
    ----------
    months
        Length of the window in which criteria are judged, in months up to the last day.
    half_life_days
        Age at which a record counts half in the density.
    bandwidth_m
        Standard deviation of the kernel.
    cell_m
        Side of the cells where nothing else is known; a boundary runs in half of that.
    street_m
        Distance from the middle of a street within which a record is its own, where streets are
        given.
    smallest_ha, largest_ha
        Size of one intervention.
    replicates
        Bootstraps of weeks.
    halves
        Random halves of the record.
    relabellings
        Cities in which the drug records were put on other incidents at random.
    """

    months: int = 12
    half_life_days: float = 365.0
    bandwidth_m: float = 100.0
    cell_m: float = 50.0
    street_m: float = 60.0
    smallest_ha: float = 2.0
    largest_ha: float = 12.0
    replicates: int = 200
    halves: int = 20
    relabellings: int = 199

    def __post_init__(self) -> None:
        """Check that places can be drawn."""
        above_zero = (
            "months", "half_life_days", "bandwidth_m", "cell_m", "street_m", "smallest_ha",
        )  # fmt: skip
        for name in above_zero:
            if getattr(self, name) <= 0:
                raise ImpossibleDefinition(f"{name} is {getattr(self, name):g}; give more than 0.")
        if self.largest_ha < 2 * self.smallest_ha:
            raise ImpossibleDefinition(
                f"Places of {self.smallest_ha:g} to {self.largest_ha:g} ha cannot be cut out of "
                "larger ones; let the largest be at least twice the smallest."
            )
        if self.replicates < 1 or self.relabellings < 1 or self.halves < 1:
            raise ImpossibleDefinition("Replicates, halves and relabellings are at least 1 each.")
