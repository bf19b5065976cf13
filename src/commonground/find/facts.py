"""Facts: what is known of one place, taken out of the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonground.find.criteria import Facts
from commonground.find.judged import Place
from commonground.find.records import MONTHS_A_QUARTER
from commonground.find.stability import Half, overlap

AROUND_M = 150.0
"""Points this near to a place are around it; a market spills over, an address does not."""

NEARBY_M = 150.0
"""Ground this near to a place is looked at when two halves of the record are compared."""

WEEK_DRAWS = 2_000
"""Bootstraps of weeks for the interval of a place's incidents."""

SECOND_SOURCES = ("drug sale", "drug call", "overdose")
"""Categories that speak for selling, beside possession."""


@dataclass(frozen=True, slots=True)
class Institution:
    """A booking place that is known.

    Parameters
    ----------
    name
        What it is.
    x_m, y_m
        Where it is.
    """

    name: str
    x_m: float
    y_m: float


def facts_of(place: Place, *, institutions: Sequence[Institution] = ()) -> Facts:
    """Return what is known of a place.

    Parameters
    ----------
    place
        The place.
    institutions
        Booking places that are known.
    """
    judged, at = place.judged, place.at
    evidence, records = judged.evidence, judged.records
    outdoors, indoors = (_premises(place, kind) for kind in ("outdoors", "indoors"))
    by_citizens = judged.started_by["citizen"] & records.is_drug
    second = {name: judged.holding[name] for name in SECOND_SOURCES}
    name, share = _booking(place, institutions)
    return Facts(
        times_city=float(judged.times_city[at]),
        drug=int(evidence.drug[at]),
        expected=float(evidence.expected[at]),
        months=int(evidence.months[at]),
        quarters=int(evidence.quarters[at]),
        window_months=records.window_months,
        window_quarters=-(-records.window_months // MONTHS_A_QUARTER),
        is_short_record=records.is_short,
        on_a_day=float(evidence.on_a_day[at]),
        in_a_week=float(evidence.in_a_week[at]),
        points=int(evidence.points[at]),
        largest_point=_largest_point(place),
        institution=name,
        at_institution=share,
        chance=float(judged.chance[at]),
        outdoors=outdoors / max(outdoors + indoors, 1),
        premises_known=outdoors + indoors,
        sales=int((place.recent & second["drug sale"]).sum()),
        citizens=int((place.recent & by_citizens).sum()),
        calls=int((place.recent & second["drug call"]).sum()),
        overdoses=int((place.recent & second["overdose"]).sum()),
        second_sources_known=any(one.any() for one in (by_citizens, *second.values())),
        agreement=_agreement(place),
    )


def numbers_of(place: Place, *, facts: Facts) -> dict[str, float]:
    """Return the numbers of a place that people quote, by name.

    Parameters
    ----------
    place
        The place.
    facts
        What is known of it.
    """
    judged = place.judged
    square_ha = judged.ground.raster.square_ha
    violent = judged.holding["violent"] | judged.holding["weapon"]
    drug_low, drug_high = _other_weeks(place)
    times_low, times_high = (float(end[place.at]) for end in judged.times_city_interval)
    return {
        "drug": facts.drug,
        "drug_low": drug_low,
        "drug_high": drug_high,
        "drug_inside": int((place.drug & judged.drawn.inside[judged.square]).sum()),
        "expected": facts.expected,
        "all_kinds": int(judged.evidence.all_kinds[place.at]),
        "times_city": facts.times_city,
        "times_city_low": times_low,
        "times_city_high": times_high,
        "clearness": float(judged.evidence.clearness[place.at]),
        "chance": facts.chance,
        "sales": facts.sales,
        "police_initiated": int((place.drug & judged.started_by["police"]).sum()),
        "citizen_initiated": facts.citizens,
        "violent": int((place.recent & violent).sum()),
        "drug_calls": facts.calls,
        "overdoses": facts.overdoses,
        "points": facts.points,
        "extent_ha": len(place.squares) * square_ha,
        "boundary_ha": len(place.inside) * square_ha,
        "area": int(judged.drawn.area[place.at]),
        "recurrence": float(judged.again[judged.square[place.drug]].mean()),
        "agreement": facts.agreement,
        "is_stable": float(facts.agreement >= judged.ground.definition.stable),
    }


def _other_weeks(place: Place) -> tuple[float, float]:
    """Return the interval of its drug incidents, had other weeks of the window been recorded."""
    records = place.judged.records
    weeks = int(records.week[records.is_recent].max(initial=0)) + 1
    held = np.bincount(records.week[place.drug], minlength=weeks)
    drawn = np.random.default_rng(0).multinomial(weeks, np.full(weeks, 1 / weeks), size=WEEK_DRAWS)
    low, high = np.quantile(drawn @ held, [0.05, 0.95], method="nearest")
    return float(low), float(high)


def hours_of(place: Place) -> NDArray[np.int64] | None:
    """Return drug incidents by weekday and hour, shape (7, 24); ``None`` if no hour is known."""
    frame = place.judged.records.frame
    if "hour_known" in frame:
        known = frame["hour_known"].to_numpy(bool)
    else:
        known = np.full(len(frame), bool((frame["at"] != frame["at"].dt.normalize()).any()))
    at = frame.loc[place.drug & known, "at"].dt
    week = np.zeros((7, 24), dtype=np.int64)
    np.add.at(week, (at.day_of_week.to_numpy(), at.hour.to_numpy()), 1)
    return week if week.any() else None


def locations_of(place: Place) -> list[str]:
    """Return the hundred-blocks and crossings of its drug records, as they are written."""
    frame = place.judged.records.frame
    if "location" not in frame:
        return []
    return [str(text) for text in frame.loc[place.drug, "location"].dropna()]


def _premises(place: Place, kind: str) -> int:
    frame = place.judged.records.frame
    if "premise" not in frame:
        return 0
    return int((frame.loc[place.drug, "premise"] == kind).sum())


def _largest_point(place: Place) -> float:
    judged, records = place.judged, place.judged.records
    near = np.zeros(judged.ground.raster.size, dtype=bool)
    near[place.around(AROUND_M)] = True
    drug = near[judged.square] & records.is_recent & records.is_drug
    held = np.bincount(records.point[drug])
    return float(held.max() / held.sum())


def _agreement(place: Place) -> float:
    """Return the overlap of what the halves draw here, other places left out."""
    if not place.judged.halves:
        return float("nan")
    near = place.around(NEARBY_M)
    near = near[np.isin(place.judged.drawn.extent[near], (0, place.at + 1))]

    def drawn(half: Half) -> NDArray[np.intp]:
        return np.intersect1d(near, half.drawn, assume_unique=True)

    shared = [overlap(drawn(pair.one), drawn(pair.other)) for pair in place.judged.halves]
    return float(np.nanmean(shared)) if not np.isnan(shared).all() else 0.0


def _booking(place: Place, institutions: Sequence[Institution]) -> tuple[str | None, float]:
    """Return the institution that most of the incidents are near, and their share."""
    if not institutions:
        return None, float("nan")
    records = place.judged.records
    x, y = records.x_m[place.drug], records.y_m[place.drug]
    near_m = place.judged.ground.definition.institution_m
    shares = [float((np.hypot(x - one.x_m, y - one.y_m) <= near_m).mean()) for one in institutions]
    most = int(np.argmax(shares))
    return institutions[most].name, shares[most]
