"""What the agencies put on record: rows of incidents, mistakes and reversals, and their numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from commonground.core.incidents import CATEGORIES, INITIATORS
from commonground.ingest.synthetic.city import SyntheticCity
from commonground.ingest.synthetic.messy.mess import Mess
from commonground.ingest.synthetic.messy.moments import delayed, shown
from commonground.ingest.synthetic.messy.vocabulary import (
    CALLED,
    CALLS,
    LEGACY,
    MISTAKEN,
    ORPHANED,
    RMS,
    UNKNOWN,
    companions,
    offence_names,
)
from commonground.ingest.synthetic.messy.whereabouts import ORIGIN_M, addresses

WRITTEN = ("{0:02d}-{1:06d}", "{0:02d}{1:07d}", "F{0:02d}{1:06d}")
"""How each layout writes the number of an incident: from its year and its place in the order."""

SECOND, THIRD = 1, 2
THIRD_SHARE = 1 / 3
LATER_SHARE = 0.5
"""Of further rows; the others are of the same minute."""

UNSAID_SHARE = 0.3
"""Of incidents whose later rows do not say who started them."""

TURNS = 12
"""A multiple of every number of charges to choose from, so that none is preferred."""

LONGEST_DELAY_MIN = 90
SAME_MOMENT_SHARE = 0.7
"""Of reversals; the others are dated by when the mistake was seen."""

NEVER = np.datetime64("NaT", "us")


def recorded(
    city: SyntheticCity, *, mess: Mess, zone: str, random: Mapping[str, np.random.Generator]
) -> pd.DataFrame:
    """Return everything that is put on record, before anything is wrong with it.

    Parameters
    ----------
    city
        The city.
    mess
        How many rows an incident has, and how many mistakes there are.
    zone
        Time zone that the city's clocks show.
    random
        Where chance comes from: ``charges``, ``mistakes`` and ``numbers``.

    Returns
    -------
    pandas.DataFrame
        ``layout``, ``case`` (the rows of an incident have one), ``number`` (empty where there is
        none), ``at``, ``offence``, ``category``, ``x_m``, ``y_m``, ``house``, ``street``,
        ``initiated``, and ``kind``: ``record``, ``mistake``, ``reversal`` of a mistake, or
        ``orphan``, a reversal of nothing.
    """
    happened = _happened(city, mess, zone=zone)
    end = city.periods.edges[-1]
    records = _records(happened, mess, end=end, zone=zone, random=random["charges"])
    mistakes = _mistakes(happened, mess, random=random["mistakes"])
    reversals = _reversals(mistakes, end=end, zone=zone, random=random["mistakes"])
    rows = pd.concat([records, mistakes[mistakes["taken_back"]], reversals], ignore_index=True)
    rows = _numbered(rows, mess, random=random["numbers"])
    return rows.drop(columns=["seen_at", "alone", "taken_back"])


def _happened(city: SyntheticCity, mess: Mess, *, zone: str) -> pd.DataFrame:
    """Return one row an incident, at a time that a clock can have shown."""
    frame = city.incidents.frame.reset_index(drop=True)
    edges = city.periods.edges
    change = edges[0] + mess.change * (edges[-1] - edges[0])
    called = frame["category"].isin(CALLED)
    layout = np.where(called, CALLS, np.where(frame["at"] < change, LEGACY, RMS))
    x_m, y_m = (frame[axis].to_numpy(dtype=np.float64) for axis in ("x_m", "y_m"))
    house, street = addresses(city.ground, x_m=x_m, y_m=y_m)
    return pd.DataFrame(
        {
            "case": np.arange(len(frame)),
            "layout": layout,
            "at": shown(frame["at"], zone=zone),
            "category": pd.Index(CATEGORIES).get_indexer(pd.Index(frame["category"])),
            "x_m": x_m + ORIGIN_M[0],
            "y_m": y_m + ORIGIN_M[1],
            "house": house,
            "street": street,
            "initiated": pd.Index(INITIATORS).get_indexer(pd.Index(frame["initiated_by"])),
        }
    )


def _records(
    happened: pd.DataFrame,
    mess: Mess,
    *,
    end: pd.Timestamp,
    zone: str,
    random: np.random.Generator,
) -> pd.DataFrame:
    """Return the first row of each incident and its further ones."""
    size = len(happened)
    beside, choices = companions()
    own = happened["category"].to_numpy()
    drawn = random.random(size)
    further = (drawn < mess.charges).astype(np.intp) + (drawn < mess.charges * THIRD_SHARE)
    further = np.minimum(further, choices[own])
    variant, start = random.integers(2, size=size), random.integers(TURNS, size=size)
    unsaid = random.random(size) < UNSAID_SHARE

    parts = [happened.assign(variant=variant)]
    for place in (SECOND, THIRD):
        of = further >= place
        which = (start[of] + place) % choices[own[of]]
        category = beside[own[of], which]
        later = random.random(len(category)) < LATER_SHARE
        minutes = random.integers(1, LONGEST_DELAY_MIN, size=len(category)) * later
        part = happened[of].assign(category=category, variant=np.where(which == 0, 2, 0))
        at = delayed(part["at"], minutes=minutes, end=end, zone=zone)
        unknown = (at > part["at"]) & unsaid[of]
        parts.append(part.assign(at=at, initiated=part["initiated"].mask(unknown, UNKNOWN)))

    rows = pd.concat(parts, ignore_index=True)
    names = np.stack([offence_names(layout) for layout in (LEGACY, RMS, CALLS)])
    offence = names[rows["layout"], rows["category"], rows["variant"]]
    return rows.drop(columns="variant").assign(
        offence=offence, kind="record", taken_back=False, alone=False, seen_at=NEVER
    )


def _mistakes(happened: pd.DataFrame, mess: Mess, *, random: np.random.Generator) -> pd.DataFrame:
    """Return what is recorded by mistake: in a true incident, or as one that never was.

    Where ``taken_back`` is false the record is in no file: only its reversal is.
    """
    legacy = happened[happened["layout"] == LEGACY]
    drawn = random.random(len(legacy))
    inside = legacy[drawn < mess.reversals / 2]
    sizes = random.binomial(len(legacy), [mess.reversals / 2, mess.orphans])
    places, moments = (
        legacy.iloc[random.integers(max(len(legacy), 1), size=sizes.sum())] for _ in range(2)
    )
    made_up = places.assign(
        case=len(happened) + np.arange(len(places)), at=moments["at"].to_numpy()
    )
    mistakes: pd.DataFrame = pd.concat(
        [
            inside.assign(alone=False, taken_back=True),
            made_up.assign(alone=True, taken_back=np.arange(len(made_up)) < sizes[0]),
        ]
    ).drop_duplicates(["at", "x_m", "y_m"], ignore_index=True)  # each reversal means one record
    named = random.integers(len(MISTAKEN), size=len(mistakes))
    categories, codes = zip(*MISTAKEN, strict=True)
    offence = np.array(codes, dtype=object)[named]
    written: pd.DataFrame = mistakes.assign(
        category=np.array([CATEGORIES.index(one) for one in categories])[named],
        offence=np.where(mistakes["taken_back"], offence, ORPHANED),
        kind="mistake",
        seen_at=NEVER,
    )
    return written


def _reversals(
    mistakes: pd.DataFrame, *, end: pd.Timestamp, zone: str, random: np.random.Generator
) -> pd.DataFrame:
    size = len(mistakes)
    later = random.random(size) >= SAME_MOMENT_SHARE
    minutes = random.integers(1, LONGEST_DELAY_MIN, size=size) * later
    return mistakes.assign(
        kind=np.where(mistakes["taken_back"], "reversal", "orphan"),
        seen_at=delayed(mistakes["at"], minutes=minutes, end=end, zone=zone),
    )


def _numbered(rows: pd.DataFrame, mess: Mess, *, random: np.random.Generator) -> pd.DataFrame:
    """Give the cases of each agency numbers in order of time; a few lose theirs."""
    by_case = rows.groupby("case", sort=True)
    cases = by_case.agg(at=("at", "min"), layout=("layout", "first"), rows=("kind", "size"))
    is_call = cases["layout"] == CALLS
    order = cases.assign(is_call=is_call).sort_values(["is_call", "at"], kind="stable")
    place = order.groupby("is_call").cumcount().reindex(cases.index) + 1
    layouts, years = cases["layout"].tolist(), (cases["at"].dt.year % 100).tolist()
    given = [
        WRITTEN[layout].format(year, at)
        for layout, year, at in zip(layouts, years, place.tolist(), strict=True)
    ]
    is_mistake = by_case["alone"].any() & by_case["taken_back"].any()
    may_lack = (cases["layout"] == LEGACY) & ((cases["rows"] == 1) | is_mistake)
    may_lack &= ~by_case["kind"].agg("first").eq("orphan")
    lacks = may_lack & (random.random(len(cases)) < mess.unnumbered)
    numbers = np.where(lacks, "", np.array(given, dtype=object))
    number = numbers[cases.index.get_indexer(pd.Index(rows["case"]))]
    # Without a number a reversal is known by its moment, and by its place.
    at = rows["at"].where(rows["seen_at"].isna() | (number == ""), rows["seen_at"])
    numbered: pd.DataFrame = rows.assign(number=number, at=at)
    return numbered
