"""A design becomes an intervention on any places, and says what it is by its fingerprint."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.affinity import translate

from commonground.core.cells import Grid
from commonground.core.intervention import NoComparison, NoIntervention
from commonground.core.market import Shape
from commonground.core.panel import Panel
from commonground.core.places import NoGeometry, Places
from commonground.find.design.design import Alternative, Band, Control, Design, PlacesElsewhere

TARGET = shapely.box(1_000, 1_000, 1_200, 1_200)
CELL_M = 50.0


def bands(area: Shape) -> tuple[Band, ...]:
    inner, outer = area.buffer(150), area.buffer(300)
    return (
        Band("0-150 m", shapely.difference(inner, area)),
        Band("150-300 m", shapely.difference(outer, inner)),
    )


@pytest.fixture(scope="module")
def design() -> Design:
    far = translate(TARGET, 3_000, 0)
    return Design(
        place="E1",
        name="Elm St",
        target=TARGET,
        rings=bands(TARGET),
        controls=(Control("E2", "Oak St", "place", far, bands(far)),),
        alternatives=(Alternative("E3", "Ash St", translate(TARGET, 0, 1_400), 1_400.0, "north"),),
        gap_asked_m=500.0,
    )


@pytest.fixture(scope="module")
def cells() -> Places:
    return Grid(CELL_M).cells(shapely.box(0, 0, 5_000, 3_000))


def of(places: Places, ids: tuple[str, ...]) -> np.ndarray:
    assert places.geometry is not None
    return places.geometry[places.positions(ids)]


def test_takes_the_places_of_target_and_rings(design: Design, cells: Places) -> None:
    fixed = design.intervention(cells, starts="2024Q1")

    assert len(fixed.area) == 16
    assert shapely.union_all(of(cells, fixed.area)).equals(TARGET)
    assert [ring.name for ring in fixed.buffer] == ["0-150 m", "150-300 m"]
    for ring, reach in zip(fixed.buffer, (150, 300), strict=True):
        middles = shapely.centroid(of(cells, ring.places))
        away = shapely.distance(middles, TARGET)
        assert (away > reach - 150 - CELL_M).all()
        assert (away < reach + CELL_M).all()


def test_goes_through_evaluate_unchanged(design: Design, cells: Places) -> None:
    rows = [
        {"cell": key, "quarter": quarter, "drugs": 1}
        for key in cells.ids
        for quarter in ("2023Q4", "2024Q1")
    ]
    counted = Panel.from_frame(pd.DataFrame(rows), place="cell", period="quarter", kind="cell")
    panel = replace(counted, places=cells)

    fixed = design.intervention(panel.places, starts="2024Q1")

    treated, donors = fixed.treated(panel.places), fixed.donors(panel.places)
    assert len(treated) == 16
    assert len(donors) > 1_000
    assert not set(treated) & set(donors)


def test_compares_with_nothing_near_nor_with_alternatives(design: Design, cells: Places) -> None:
    fixed = design.intervention(cells, starts="2024Q1")

    compared = of(cells, fixed.comparison or ())
    assert shapely.distance(compared, design.treated).min() >= design.gap_asked_m
    alternative = shapely.intersection(compared, design.alternatives[0].area)
    assert shapely.area(alternative).sum() == 0


def test_compares_with_controls_alone_if_asked(design: Design, cells: Places) -> None:
    fixed = design.intervention(cells, starts="2024Q1", comparison="controls")

    compared = shapely.union_all(of(cells, fixed.comparison or ()))
    assert compared.equals(design.controls[0].area)


def test_takes_the_name_it_is_given_and_its_own_if_none(design: Design, cells: Places) -> None:
    assert design.intervention(cells, starts="1").name == "Intervention at Elm St"
    assert design.intervention(cells, starts="1", name="Call-in").name == "Call-in"


def test_refuses_places_without_geometry(design: Design) -> None:
    with pytest.raises(NoGeometry, match="boundary file"):
        design.intervention(Places(ids=("a",)), starts="1")


def test_refuses_places_of_another_city(design: Design) -> None:
    elsewhere = Grid(CELL_M).cells(shapely.box(90_000, 90_000, 91_000, 91_000))

    with pytest.raises(PlacesElsewhere, match="coordinate system"):
        design.intervention(elsewhere, starts="1")


def test_refuses_places_too_large_for_the_target(design: Design) -> None:
    districts = Grid(2_000.0).cells(shapely.box(0, 0, 5_000, 3_000))

    with pytest.raises(NoIntervention, match="smaller places"):
        design.intervention(districts, starts="1")


def test_refuses_where_nothing_is_left_to_compare_with(design: Design) -> None:
    near = Grid(CELL_M).cells(shapely.box(700, 700, 1_500, 1_500))

    with pytest.raises(NoComparison, match="beyond its rings"):
        design.intervention(near, starts="1")
    with pytest.raises(NoComparison, match="controls"):
        design.intervention(near, starts="1", comparison="controls")


def test_the_fingerprint_is_that_of_what_was_fixed(design: Design) -> None:
    turned = shapely.Polygon(list(TARGET.exterior.coords)[::-1])
    moved = translate(TARGET, 0.01, 0)

    assert replace(design, target=turned, notes=("a note",)).fingerprint == design.fingerprint
    assert replace(design, target=moved).fingerprint != design.fingerprint
    assert replace(design, controls=()).fingerprint != design.fingerprint
    assert replace(design, alternatives=()).fingerprint != design.fingerprint
    assert replace(design, rings=design.rings[:1]).fingerprint != design.fingerprint
    assert replace(design, gap_asked_m=499.0).fingerprint != design.fingerprint


def test_the_gap_is_the_least_distance_between_rings(design: Design) -> None:
    assert design.gap_m == pytest.approx(3_000 - 200 - 2 * 300)
    assert replace(design, controls=()).gap_m is None
