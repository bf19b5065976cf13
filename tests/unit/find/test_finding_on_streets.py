"""Finding places in the made-up city, divided into its streets."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from commonground.core.incidents import Incidents
from commonground.find.definition import Definition, Drawing
from commonground.find.finding import find_markets
from commonground.find.found import Found
from commonground.find.ground import StreetsElsewhere, ground_of
from commonground.find.records import records_of
from commonground.find.segments import NOWHERE, Segments, segments_of
from tests.unit.find.made_up import MARKET, RAID, SINK, SOUTH, city
from tests.unit.find.made_up_streets import city_streets, grid, lines

SAME_PLACE_M = 175.0
"""Places of two ways to divide a city are one if their middles lie no farther apart."""


@pytest.fixture(scope="module")
def streets() -> Segments:
    return segments_of(*city_streets())


@pytest.fixture(scope="module")
def on_streets(streets: Segments, quickly: Drawing) -> Found:
    return find_markets(city(MARKET, SINK, RAID), drawing=quickly, streets=streets)


def _told(found: Found) -> object:
    return [
        (m.id, m.name, m.tier, m.streets, dict(m.numbers), m.boundary.wkb, m.extent.wkb)
        for m in found.markets
    ], found.caveats


def test_finds_what_cells_find(on_streets: Found, found: Found) -> None:
    assert on_streets.unit == "street segment"
    assert found.unit == "cell"
    assert len(on_streets.markets) == len(found.markets)
    for market, other in zip(on_streets.markets, found.markets, strict=True):
        apart = shapely.centroid(market.boundary).distance(shapely.centroid(other.boundary))
        assert apart < SAME_PLACE_M
        assert market.tier == other.tier


def test_calls_places_after_the_citys_streets(on_streets: Found) -> None:
    (market,) = on_streets.candidates

    assert market.name == "10th Ave between 9th St and 10th St"
    assert market.streets[0] == "10th Ave between 9th St and 11th St"


def test_calls_places_after_blocks_where_most_records_name_theirs(
    streets: Segments, quickly: Drawing
) -> None:
    found = find_markets(city(MARKET, named=True), drawing=quickly, streets=streets)

    assert found.unit == "street segment"
    assert found.candidates[0].name == "900 block of 10th Ave"
    assert found.candidates[0].streets[0] == "10th Ave between 9th St and 11th St"


def test_tries_the_other_ways_to_divide_a_city(
    on_streets: Found, streets: Segments, quickly: Drawing
) -> None:
    named = find_markets(city(MARKET, named=True), drawing=quickly, streets=streets)

    cells = ["cells of 50 m", "cells of 100 m", "cells of 200 m"]
    assert [name for name in on_streets.sensitivity["variant"].unique() if "cells" in name] == cells
    assert list(named.sensitivity["variant"].unique()[:4]) == ["hundred-blocks", *cells]
    at_market = named.sensitivity["market"] == named.candidates[0].id
    assert (named.sensitivity.loc[at_market, "covered"][:4] > 0.8).all()


def test_gives_the_same_whatever_the_workers_and_the_order_of_streets(
    on_streets: Found, quickly: Drawing
) -> None:
    drawn, names = city_streets()
    order = np.random.default_rng(6).permutation(len(drawn))
    mixed = segments_of(shapely.reverse(drawn[order]), [names[at] for at in order])
    incidents = city(MARKET, SINK, RAID).frame.sample(frac=1, random_state=5)

    again = find_markets(Incidents(incidents), drawing=quickly, streets=mixed, workers=3)

    assert _told(again) == _told(on_streets)


def test_puts_records_off_the_streets_into_cells_and_says_so(quickly: Drawing) -> None:
    half = segments_of(*grid(across=30, down=15, size_m=(100.0, 100.0)))
    incidents = city(MARKET)

    found = find_markets(incidents, drawing=quickly, streets=half)

    frame = incidents.frame
    off = (frame["y_m"] > SOUTH + 1_500 + 60) & (frame["category"] == "drug possession")
    total = int((frame["category"] == "drug possession").sum())
    assert found.caveats[-1] == (
        f"{int(off.sum())} of {total} drug records lie more than 60 m from every street; cells of "
        "50 m stand for streets there."
    )


def test_says_what_was_left_out_of_the_streets(streets: Segments, quickly: Drawing) -> None:
    told = replace(streets, notes=("7 of 99 streets lie beyond the city and were left out.",))

    found = find_markets(city(MARKET), drawing=quickly, streets=told)

    assert found.caveats[-1] == told.notes[0]


def test_makes_units_of_segments_crossings_and_cells() -> None:
    records = records_of(city(MARKET), definition=Definition(), drawing=Drawing())
    few = segments_of(*grid(across=30, down=3, size_m=(100.0, 100.0)))

    ground = ground_of(records, definition=Definition(), drawing=Drawing(), streets=few)

    (units,), on = ground.divisions, ground.on_street
    assert on is not None
    for unit in np.unique(units.of):
        held = np.flatnonzero(units.of == unit)
        assert len(set(on[held])) == 1
        if on[held[0]] == NOWHERE:
            cell = records.x_m[held] // 50, records.y_m[held] // 50
            assert len(set(zip(*cell, strict=True))) == 1
    assert (on >= len(few)).any()
    assert len(np.unique(on[on != NOWHERE])) == len(np.unique(units.of[on != NOWHERE]))


def test_refuses_streets_of_another_city() -> None:
    elsewhere = segments_of(lines([(-9_000, -9_000), (-8_000, -9_000)]))

    with pytest.raises(StreetsElsewhere, match=r"None of the 6,060 incidents lies within 60 m"):
        find_markets(city(MARKET), streets=elsewhere)


def test_reaches_as_far_as_it_is_asked(quickly: Drawing) -> None:
    incidents = city(MARKET)
    one = segments_of(lines([(0, 1_000), (3_000, 1_000)]))
    wide = replace(quickly, street_m=5_000.0)

    assert any("60 m from every" in said for said in _caveats(incidents, quickly, one))
    assert not any("from every" in said for said in _caveats(incidents, wide, one))


def _caveats(incidents: Incidents, drawing: Drawing, streets: Segments) -> tuple[str, ...]:
    return find_markets(incidents, drawing=drawing, streets=streets).caveats
