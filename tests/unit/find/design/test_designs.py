"""Designs of a made-up city: nothing overlaps, controls are like the target, and far from it."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import shapely

from commonground.core.incidents import Incidents
from commonground.core.market import Shape
from commonground.find.design.counting import Counted, Kinds
from commonground.find.design.design import Design
from commonground.find.design.designs import UnknownControl
from commonground.find.finding import find_markets
from commonground.find.found import Found
from commonground.numerics.detectable import detectable_change
from tests.unit.find.design.conftest import (
    BUSIER,
    FAR,
    HERE,
    NEXT,
    PLAN,
    QUICKLY,
    design_at,
)
from tests.unit.find.made_up import MARKET, RAID, SINK, WEST, city

NO_GROUND = 1.0
"""Square metres in which two shapes may overlap: both are drawn to the centimetre."""


def parts(design: Design) -> list[Shape]:
    return [
        design.target,
        *(band.shape for band in design.rings),
        *(shape for one in design.controls for shape in (one.area, *(b.shape for b in one.rings))),
        *(one.area for one in design.alternatives),
    ]


def found_with(**asked: object) -> Found:
    return find_markets(
        city(HERE, NEXT, FAR, BUSIER, named=True),
        drawing=QUICKLY,
        design=replace(PLAN, **asked),  # type: ignore[arg-type]
        workers=1,
    )


def test_lays_out_every_candidate_place(laid_out: Found) -> None:
    assert [one.place for one in laid_out.designs] == [one.id for one in laid_out.candidates]
    assert len(laid_out.designs) == 3


def test_no_two_parts_of_a_design_overlap(laid_out: Found) -> None:
    for design in laid_out.designs:
        for one, other in combinations(parts(design), 2):
            assert shapely.intersection(one, other).area < NO_GROUND


def test_ground_for_controls_keeps_clear_of_every_candidate_place(laid_out: Found) -> None:
    for design in laid_out.designs:
        for control in design.controls:
            if control.kind == "ground":
                whole = shapely.union_all([control.area, *(b.shape for b in control.rings)])
                assert not any(whole.intersects(other.treated) for other in laid_out.designs)


def test_controls_keep_the_gap_and_lie_beyond_the_alternatives(laid_out: Found) -> None:
    for design in laid_out.designs:
        assert design.gap_m is not None
        assert design.gap_m >= PLAN.gap_m
        assert design.gap_m == pytest.approx(shapely.distance(design.treated, design.compared))
        for control in design.controls:
            far = design.target.centroid.distance(control.area.centroid)
            assert far > PLAN.alternatives_m


def test_a_market_next_door_is_an_alternative_and_no_control(here: Design, laid_out: Found) -> None:
    (beside,) = here.alternatives

    assert beside.id == design_at(laid_out, NEXT).place
    assert beside.direction == "east"
    assert beside.distance_m == pytest.approx(NEXT.x_m - HERE.x_m, abs=50)
    assert beside.id not in [one.id for one in here.controls]


def test_the_nearest_candidate_place_is_an_alternative_however_far(laid_out: Found) -> None:
    far = design_at(laid_out, FAR)

    (nearest,) = far.alternatives

    assert nearest.distance_m > PLAN.alternatives_m
    assert nearest.direction == "south-west"
    assert any("nearest" in note for note in far.notes)


def test_the_market_most_like_the_target_is_its_first_control(
    here: Design, laid_out: Found
) -> None:
    assert here.controls[0].id == design_at(laid_out, FAR).place
    assert here.controls[0].kind == "place"


def test_the_next_busiest_ground_is_grown_to_the_targets_size(here: Design) -> None:
    ground = here.controls[1]

    assert ground.kind == "ground"
    assert ground.area.area == pytest.approx(here.target.area)
    assert ground.area.distance(shapely.Point(BUSIER.x_m, BUSIER.y_m)) < BUSIER.radius_m
    assert "block of" in ground.name


def test_an_address_or_a_raid_is_no_control() -> None:
    found = find_markets(
        city(HERE, FAR, SINK, RAID, named=True),
        drawing=QUICKLY,
        design=replace(PLAN, controls=9),
        workers=1,
    )

    for design in found.designs:
        for cluster in (SINK, RAID):
            middle = shapely.Point(cluster.x_m, cluster.y_m)
            assert not any(one.area.intersects(middle) for one in design.controls)


def test_detectable_changes_are_those_of_incidents_counted_in_the_shapes(
    here: Design, laid_out: Found
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


def test_looks_as_far_as_the_record_reaches_and_at_what_is_recorded(here: Design) -> None:
    assert {one.months for one in here.detectable} == {6, 12}
    assert {one.outcome for one in here.detectable} == {"drug", "any_crime"}


def test_says_where_nothing_may_be_done_at_the_same_time(here: Design, laid_out: Found) -> None:
    far = design_at(laid_out, FAR)

    assert far.place in here.not_with
    assert here.place in far.not_with


def test_a_lone_market_has_no_controls_and_no_detectable_change() -> None:
    lone = find_markets(
        city(MARKET, background=900), drawing=QUICKLY, design=replace(PLAN, gap_m=9_000)
    )

    (design,) = lone.designs

    assert design.controls == ()
    assert design.detectable == ()
    assert design.gap_m is None
    assert design.notes[0].startswith("No area can serve as a control")
    assert any("No other candidate place is known" in note for note in design.notes)


def test_fewer_controls_than_asked_are_said() -> None:
    asked = found_with(controls=9)

    design = design_at(asked, HERE)

    assert len(design.controls) < 9
    assert design.notes[0].startswith(f"{len(design.controls)} of 9 controls could be had")


def test_named_controls_are_tried_in_the_order_given(laid_out: Found) -> None:
    names = tuple(design_at(laid_out, one).place for one in (NEXT, FAR))

    design = design_at(found_with(named_controls=names), HERE)

    assert [one.id for one in design.controls] == [names[1]]
    assert design.notes[0].startswith("1 of 2 controls")


def test_refuses_a_control_that_nobody_looked_at() -> None:
    with pytest.raises(UnknownControl, match="'nowhere'"):
        found_with(named_controls=("nowhere",))


def test_a_barrier_cuts_rings_and_is_said(here: Design) -> None:
    bank = here.target.bounds[3] + 40
    river = shapely.LineString([(WEST - 500, bank), (WEST + 3_500, bank)])

    found = find_markets(
        city(HERE, NEXT, FAR, BUSIER, named=True),
        drawing=QUICKLY,
        design=PLAN,
        barriers=[river],
        workers=1,
    )

    design = design_at(found, HERE)
    north = max(band.shape.bounds[3] for band in design.rings)
    assert north <= bank < max(band.shape.bounds[3] for band in here.rings)
    assert any("cuts off" in note for note in design.notes)
    assert not any("runs through the target" in note for note in design.notes)
    assert found.barriers == (river,)


def test_a_barrier_through_the_target_is_said() -> None:
    river = shapely.LineString([(HERE.x_m - 400, HERE.y_m), (HERE.x_m + 400, HERE.y_m)])

    found = find_markets(
        city(HERE, NEXT, FAR, BUSIER, named=True),
        drawing=QUICKLY,
        design=PLAN,
        barriers=[river],
        workers=1,
    )

    assert any("runs through the target" in note for note in design_at(found, HERE).notes)


def test_the_same_designs_whatever_the_order_of_incidents_and_workers(laid_out: Found) -> None:
    frame = city(HERE, NEXT, FAR, BUSIER, named=True).frame
    shuffled = Incidents(frame.sample(frac=1, random_state=3).reset_index(drop=True))

    again = find_markets(shuffled, drawing=QUICKLY, design=PLAN, workers=2)

    assert [one.fingerprint for one in again.designs] == [
        one.fingerprint for one in laid_out.designs
    ]
    assert [one.detectable for one in again.designs] == [one.detectable for one in laid_out.designs]
    assert [one.notes for one in again.designs] == [one.notes for one in laid_out.designs]


def test_a_few_people_take_all_crime_with_them(laid_out: Found) -> None:
    frame = city(HERE, NEXT, FAR, BUSIER, named=True).frame
    middle = shapely.point_on_surface(design_at(laid_out, HERE).target)
    ill = frame.iloc[:3].assign(
        category="overdose",
        x_m=middle.x,
        y_m=middle.y,
        incident=["ill 1", "ill 2", "ill 3"],
    )

    found = find_markets(
        Incidents(pd.concat([frame, ill], ignore_index=True)),
        drawing=QUICKLY,
        design=PLAN,
        workers=1,
    )

    design = design_at(found, HERE)
    assert {one.outcome for one in design.detectable} == {"drug"}
    assert any("fewer than 11 people" in note for note in design.notes)
