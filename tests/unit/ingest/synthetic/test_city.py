"""A synthetic city keeps the truth it states."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from commonground.core.panel import Panel
from commonground.ingest.synthetic import (
    CATEGORIES,
    OUTCOMES,
    CityPlan,
    ImpossibleCity,
    Operation,
    SyntheticCity,
    city_panel,
    expected_change,
    synthetic_city,
)

EXACT = 1e-9
"""Sums of floating point."""

SIGMAS = 4.0
"""Counts may lie this many standard deviations of a Poisson from what is expected."""

SMALL = CityPlan(columns=36, rows=26, market_blocks=(6, 5, 4), apart_m=500.0)


@pytest.fixture(scope="module")
def city() -> SyntheticCity:
    return synthetic_city(seed=7)


@pytest.fixture(scope="module")
def panel(city: SyntheticCity) -> Panel:
    return city_panel(city)


def after(city: SyntheticCity) -> tuple[NDArray[np.intp], slice]:
    starts = city.periods.position(city.intervention.starts)
    return city.intervention.treated(city.places), slice(starts, None)


def test_is_as_large_as_planned(city: SyntheticCity) -> None:
    assert 2_300 < len(city.places) < 2_600
    assert len(city.periods) == 16


@pytest.mark.parametrize(
    ("outcome", "least", "most"),
    [("drug_sale", 0.95, 0.99), ("drugs", 0.90, 0.97), ("violent", 0.90, 0.97),
     ("overdose", 0.97, 0.995), ("any_crime", 0.45, 0.60)],
)  # fmt: skip
def test_is_sparse_like_a_real_city(panel: Panel, outcome: str, least: float, most: float) -> None:
    assert least < (panel.series(outcome) == 0).mean() < most


def test_counts_every_incident_in_its_true_place(city: SyntheticCity) -> None:
    panel = city_panel(city, outcomes={"all": CATEGORIES})

    true = city.origins.groupby("place").size().reindex(list(city.places.ids), fill_value=0)
    assert panel.notes == ()
    assert np.array_equal(panel.series("all").sum(axis=1), true)


@pytest.mark.parametrize("outcome", list(OUTCOMES))
def test_states_the_change_that_its_expected_counts_make(city: SyntheticCity, outcome: str) -> None:
    of = np.isin(CATEGORIES, OUTCOMES[outcome])
    area, periods = after(city)
    with_it = city.expected[area, periods][..., of].sum()
    without = city.expected_without[area, periods][..., of].sum()

    assert city.truth.effects[outcome] == pytest.approx(with_it / without - 1, abs=EXACT)
    change = expected_change(city, categories=OUTCOMES[outcome])
    assert city.truth.effects[outcome] == pytest.approx(change, abs=EXACT)


def test_states_the_planned_effects(city: SyntheticCity) -> None:
    effects = city.truth.effects

    assert effects["drug_sale"] == pytest.approx(-0.55, abs=EXACT)
    assert effects["violent"] == pytest.approx(-0.25, abs=EXACT)
    assert effects["overdose"] == pytest.approx(0.0, abs=EXACT)
    assert -0.40 < effects["any_crime"] < -0.20


def test_changes_nothing_before_the_start_nor_anywhere_else(city: SyntheticCity) -> None:
    changed = np.abs(city.expected - city.expected_without).sum(axis=2) > EXACT

    starts = city.periods.position(city.intervention.starts)
    assert not changed[:, :starts].any()
    places = {city.places.ids[at] for at in np.flatnonzero(changed.any(axis=1))}
    assert places == {*city.intervention.area, *city.truth.displaced_to}


def test_moves_the_stated_share_nearby(city: SyntheticCity) -> None:
    more = (city.expected - city.expected_without)[city.places.positions(city.truth.displaced_to)]
    area, periods = after(city)
    closed = city.expected_without[area, periods].sum(axis=(0, 1))

    for at, category in enumerate(CATEGORIES):
        share = city.truth.displaced_share if "drug" in category else 0.0
        assert more[..., at].sum() == pytest.approx(share * closed[at], abs=EXACT)
    assert set(city.truth.displaced_to) <= set(city.intervention.buffer[-1].places)


@pytest.mark.parametrize("at", range(len(CATEGORIES)), ids=CATEGORIES)
def test_records_about_as_much_as_is_expected(city: SyntheticCity, at: int) -> None:
    recorded = len(city.incidents.of(CATEGORIES[at]))
    expected = city.expected[..., at].sum()

    assert abs(recorded - expected) < SIGMAS * np.sqrt(expected)


def test_is_the_same_city_for_the_same_seed(city: SyntheticCity) -> None:
    again = synthetic_city(seed=7)

    assert again.incidents.frame.equals(city.incidents.frame)
    assert again.intervention.fingerprint == city.intervention.fingerprint
    assert again.truth == city.truth


def test_is_another_city_for_another_seed() -> None:
    one, other = (synthetic_city(seed=seed, plan=SMALL) for seed in (1, 2))

    assert one.truth.markets != other.truth.markets
    assert len(one.incidents) != len(other.incidents)


def test_differs_from_the_city_without_intervention_by_the_intervention_alone() -> None:
    closed = synthetic_city(seed=3, plan=SMALL)
    never = synthetic_city(seed=3, plan=replace(SMALL, effects={}, displaced_share=0.0))

    keys = ["at", "x_m", "y_m", "category", "initiated_by"]
    rows, all_rows = (set(c.incidents.frame[keys].itertuples(index=False)) for c in (closed, never))
    moved = closed.origins["source"].eq("displaced").sum()
    assert len(rows - all_rows) <= moved
    assert len(all_rows - rows) > 0
    assert np.array_equal(closed.expected_without, never.expected)


def test_adds_where_an_effect_is_a_rise() -> None:
    city = synthetic_city(seed=3, plan=replace(SMALL, effects={"overdose": 0.5}))

    assert city.truth.effects["overdose"] == pytest.approx(0.5, abs=EXACT)
    assert city.truth.effects["violent"] == pytest.approx(0.0, abs=EXACT)


def test_runs_by_the_week() -> None:
    plan = replace(SMALL, unit="week", periods=104, starts=78)

    city = synthetic_city(seed=3, plan=plan)

    assert city.intervention.starts == city.periods.labels[78]
    at = city.incidents.frame["at"]
    assert at.min() >= city.periods.edges[0]
    assert at.max() < city.periods.edges[-1]
    assert city.truth.effects["drug_sale"] == pytest.approx(-0.55, abs=EXACT)


def test_plants_markets_apart_whole_and_of_a_size_a_call_in_can_hold(city: SyntheticCity) -> None:
    assert city.places.geometry is not None
    shapes = [
        shapely.union_all(city.places.geometry[city.places.positions(market.places)])
        for market in city.truth.markets
    ]
    assert [len(market.places) for market in city.truth.markets] == [14, 11, 9]
    for shape in shapes:
        assert shapely.buffer(shape, 1.0).geom_type == "Polygon"
        assert 2 <= shapely.area(shape) / 10_000 <= 13
    assert min(shapely.distance(one, other) for one, other in pairwise(shapes)) > 200


def test_books_at_one_door_at_all_hours_by_the_police(city: SyntheticCity) -> None:
    booked = city.origins["source"].eq("booking").to_numpy()
    frame = city.incidents.frame[booked]

    assert len(frame.drop_duplicates(["x_m", "y_m"])) == len(city.truth.bookings)
    assert frame["initiated_by"].eq("police").mean() > 0.85
    by_hour = np.bincount(frame["at"].dt.hour, minlength=24)
    assert by_hour.max() < 3 * by_hour.mean()


def test_sells_in_markets_rather_in_the_evening(city: SyntheticCity) -> None:
    hour = city.incidents.of("drug sale").frame["at"].dt.hour

    assert hour.between(16, 23).mean() > 2 * hour.between(2, 9).mean()


def test_bursts_only_while_an_operation_lasts(city: SyntheticCity) -> None:
    burst = city.incidents.frame[city.origins["source"].eq("operation").to_numpy()]

    assert burst["initiated_by"].ne("citizen").all()
    days = set(burst["at"].dt.date)
    assert len(days) <= sum(operation.days for operation in city.truth.operations)
    assert min(days) >= min(operation.begins_on for operation in city.truth.operations)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"effects": {"jaywalking": -0.5}}, "no category"),
        ({"effects": {"violent": -1.5}}, "below -1"),
        ({"starts": 16}, "from 1 to 15"),
        ({"unit": "number"}, "calendar"),
        ({"market_levels": (1.0,)}, "number of blocks and a level"),
        ({"operations": (Operation(market=3, after=0.5),)}, "does not have"),
        ({"columns": 9, "rows": 9}, "no room"),
        ({"columns": 900}, "more streets than there are names"),
    ],
)
def test_refuses_a_plan_no_city_can_fulfil(change: dict[str, object], words: str) -> None:
    with pytest.raises(ImpossibleCity, match=words):
        synthetic_city(seed=1, plan=replace(CityPlan(), **change))  # type: ignore[arg-type]
