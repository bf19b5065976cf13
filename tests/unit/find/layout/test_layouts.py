"""Layouts of a made-up city: nothing overlaps, controls are like the target, and far from it."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import shapely

from commonground.core.incidents import Incidents
from commonground.core.market import Shape
from commonground.find.finding import find_markets
from commonground.find.found import Found
from commonground.find.layout.counting import Counted, Kinds
from commonground.find.layout.layout import Layout
from commonground.find.layout.layouts import UnknownControl
from commonground.numerics.detectable import detectable_change
from tests.unit.find.layout.conftest import (
    BUSIER,
    FAR,
    HERE,
    NEXT,
    PLAN,
    QUICKLY,
    layout_at,
)
from tests.unit.find.made_up import MARKET, RAID, SINK, WEST, city

NO_GROUND = 1.0
"""Square metres in which two shapes may overlap: both are drawn to the centimetre."""


def parts(layout: Layout) -> list[Shape]:
    return [
        layout.target,
        *(band.shape for band in layout.rings),
        *(shape for one in layout.controls for shape in (one.area, *(b.shape for b in one.rings))),
        *(one.area for one in layout.alternatives),
    ]


def found_with(**asked: object) -> Found:
    return find_markets(
        city(HERE, NEXT, FAR, BUSIER, named=True),
        drawing=QUICKLY,
        layout=replace(PLAN, **asked),  # type: ignore[arg-type]
        workers=1,
    )


def test_lays_out_every_candidate_place(laid_out: Found) -> None:
    assert [one.place for one in laid_out.layouts] == [one.id for one in laid_out.candidates]
    assert len(laid_out.layouts) == 3


def test_no_two_parts_of_a_layout_overlap(laid_out: Found) -> None:
    for layout in laid_out.layouts:
        for one, other in combinations(parts(layout), 2):
            assert shapely.intersection(one, other).area < NO_GROUND


def test_ground_for_controls_keeps_clear_of_every_candidate_place(laid_out: Found) -> None:
    for layout in laid_out.layouts:
        for control in layout.controls:
            if control.kind == "ground":
                whole = shapely.union_all([control.area, *(b.shape for b in control.rings)])
                assert not any(whole.intersects(other.treated) for other in laid_out.layouts)


def test_controls_keep_the_gap_and_lie_beyond_the_alternatives(laid_out: Found) -> None:
    for layout in laid_out.layouts:
        assert layout.gap_m is not None
        assert layout.gap_m >= PLAN.gap_m
        assert layout.gap_m == pytest.approx(shapely.distance(layout.treated, layout.compared))
        for control in layout.controls:
            far = layout.target.centroid.distance(control.area.centroid)
            assert far > PLAN.alternatives_m


def test_a_market_next_door_is_an_alternative_and_no_control(here: Layout, laid_out: Found) -> None:
    (beside,) = here.alternatives

    assert beside.id == layout_at(laid_out, NEXT).place
    assert beside.direction == "east"
    assert beside.distance_m == pytest.approx(NEXT.x_m - HERE.x_m, abs=50)
    assert beside.id not in [one.id for one in here.controls]


def test_the_nearest_candidate_place_is_an_alternative_however_far(laid_out: Found) -> None:
    far = layout_at(laid_out, FAR)

    (nearest,) = far.alternatives

    assert nearest.distance_m > PLAN.alternatives_m
    assert nearest.direction == "south-west"
    assert any("nearest" in note for note in far.notes)


def test_the_market_most_like_the_target_is_its_first_control(
    here: Layout, laid_out: Found
) -> None:
    assert here.controls[0].id == layout_at(laid_out, FAR).place
    assert here.controls[0].kind == "place"


def test_the_next_busiest_ground_is_grown_to_the_targets_size(here: Layout) -> None:
    ground = here.controls[1]

    assert ground.kind == "ground"
    assert ground.area.area == pytest.approx(here.target.area)
    assert ground.area.distance(shapely.Point(BUSIER.x_m, BUSIER.y_m)) < BUSIER.radius_m
    assert "block of" in ground.name


def test_an_address_or_a_raid_is_no_control() -> None:
    found = find_markets(
        city(HERE, FAR, SINK, RAID, named=True),
        drawing=QUICKLY,
        layout=replace(PLAN, controls=9),
        workers=1,
    )

    for layout in found.layouts:
        for cluster in (SINK, RAID):
            middle = shapely.Point(cluster.x_m, cluster.y_m)
            assert not any(one.area.intersects(middle) for one in layout.controls)


def test_detectable_changes_are_those_of_incidents_counted_in_the_shapes(
    here: Layout, laid_out: Found
) -> None:
    records = laid_out.records
    counted = Counted.from_records(records, kinds=Kinds.of(records), longest=12)
    target, control = (
        sum(int(counted.within(shape)[0].sum()) for shape in shapes)
        for shapes in ([here.target], [one.area for one in here.controls])
    )

    alone = next(
        one
        for one in here.detectable
        if (one.outcome, one.months, one.with_rings) == ("drug", 12, False)
    )

    assert (alone.target, alone.control) == (target, control)
    expected = detectable_change(np.array([target]), control=np.array([control]))
    assert alone.by_chance == pytest.approx(float(expected[0]))
    assert alone.change == pytest.approx(alone.by_chance * alone.dispersion**0.5)


def test_looks_as_far_as_the_record_reaches_and_at_what_is_recorded(here: Layout) -> None:
    assert {one.months for one in here.detectable} == {6, 12}
    assert {one.outcome for one in here.detectable} == {"drug", "any_crime"}


def test_says_where_nothing_may_be_done_at_the_same_time(here: Layout, laid_out: Found) -> None:
    far = layout_at(laid_out, FAR)

    assert far.place in here.not_with
    assert here.place in far.not_with


def test_a_lone_market_has_no_controls_and_no_detectable_change() -> None:
    lone = find_markets(
        city(MARKET, background=900), drawing=QUICKLY, layout=replace(PLAN, gap_m=9_000)
    )

    (layout,) = lone.layouts

    assert layout.controls == ()
    assert layout.detectable == ()
    assert layout.gap_m is None
    assert layout.notes[0].startswith("No area can serve as a control")
    assert any("No other candidate place is known" in note for note in layout.notes)


def test_fewer_controls_than_asked_are_said() -> None:
    asked = found_with(controls=9)

    layout = layout_at(asked, HERE)

    assert len(layout.controls) < 9
    assert layout.notes[0].startswith(f"{len(layout.controls)} of 9 controls could be had")


def test_named_controls_are_tried_in_the_order_given(laid_out: Found) -> None:
    names = tuple(layout_at(laid_out, one).place for one in (NEXT, FAR))

    layout = layout_at(found_with(named_controls=names), HERE)

    assert [one.id for one in layout.controls] == [names[1]]
    assert layout.notes[0].startswith("1 of 2 controls")


def test_refuses_a_control_that_nobody_looked_at() -> None:
    with pytest.raises(UnknownControl, match="'nowhere'"):
        found_with(named_controls=("nowhere",))


def test_a_barrier_cuts_rings_and_is_said(here: Layout) -> None:
    bank = here.target.bounds[3] + 40
    river = shapely.LineString([(WEST - 500, bank), (WEST + 3_500, bank)])

    found = find_markets(
        city(HERE, NEXT, FAR, BUSIER, named=True),
        drawing=QUICKLY,
        layout=PLAN,
        barriers=[river],
        workers=1,
    )

    layout = layout_at(found, HERE)
    north = max(band.shape.bounds[3] for band in layout.rings)
    assert north <= bank < max(band.shape.bounds[3] for band in here.rings)
    assert any("cuts off" in note for note in layout.notes)


def test_the_same_layouts_whatever_the_order_of_incidents_and_workers(laid_out: Found) -> None:
    frame = city(HERE, NEXT, FAR, BUSIER, named=True).frame
    shuffled = Incidents(frame.sample(frac=1, random_state=3).reset_index(drop=True))

    again = find_markets(shuffled, drawing=QUICKLY, layout=PLAN, workers=2)

    assert [one.fingerprint for one in again.layouts] == [
        one.fingerprint for one in laid_out.layouts
    ]
    assert [one.detectable for one in again.layouts] == [one.detectable for one in laid_out.layouts]
    assert [one.notes for one in again.layouts] == [one.notes for one in laid_out.layouts]


def test_a_few_people_take_all_crime_with_them(laid_out: Found) -> None:
    frame = city(HERE, NEXT, FAR, BUSIER, named=True).frame
    middle = shapely.point_on_surface(layout_at(laid_out, HERE).target)
    ill = frame.iloc[:3].assign(
        category="overdose",
        x_m=middle.x,
        y_m=middle.y,
        incident=["ill 1", "ill 2", "ill 3"],
    )

    found = find_markets(
        Incidents(pd.concat([frame, ill], ignore_index=True)),
        drawing=QUICKLY,
        layout=PLAN,
        workers=1,
    )

    layout = layout_at(found, HERE)
    assert {one.outcome for one in layout.detectable} == {"drug"}
    assert any("fewer than 11 people" in note for note in layout.notes)
