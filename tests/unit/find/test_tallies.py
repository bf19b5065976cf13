"""Tallies, held to the numbers of the places and to plain loops."""

import numpy as np
import pytest
import shapely

from commonground.core.incidents import AND, Incidents
from commonground.core.market import Market
from commonground.find.definition import Definition, Drawing
from commonground.find.finding import judged_places
from commonground.find.ground import ground_of
from commonground.find.judged import Judged
from commonground.find.markets import markets_of
from commonground.find.records import records_of
from commonground.find.tallies import KINDS, tallies_of
from tests.unit.find.made_up import MARKET, SINK, SOUTH, WEST, Cluster, city

OTHER = Cluster(WEST + 2_000, SOUTH + 2_000, incidents=50)
QUICKLY = Drawing(replicates=10)
OF_DRUGS = (
    "drug sale", "drug possession", f"drug possession{AND}overdose", f"drug sale{AND}weapon",
)  # fmt: skip
OTHERS = ("property", "violent", "drug call", "overdose")


@pytest.fixture(scope="module")
def judged() -> Judged:
    """Judge a city in which an incident is often of several kinds."""
    frame = city(MARKET, OTHER, SINK).frame
    random = np.random.default_rng(4)
    is_drug = frame["category"] == "drug possession"
    of_drugs, others = (random.choice(kinds, len(frame)) for kinds in (OF_DRUGS, OTHERS))
    categories = np.where(is_drug, of_drugs, others).tolist()
    leading = [kinds.split(AND)[0] for kinds in categories]
    incidents = Incidents(frame.assign(category=leading, categories=categories))
    records = records_of(incidents, definition=Definition(), drawing=QUICKLY)
    ground = ground_of(records, definition=Definition(), drawing=QUICKLY)
    return judged_places(ground, drawing=QUICKLY, by_chance=np.zeros(99))


@pytest.fixture(scope="module")
def markets(judged: Judged) -> tuple[Market, ...]:
    return markets_of(judged)


def test_counts_as_the_numbers_of_each_place_do(
    judged: Judged, markets: tuple[Market, ...]
) -> None:
    tallies = tallies_of(markets, judged=judged)

    assert len(markets) >= 2
    for kind in KINDS:
        assert list(tallies.counts[kind]) == [one.numbers[kind] for one in markets], kind
    assert sum(tallies.counts["overdoses"]) > 0


def test_parts_counts_into_whole_weeks(judged: Judged, markets: tuple[Market, ...]) -> None:
    tallies = tallies_of(markets, judged=judged)

    records = judged.records
    days = int(records.day[records.is_recent].max()) + 1
    weeks = days // 7
    for market, held in zip(markets, tallies.weekly["sales"], strict=True):
        plain = [0] * weeks
        inside = market.extent.buffer(0.01)
        for x, y, day, kinds in zip(
            records.x_m, records.y_m, records.day, records.frame["categories"], strict=True
        ):
            here = inside.covers(shapely.Point(x, y)) if "drug sale" in kinds else False
            if here and day // 7 < weeks:
                plain[day // 7] += 1
        assert list(held) == plain
    assert tallies.years == pytest.approx(days / 365.25)


def test_knows_what_is_on_record_anywhere(judged: Judged, markets: tuple[Market, ...]) -> None:
    assert tallies_of(markets, judged=judged).on_record == set(KINDS)


def test_counts_nothing_without_places(judged: Judged) -> None:
    tallies = tallies_of((), judged=judged)

    assert [len(tallies.counts[kind]) for kind in KINDS] == [0] * len(KINDS)
