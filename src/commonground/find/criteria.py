"""Criteria: the definition of an open-air market, put to one place line by line."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from commonground.core.disclosure import FEWEST_PEOPLE, at_least_shown
from commonground.core.market import Answer, Criterion, Review, Tier
from commonground.find.definition import Definition


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one place; shares are of its drug incidents in the window.

    Parameters
    ----------
    times_city
        How many times denser than the city its middle is.
    drug, expected
        Distinct drug incidents, and those expected of the incidents of all kinds there.
    months, quarters
        Months and quarters with a drug incident.
    window_months, window_quarters
        Months and quarters that were looked at.
    is_short_record
        Whether the record is shorter than the window asked for.
    on_a_day, in_a_week
        Largest share on one day, and in one week.
    points, largest_point
        Distinct points in it; share of the commonest point, in it and around it.
    institution, at_institution
        The booking place that the city file names and most of them are near, and the share near it.
    chance
        Probability of as clear a place in a relabelled city.
    outdoors, premises_known
        Share outdoors of those where it is known, and how many that are.
    sales, citizens, calls, overdoses
        Records of sale, drug records that citizens started, drug calls, overdoses.
    second_sources_known
        Whether the city's records hold anything of the kind, so that none at a place means none.
    agreement
        Overlap of what two random halves of the record draw here.
    """

    times_city: float
    drug: int
    expected: float
    months: int
    quarters: int
    window_months: int
    window_quarters: int
    is_short_record: bool
    on_a_day: float
    in_a_week: float
    points: int
    largest_point: float
    institution: str | None
    at_institution: float
    chance: float
    outdoors: float
    premises_known: int
    sales: int
    citizens: int
    calls: int
    overdoses: int
    second_sources_known: bool
    agreement: float


Rule = Callable[[Facts, Definition], Criterion]


def density(facts: Facts, definition: Definition) -> Criterion:
    """Ask whether drug records lie as thick as at a market."""
    return _at_least(
        "density",
        facts.times_city,
        definition.times_city,
        f"In its middle drug records lie {facts.times_city:.0f} times as thick as in the city; a "
        f"market is denser than {definition.times_city:g} times.",
    )


def volume(facts: Facts, definition: Definition) -> Criterion:
    """Ask whether there are enough distinct incidents."""
    return _at_least(
        "volume",
        facts.drug,
        definition.fewest_incidents,
        f"{facts.drug:,} distinct drug incidents; at least {definition.fewest_incidents} are "
        "needed.",
    )


def months(facts: Facts, definition: Definition) -> Criterion:
    """Ask whether it goes on from month to month."""
    share = definition.share_of_months
    if facts.is_short_record:
        share = definition.short_share_of_months
    needed = math.ceil(share * facts.window_months - 1e-9)
    return _at_least(
        "months",
        facts.months,
        needed,
        f"Drug incidents in {facts.months} of {facts.window_months} months; at least {needed} are "
        f"needed{_short(facts)}.",
    )


def quarters(facts: Facts, definition: Definition) -> Criterion:
    """Ask whether it goes on from quarter to quarter."""
    share = 1.0 if facts.is_short_record else definition.share_of_quarters
    needed = math.ceil(share * facts.window_quarters - 1e-9)
    return _at_least(
        "quarters",
        facts.quarters,
        needed,
        f"Drug incidents in {facts.quarters} of {facts.window_quarters} quarters; at least "
        f"{needed} are needed{_short(facts)}.",
    )


def one_day(facts: Facts, definition: Definition) -> Criterion:
    """Ask whether a single day made it."""
    return _at_most(
        "one day",
        facts.on_a_day,
        definition.most_on_a_day,
        f"{facts.on_a_day:.0%} of its drug incidents fall on one day; more than "
        f"{definition.most_on_a_day:.0%} would be an operation.",
    )


def one_week(facts: Facts, definition: Definition) -> Criterion:
    """Ask whether a single week made it."""
    return _at_most(
        "one week",
        facts.in_a_week,
        definition.most_in_a_week,
        f"{facts.in_a_week:.0%} of its drug incidents fall in one week; more than "
        f"{definition.most_in_a_week:.0%} would be an operation.",
    )


def points(facts: Facts, definition: Definition) -> Criterion:
    """Ask whether it is a place and not one address."""
    return _at_least(
        "points",
        facts.points,
        definition.fewest_points,
        f"Its drug incidents lie on {facts.points} distinct points; a place has at least "
        f"{definition.fewest_points}.",
    )


def largest_point(facts: Facts, definition: Definition) -> Criterion:
    """Ask whether one point holds nearly all of it."""
    return Criterion(
        name="largest point",
        answer="meets" if facts.largest_point < definition.largest_point else "misses",
        value=facts.largest_point,
        threshold=definition.largest_point,
        reason=(
            f"The busiest point holds {facts.largest_point:.0%} of the drug incidents in and "
            f"around it; from {definition.largest_point:.0%} on it is an address, such as one "
            "where incidents are put on record."
        ),
    )


