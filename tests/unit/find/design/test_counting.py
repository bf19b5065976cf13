"""Incidents are counted within shapes by outcome and month, and a few people are noticed."""

import numpy as np
import pandas as pd
import pytest
import shapely

from commonground.core.incidents import Incidents
from commonground.find.definition import Definition, Drawing
from commonground.find.design.counting import OUTCOMES, Counted, Kinds, People
from commonground.find.records import DAYS_A_MONTH, Records, records_of
from tests.unit.find.made_up import MARKET, SOUTH, WEST, city

AROUND = shapely.box(WEST + 900, SOUTH + 900, WEST + 1_100, SOUTH + 1_100)


def with_people(overdoses: int, *, mixed: int = 0, crime: str = "drug possession") -> Records:
    """Return the made-up city with people who were ill at its market, some of them in a crime."""
    frame = city(MARKET).frame
    frame["categories"] = frame["category"]
    ill = frame.iloc[: overdoses + mixed].assign(
        category="overdose",
        categories=["overdose"] * overdoses + [f"{crime} + overdose"] * mixed,
        at=pd.Timestamp("2023-12-01"),
        x_m=WEST + 1_000,
        y_m=SOUTH + 1_000,
        incident=[f"ill {at}" for at in range(overdoses + mixed)],
    )
    return records(Incidents(pd.concat([frame, ill], ignore_index=True)))


def records(incidents: Incidents) -> Records:
    return records_of(incidents, definition=Definition(), drawing=Drawing())


def counted(held: Records, longest: int = 24) -> Counted:
    return Counted.from_records(held, kinds=Kinds.of(held), longest=longest)


def test_counts_as_looking_at_every_incident_would() -> None:
    held = records(city(MARKET))
    shape = AROUND.buffer(33.3)

    counts = counted(held).within(shape)

    by_hand = np.zeros((len(OUTCOMES), 12), dtype=int)
    for x, y, day, is_drug in zip(held.x_m, held.y_m, held.day, held.is_drug, strict=True):
        if shape.contains(shapely.Point(x, y)):
            month = int(day / DAYS_A_MONTH)
            by_hand[:2, month] += [is_drug, 1]
    assert counts.tolist() == by_hand.tolist()


def test_looks_back_no_farther_than_asked_and_recorded() -> None:
    held = records(city(MARKET))

    assert counted(held).months == 12
    assert counted(held, longest=6).months == 6
    assert counted(held, longest=6).within(AROUND).shape == (len(OUTCOMES), 6)


def test_points_on_an_edge_are_counted_once() -> None:
    held = counted(records(city(MARKET)))
    west, south, east, north = AROUND.bounds
    middle = (west + east) / 2
    halves = (shapely.box(west, south, middle, north), shapely.box(middle, south, east, north))

    parts = sum(held.within(half) for half in halves)

    assert parts.tolist() == held.within(AROUND).tolist()  # type: ignore[union-attr]


def test_calls_and_overdoses_are_no_crime() -> None:
    with_some, without = (counted(with_people(ill)).within(AROUND) for ill in (5, 0))

    assert with_some.tolist() == without.tolist()


@pytest.mark.parametrize(
    ("overdoses", "mixed", "few"),
    [
        (0, 0, False), (1, 0, True), (10, 0, True), (11, 0, False), (11, 3, True), (3, 11, True),
        (0, 11, False), (11, 11, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("crime", ["drug possession", "violent"])
def test_notices_a_few_people(overdoses: int, mixed: int, few: bool, crime: str) -> None:
    held = with_people(overdoses, mixed=mixed, crime=crime)

    assert People.among(held, kinds=Kinds.of(held)).are_few_within(AROUND) is few
