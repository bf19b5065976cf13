"""A small made-up city with five places of which everything can be said, drawn by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import shapely

from commonground.core.incidents import Incidents
from commonground.core.market import Answer, Criterion, Market, Tier
from commonground.find.criteria import CANDIDATE, CORROBORATED
from commonground.find.definition import Definition, Drawing
from commonground.find.design.design import Alternative, Band, Control, Design
from commonground.find.design.detecting import Detectable
from commonground.find.design.land import ground
from commonground.find.found import Found
from commonground.find.records import records_of

CRS = "EPSG:26910"
WEST, SOUTH = 551_000.0, 4_180_000.0
BLOCK_M = 100.0
BLOCKS = 20

REMOTE = (WEST + 5_000.0, SOUTH + 5_000.0)
"""Where people were ill, called, or were at home, and nobody else was."""

NAMES = tuple(rule.__name__.replace("_", " ") for rule in (*CANDIDATE, *CORROBORATED))

MIDDLES = {
    "E1": (500.0, 500.0),
    "E2": (1_000.0, 500.0),
    "E3": (1_500.0, 500.0),
    "E4": (500.0, 1_500.0),
    "E5": (1_500.0, 1_500.0),
}


def frame(*, people: bool = True) -> pd.DataFrame:
    """Return a year of incidents on a grid of streets, some of them about people."""
    random = np.random.default_rng(7)
    parts = [_background(random), *(_cluster(at, random) for at in MIDDLES.values())]
    if people:
        parts.append(_people())
    whole = pd.concat(parts, ignore_index=True)
    mixed = whole["categories"] if people else whole["category"]
    whole["categories"] = mixed.fillna(whole["category"])
    whole["incident"] = [f"record {at}" for at in range(len(whole))]
    return whole


def made_up(*, people: bool = True, **changes: Any) -> Found:  # noqa: ANN401  any field of it
    """Return what was found there.

    Parameters
    ----------
    people
        Whether the records hold overdoses and calls.
    changes
        Fields of the result that are otherwise.
    """
    definition, drawing = Definition(), Drawing()
    records = records_of(Incidents(frame(people=people)), definition=definition, drawing=drawing)
    markets = (
        market("E3", "0 block 5th Ave", "confirmed"),
        market("E1", "500 block 5th St", "corroborated", hours=_hours()),
        market(
            "E2",
            "1000 block 5th St",
            "candidate",
            answers={"outdoors": "misses", "second source": "misses", "institution": "cannot know"},
            numbers={"is_stable": 0.0, "agreement": 0.31},
        ),
        market(
            "E4",
            "400 block 15th St",
            "below candidate",
            answers={"chance": "misses", "one day": "misses", "outdoors": "misses"},
        ),
        market("E5", "E5", "below candidate", firm=shapely.Polygon(), streets=()),
    )
    found = Found(
        markets=markets,
        records=records,
        definition=definition,
        drawing=drawing,
        seed=3,
        city_ha=400.0,
        city=None,
        smaller=2,
        clearest_by_chance=np.zeros(199),
        institutions=pd.DataFrame(
            {"institution": ["Jail", "Hospital"], "incidents": [40, 9], "drug": [20, 5]}
        ),
        agreement=0.7,
        sensitivity=sensitivity(),
        caveats=("Half of it isn't <known>.",),
    )
    return replace(found, **changes)


def market(
    key: str,
    name: str,
    tier: Tier,
    *,
    answers: Mapping[str, Answer] | None = None,
    numbers: Mapping[str, float] | None = None,
    firm: shapely.Geometry | None = None,
    streets: tuple[str, ...] = ("5th St, 0 to 500 blocks", "5th Ave, 300 block"),
    hours: np.ndarray | None = None,
) -> Market:
    """Return a place, every criterion met and every number known unless said otherwise."""
    x, y = MIDDLES[key]
    middle = shapely.Point(WEST + x, SOUTH + y)
    return Market(
        id=key,
        name=name,
        tier=tier,
        boundary=middle.buffer(100, cap_style="square"),
        extent=middle.buffer(150, cap_style="square"),
        firm=middle.buffer(75, cap_style="square") if firm is None else firm,
        criteria=tuple(criterion(one, (answers or {}).get(one, "meets")) for one in NAMES),
        numbers={
            "drug": 40, "drug_low": 29, "drug_high": 52, "drug_inside": 35, "expected": 9.5,
            "all_kinds": 90, "times_city": 31.4, "times_city_low": 22.5, "times_city_high": 40.2,
            "clearness": 20.1, "chance": 0.005, "sales": 12, "police_initiated": 25,
            "citizen_initiated": 0, "violent": 8, "drug_calls": 14, "overdoses": 4, "points": 9,
            "extent_ha": 9.0, "boundary_ha": 4.0, "area": 1, "recurrence": 0.97, "agreement": 0.8,
            "is_stable": 1.0,
            **(numbers or {}),
        },
        streets=streets,
        hours=hours,
    )  # fmt: skip


def design() -> Design:
    """Return an intervention at E1: compared with E5, and E2 and E3 may take the market over."""
    target, control = (_boundary(key) for key in ("E1", "E5"))
    return Design(
        place="E1",
        name="500 block of <5th> St",
        target=target,
        rings=_rings(target),
        controls=(Control("E5", "E5", "place", control, _rings(control)),),
        alternatives=tuple(
            Alternative(key, f"Alternative {key}", _boundary(key), far, "east")
            for key, far in (("E2", 500.0), ("E3", 1_000.0))
        ),
        gap_asked_m=500.0,
        detectable=(
            Detectable("drug", 6, False, 20, 40, 10, 30, 2.0, 0.5, 0.7071),
            Detectable("drug", 6, True, 20, 40, 10, 30, 2.0, 0.9, 1.2728),
            Detectable("drug", 12, False, 40, 80, 20, 60, 1.0, 0.44, 0.44),
            Detectable("drug", 12, True, 40, 80, 20, 60, 1.0, 0.61, 0.61),
            Detectable("violent", 12, False, 0, 3, 1, 2, 1.0, float("inf"), float("inf")),
            Detectable("violent", 12, True, 0, 3, 1, 2, 1.0, float("inf"), float("inf")),
        ),
        not_with=("E3",),
        notes=("Something isn't <right>.",),
    )


def _boundary(key: str) -> shapely.Geometry:
    boundary: shapely.Geometry = market(key, key, "candidate").boundary
    return boundary


def _rings(area: shapely.Geometry) -> tuple[Band, ...]:
    inner, outer = (shapely.buffer(area, reach) for reach in (100, 200))
    return (
        Band("0-100 m", ground(shapely.difference(inner, area))),
        Band("100-200 m", ground(shapely.difference(outer, inner))),
    )


def criterion(name: str, answer: Answer) -> Criterion:
    """Return one line of the definition, with a reason that can be found again."""
    value = {"cannot know": None, "meets": 0.5, "misses": 0.25}[answer]
    if name == "months" and value is not None:
        value = 11.0
    return Criterion(name, answer, value, 0.4, f"Of {name} it {answer} what <is> needed.")


def sensitivity() -> pd.DataFrame:
    """Return what is left of each place: of E2 nothing without possession, of E1 a little."""
    variants = (
        "grid origin 1 of 4",
        "cells of 100 m",
        "without possession",
        "institutions counted",
    )
    rows = [
        {"variant": variant, "market": key, "incidents": 30, "covered": 0.9}
        for variant in variants
        for key in MIDDLES
    ]
    others = [
        {"variant": "without possession", "market": key, "incidents": left, "covered": covered}
        for key, left, covered in [
            ("E1", 9, 0.3), ("E2", 2, 0.0), ("E3", None, None), ("E4", 20, 0.9), ("E5", 20, 0.9),
        ]
    ]  # fmt: skip
    table = pd.DataFrame([*rows, *others])
    table["why"] = ["" if known else "Too few are left." for known in table["covered"].notna()]
    return table.astype({"incidents": "Int64"})


def _hours() -> np.ndarray:
    week = np.zeros((7, 24), dtype=np.int64)
    week[4, 20:24] = 9
    week[5, 0:2] = 2
    return week


def _background(random: np.random.Generator) -> pd.DataFrame:
    """Return incidents of other kinds: streets run east, avenues north."""
    count = 3_000
    along = random.integers(0, int(BLOCKS * BLOCK_M), count).astype(np.float64)
    across = random.integers(0, BLOCKS + 1, count)
    is_street = random.random(count) < 0.5
    block = (along // BLOCK_M).astype(int) * 100
    return pd.DataFrame(
        {
            "at": _days(random, count),
            "x_m": WEST + np.where(is_street, along, across * BLOCK_M),
            "y_m": SOUTH + np.where(is_street, across * BLOCK_M, along),
            "category": np.where(random.random(count) < 0.03, "drug possession", "property"),
            "initiated_by": "police",
            "premise": "unknown",
            "location": [
                f"{one} block {number}TH {'ST' if street else 'AVE'}"
                for one, number, street in zip(block, across, is_street, strict=True)
            ],
        }
    )


def _cluster(middle: tuple[float, float], random: np.random.Generator) -> pd.DataFrame:
    count = 40
    x, y = (WEST + middle[0], SOUTH + middle[1])
    return pd.DataFrame(
        {
            "at": _days(random, count),
            "x_m": x + random.integers(-3, 4, count) * 25,
            "y_m": y + random.integers(-3, 4, count) * 25,
            "category": random.choice(["drug sale", "drug possession"], count),
            "initiated_by": random.choice(["police", "unknown"], count),
            "premise": "outdoors",
            "location": f"{middle[0]:.0f} block {middle[1] / 100:.0f}TH ST",
        }
    )


def _people() -> pd.DataFrame:
    """Return what must be on no map: at a place where nothing else is, a category of each kind."""
    categories = ["overdose", "drug call", "disorder call", "drug sale", "drug possession"]
    held = pd.DataFrame({"category": categories * 12})
    return held.assign(
        at=pd.Timestamp("2023-06-01"),
        x_m=REMOTE[0],
        y_m=REMOTE[1],
        initiated_by="citizen",
        premise=np.where(held["category"].str.startswith("drug s"), "indoors", "unknown"),
        location="9900 block REMOTE ST",
        categories=held["category"].where(
            held["category"] != "drug possession", "drug possession + overdose"
        ),
    )


def _days(random: np.random.Generator, count: int) -> pd.Series:
    return pd.Series(
        pd.Timestamp("2023-01-01") + pd.to_timedelta(random.integers(0, 365, count), unit="D")
    )