def institution(facts: Facts, definition: Definition) -> Criterion:
    """Ask whether it is a booking place that the city file names."""
    if facts.institution is None:
        return _unknown(
            "institution",
            definition.most_at_institution,
            "The city file names no jail, police station, court or hospital, so nobody can say "
            "whether it is one.",
        )
    return Criterion(
        name="institution",
        answer="meets" if facts.at_institution < definition.most_at_institution else "misses",
        value=facts.at_institution,
        threshold=definition.most_at_institution,
        reason=(
            f"{facts.at_institution:.0%} of its drug incidents lie within "
            f"{definition.institution_m:g} m of {facts.institution}; from "
            f"{definition.most_at_institution:.0%} on it is that booking place."
        ),
    )


def chance(facts: Facts, definition: Definition) -> Criterion:
    """Ask whether it is about drugs, or only a busy place."""
    return _at_most(
        "chance",
        facts.chance,
        definition.chance,
        f"{facts.drug:,} drug incidents where {facts.expected:.1f} would be expected of all that "
        f"is recorded there. As clear a place comes about in {facts.chance:.1%} of cities in which "
        f"drug records are put on other incidents at random; at most {definition.chance:.1%} is "
        "needed.",
    )


def outdoors(facts: Facts, definition: Definition) -> Criterion:
    """Ask whether it is in the open."""
    if not facts.premises_known:
        return _unknown(
            "outdoors",
            definition.outdoors,
            "The records do not say what happened outdoors and what indoors.",
        )
    return _at_least(
        "outdoors",
        facts.outdoors,
        definition.outdoors,
        f"{facts.outdoors:.0%} of the {facts.premises_known:,} drug incidents whose premise is "
        f"known were outdoors; at least {definition.outdoors:.0%} is needed.",
    )


def second_source(facts: Facts, definition: Definition) -> Criterion:
    """Ask whether anything but possession that the police found speaks for selling."""
    if not facts.second_sources_known:
        return _unknown(
            "second source",
            1,
            "The city's records hold no arrest for sale, no drug call, no citizen's report and no "
            "overdose: possession alone cannot tell selling from using.",
        )
    needed = definition.fewest_second_source
    held = (facts.sales, facts.citizens, facts.calls)
    kinds = sum(count >= needed for count in held) + (facts.overdoses >= FEWEST_PEOPLE)
    return _at_least(
        "second source",
        kinds,
        1,
        f"{facts.sales:,} for sale, {at_least_shown(facts.citizens)} started by citizens, "
        f"{at_least_shown(facts.calls)} drug calls, {at_least_shown(facts.overdoses)} overdoses; "
        f"beside possession, one of these must reach {needed}, or {FEWEST_PEOPLE} where it counts "
        "overdoses.",
    )


CANDIDATE: tuple[Rule, ...] = (
    density,
    volume,
    months,
    quarters,
    one_day,
    one_week,
    points,
    largest_point,
    institution,
    chance,
)
"""What a candidate place meets, or what cannot be known of it."""

CORROBORATED: tuple[Rule, ...] = (outdoors, second_source)
"""What a corroborated place meets besides."""


def criteria_of(facts: Facts, *, definition: Definition) -> tuple[Criterion, ...]:
    """Return the whole definition, put to one place."""
    return tuple(rule(facts, definition) for rule in (*CANDIDATE, *CORROBORATED))


def tier_of(criteria: tuple[Criterion, ...], *, reviews: tuple[Review, ...] = ()) -> Tier:
    """Return how far a place has come.

    A candidate misses nothing that a market shows in the records. A corroborated one also meets
    what records of a second kind can show. Only a person's recorded review confirms, and a review
    that found no market ends it; of several, the last one counts.

    Parameters
    ----------
    criteria
        As from `criteria_of`.
    reviews
        Reviews of the place, in any order.
    """
    if reviews:
        last = max(reviews, key=by_day)
        if last.finding == "no market":
            return "below candidate"
    first, second = criteria[: len(CANDIDATE)], criteria[len(CANDIDATE) :]
    if any(criterion.answer == "misses" for criterion in first):
        return "below candidate"
    if reviews:
        return "confirmed"
    if all(criterion.answer == "meets" for criterion in second):
        return "corroborated"
    return "candidate"


def by_day(review: Review) -> tuple[date, str]:
    """Return what puts reviews in order: their day, and of one day the cautious one last."""
    return review.on, review.finding


def _short(facts: Facts) -> str:
    return " of so short a record" if facts.is_short_record else ""


def _at_least(name: str, value: float, threshold: float, reason: str) -> Criterion:
    answer: Answer = "meets" if value >= threshold else "misses"
    return Criterion(name, answer, float(value), float(threshold), reason)


def _at_most(name: str, value: float, threshold: float, reason: str) -> Criterion:
    answer: Answer = "meets" if value <= threshold else "misses"
    return Criterion(name, answer, float(value), float(threshold), reason)


def _unknown(name: str, threshold: float, reason: str) -> Criterion:
    return Criterion(name, "cannot know", None, float(threshold), reason)
