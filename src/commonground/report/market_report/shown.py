"""What of found places may be shown: never where a few people were ill, or called."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from commonground.core.disclosure import PEOPLE, are_few
from commonground.core.incidents import AND
from commonground.core.market import Criterion, Market
from commonground.find.found import Found
from commonground.find.tallies import OF_PEOPLE

COUNTS_OF_PEOPLE = (*OF_PEOPLE, "citizen_initiated")
"""Numbers of a place that count people: those who were ill, and those who called the police."""

WITHOUT_POLICE = "without police-initiated"
"""The variant whose number of incidents tells how many the police did not start."""


def shown(found: Found) -> Found:
    """Return what was found without what may not be shown.

    A number that is not a number is withheld: it is positive, and below the fewest people that may
    be shown. With it goes what would give it away. Where police and a few citizens started all
    that is known of, so is the number that police started; where a few incidents around a place
    are no drug incidents and could be overdoses or calls, so is how many there are of all kinds,
    how many of drugs are expected, and how clear the place is, for that is made of both.

    Parameters
    ----------
    found
        What was found.

    Returns
    -------
    Found
        The same, for a report; ``unknown_initiated`` is added to the numbers of each place. Doing
        it again changes nothing.
    """
    holds_people = _holds_people(found)
    markets = tuple(_market(market, holds_people=holds_people) for market in found.markets)
    hidden = [market.id for market in markets if math.isnan(market.numbers["police_initiated"])]
    return replace(
        found,
        markets=markets,
        sensitivity=_sensitivity(found.sensitivity, hidden),
        institutions=_institutions(found.institutions, holds_people=holds_people),
        exposures=_exposures(found.exposures),
    )


def is_withheld(value: float) -> bool:
    """Say whether a number that counts people is withheld."""
    return math.isnan(value)


def _holds_people(found: Found) -> bool:
    frame = found.records.frame
    kinds = set(frame["category"].unique())
    if "categories" in frame:
        kinds.update(kind for mix in frame["categories"].unique() for kind in str(mix).split(AND))
    return not kinds.isdisjoint(PEOPLE)


def _market(market: Market, *, holds_people: bool) -> Market:
    numbers = dict(market.numbers)
    numbers.setdefault(
        "unknown_initiated",
        numbers["drug"] - numbers["police_initiated"] - numbers["citizen_initiated"],
    )
    few = are_few(np.array([numbers[name] for name in COUNTS_OF_PEOPLE]))
    withheld = [name for name, is_one in zip(COUNTS_OF_PEOPLE, few, strict=True) if is_one]
    if "citizen_initiated" in withheld:
        withheld.append("police_initiated")
    criteria = market.criteria
    if holds_people and are_few(np.array(numbers["all_kinds"] - numbers["drug"])):
        withheld += ["all_kinds", "expected", "clearness"]
        criteria = tuple(_without_expected(criterion) for criterion in criteria)
    return replace(
        market,
        numbers=numbers | dict.fromkeys(withheld, math.nan),
        criteria=criteria,
    )


def _without_expected(criterion: Criterion) -> Criterion:
    """Say of chance what was found, without how many incidents of all kinds there are."""
    if criterion.name != "chance" or criterion.value is None:
        return criterion
    reason = (
        f"As clear a place comes about in {criterion.value:.1%} of cities in which drug records "
        f"are put on other incidents at random; at most {criterion.threshold:.1%} is needed."
    )
    return replace(criterion, reason=reason)


def _sensitivity(table: pd.DataFrame, hidden: list[str]) -> pd.DataFrame:
    """Leave out how many incidents the police did not start, where those are few citizens'."""
    incidents = table["incidents"].astype("Int64")
    gone = (table["variant"] == WITHOUT_POLICE) & table["market"].isin(hidden)
    return table.assign(incidents=incidents.mask(gone))


def _institutions(table: pd.DataFrame, *, holds_people: bool) -> pd.DataFrame:
    """Where there are overdoses or calls, a few incidents that are no drug incidents could be."""
    incidents = table["incidents"].astype("Int64")
    if not holds_people:
        return table.assign(incidents=incidents)
    return table.assign(incidents=incidents.mask(_few(incidents - table["drug"])))


def _exposures(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out how many people of a layer there are, where they are few."""
    counts = table["count"].astype("Int64")
    return table.assign(count=counts.mask(table["people"].astype(bool) & _few(counts)))


def _few(counts: pd.Series[int]) -> pd.Series[bool]:
    return pd.Series(are_few(counts.to_numpy(np.float64, na_value=np.nan)), index=counts.index)
