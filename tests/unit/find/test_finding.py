"""Finding places in made-up cities, where it is known what is there."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely

from commonground.core.incidents import Incidents
from commonground.core.market import Market
from commonground.find.definition import Definition, Drawing, ImpossibleDefinition
from commonground.find.facts import Institution
from commonground.find.finding import find_markets
from commonground.find.found import Found
from tests.unit.find.made_up import MARKET, RAID, SINK, SOUTH, WEST, Cluster, city

FAIR_OVERLAP = 0.45
"""Jaccard index of a planted disc and its boundary: squares and streets are not round."""


def _at(found: Found, cluster: Cluster) -> Market:
    """Return the place that holds the middle of a cluster."""
    middle = shapely.Point(cluster.x_m, cluster.y_m)
    return next(market for market in found.markets if market.extent.distance(middle) < 60)


def _same(one: Found, other: Found) -> bool:
    """Say whether two answers are the same to the last digit."""
    return (
        [(m.id, m.name, m.tier, dict(m.numbers), m.criteria) for m in one.markets]
        == [(m.id, m.name, m.tier, dict(m.numbers), m.criteria) for m in other.markets]
        and [m.boundary.wkb for m in one.markets] == [m.boundary.wkb for m in other.markets]
        and [m.extent.wkb for m in one.markets] == [m.extent.wkb for m in other.markets]
        and one.sensitivity.equals(other.sensitivity)
        and one.caveats == other.caveats
    )


@pytest.mark.parametrize("fixture", ["found", "found_by_name"])
def test_finds_what_was_planted_and_only_that(fixture: str, request: pytest.FixtureRequest) -> None:
    found: Found = request.getfixturevalue(fixture)

    market = _at(found, MARKET)

    assert found.candidates == (market,)
    disc = shapely.Point(MARKET.x_m, MARKET.y_m).buffer(MARKET.radius_m)
    shared = market.boundary.intersection(disc).area
    assert shared / market.boundary.union(disc).area > FAIR_OVERLAP
    assert 2.0 <= market.area_ha <= 12.0
    assert market.extent.buffer(0.1).covers(market.boundary)


@pytest.mark.parametrize("fixture", ["found", "found_by_name"])
def test_rejects_a_sink_although_nobody_named_it(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    sink = _at(request.getfixturevalue(fixture), SINK)

    assert sink.tier == "below candidate"
    assert "largest point" in {criterion.name for criterion in sink.answered("misses")}


def test_rejects_what_a_raid_left(found: Found) -> None:
    raid = _at(found, RAID)

    assert {"one week", "months"} <= {criterion.name for criterion in raid.answered("misses")}


def test_rejects_a_busy_place_where_drugs_are_no_more_common() -> None:
    busy = city(background=4_000).frame
    crowd = city(Cluster(WEST + 1_500, SOUTH + 1_500, incidents=900), background=1).frame.iloc[1:]
    every = np.arange(len(crowd)) % 25 != 0
    crowd = crowd.assign(
        category=np.where(every, "property", "drug possession"),
        incident=[f"crowd {at}" for at in range(len(crowd))],
    )

    found = find_markets(
        Incidents(pd.concat([busy, crowd], ignore_index=True)),
        drawing=Drawing(replicates=20, halves=1, relabellings=99),
    )

    assert found.candidates == ()
    assert all(
        "chance" in {criterion.name for criterion in market.answered("misses")}
        for market in found.markets
    )


def test_finds_none_where_there_is_none(quickly: Drawing) -> None:
    found = find_markets(city(), drawing=quickly)

    assert found.markets == ()
    assert found.sensitivity.empty


def test_gives_the_same_whatever_the_workers_and_the_order_of_rows(
    found: Found, quickly: Drawing
) -> None:
    incidents = city(MARKET, SINK, RAID)
    mixed = incidents.frame.sample(frac=1, random_state=3)
    shuffled = Incidents(mixed.set_axis([0] * len(mixed)))  # as if put together from many

    again = find_markets(shuffled, drawing=quickly, workers=3)

    assert _same(found, again)


def test_draws_other_numbers_from_another_seed(found: Found, quickly: Drawing) -> None:
    other = find_markets(city(MARKET, SINK, RAID), drawing=quickly, seed=5)

    assert found.agreement != other.agreement
    assert [market.id for market in other.candidates] == [market.id for market in found.candidates]


def test_does_not_change_what_it_is_given(quickly: Drawing) -> None:
    incidents = city(MARKET)
    before = incidents.frame.copy()

    find_markets(incidents, drawing=quickly)

    pd.testing.assert_frame_equal(incidents.frame, before)


def test_calls_a_place_at_an_institution_no_candidate(quickly: Drawing) -> None:
    jail = Institution(name="county jail", x_m=MARKET.x_m, y_m=MARKET.y_m)
    wide = replace(Definition(), institution_m=120.0)

    near, far = (
        find_markets(city(MARKET), definition=asked, drawing=quickly, institutions=[jail])
        for asked in (wide, Definition())
    )

    missed = {criterion.name for criterion in _at(near, MARKET).answered("misses")}
    assert missed == {"institution"}
    assert _at(far, MARKET).is_candidate


def test_leaves_out_what_was_booked_and_counts_it_apart(quickly: Drawing) -> None:
    incidents = city(MARKET, SINK)
    x, y = (incidents.frame[name].to_numpy() for name in ("x_m", "y_m"))
    there = np.hypot(x - SINK.x_m, y - SINK.y_m) < 1
    booked = Incidents(
        incidents.frame.assign(booked_at=pd.Series("county jail", range(len(x))).where(there))
    )

    found = find_markets(booked, drawing=quickly)

    assert [market.id for market in found.markets] == [_at(found, MARKET).id]
    (row,) = found.institutions.to_dict("records")
    assert row["institution"] == "county jail"
    assert row["drug"] == SINK.incidents


def test_counts_of_what_was_booked_only_the_window(quickly: Drawing) -> None:
    incidents = city(MARKET, SINK)
    x, y = (incidents.frame[name].to_numpy() for name in ("x_m", "y_m"))
    there = np.hypot(x - SINK.x_m, y - SINK.y_m) < 1
    frame = incidents.frame.assign(booked_at=pd.Series("county jail", range(len(x))).where(there))
    recent = frame["at"] > frame["at"].max().normalize() - pd.Timedelta(days=182)

    found = find_markets(Incidents(frame), drawing=replace(quickly, months=6))

    (row,) = found.institutions.to_dict("records")
    assert row["incidents"] == int((there & recent).sum())


def test_measures_a_city_by_its_boundary(quickly: Drawing) -> None:
    whole = shapely.box(WEST, SOUTH, WEST + 6_000, SOUTH + 3_000)

    found = find_markets(city(MARKET), drawing=quickly, city=whole)

    assert found.city_ha == 1_800.0


def test_refuses_too_few_relabelled_cities_for_the_chance_asked_for() -> None:
    with pytest.raises(ImpossibleDefinition, match="make at least 99"):
        find_markets(city(MARKET), drawing=Drawing(relabellings=50))


def test_asks_what_it_is_told_to_ask(quickly: Drawing) -> None:
    strict = replace(Definition(), fewest_incidents=200)

    found = find_markets(city(MARKET), definition=strict, drawing=quickly)

    assert found.markets == ()
    assert found.smaller >= 1


def test_gives_intervals_of_what_is_counted(found: Found) -> None:
    for market in found.markets:
        known = market.numbers
        assert known["drug_low"] <= known["drug"] <= known["drug_high"]
        assert 0 < known["times_city_low"] < known["times_city_high"]


def test_a_raid_could_as_well_have_been_in_another_week(found: Found) -> None:
    raid, market = (_at(found, one).numbers for one in (RAID, MARKET))

    raided, steady = (
        (one["drug_high"] - one["drug_low"]) / one["drug"] ** 0.5 for one in (raid, market)
    )

    assert raided > 2 * steady
