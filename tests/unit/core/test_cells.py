"""Cells keep their ids, cover what they are laid over, and hold each point once."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from commonground.core.cells import Grid, UnknownCell, UnusableGrid

HUNDRED = Grid(size_m=100.0)
COORDINATES = st.floats(min_value=0, max_value=9_999_999)


def test_names_a_cell_by_column_and_row() -> None:
    columns, rows = HUNDRED.position(np.array([551_299.9]), np.array([419_000.0]))

    assert HUNDRED.places(columns, rows).ids == ("E005512N004190",)


def test_covers_a_box_and_no_cell_beside_it() -> None:
    cells = HUNDRED.cells(shapely.box(300, 400, 500, 500))

    assert cells.kind == "cell"
    assert cells.ids == ("E000003N000004", "E000004N000004")
    assert cells.geometry is not None
    assert shapely.union_all(cells.geometry).equals(shapely.box(300, 400, 500, 500))


def test_covers_the_boundary_of_a_city() -> None:
    triangle = shapely.Polygon([(1000, 1000), (1300, 1000), (1000, 1300)])

    cells = HUNDRED.cells(triangle)

    assert len(cells) == 6
    assert list(cells.ids) == sorted(cells.ids)


def test_gives_a_cell_the_same_id_whatever_the_area() -> None:
    small, large = (HUNDRED.cells(shapely.box(900, 900, side, side)) for side in (1200, 9000))

    assert set(small.ids) < set(large.ids)


def test_counts_from_an_origin() -> None:
    grid = Grid(size_m=100.0, origin_m=(-1000.0, 50.0))

    assert grid.cells(shapely.box(-310, 260, -290, 340)).ids == (
        "E000006N000002",
        "E000007N000002",
    )


@given(x=COORDINATES, y=COORDINATES, size=st.sampled_from([33.3, 100.0, 250.0]))
def test_reads_its_own_ids(x: float, y: float, size: float) -> None:
    grid = Grid(size_m=size)
    column, row = grid.position(np.array([x + 200]), np.array([y + 200]))

    assert grid.indices(grid.places(column, row).ids) == (column, row)


def test_finds_the_cells_that_hold_a_point() -> None:
    cells = HUNDRED.holding(np.array([550.0, 310.0, 590.0, np.nan]), np.array([100, 900, 199, 1.0]))

    assert cells.ids == ("E000003N000009", "E000005N000001")


@pytest.mark.parametrize("wrong", ["B012003", "E12N7", "W000012N000007"])
def test_refuses_an_id_that_names_no_cell(wrong: str) -> None:
    with pytest.raises(UnknownCell, match=f"'{wrong}' names no cell .* 'E000012N000007'"):
        HUNDRED.indices(["E000001N000001", wrong])


@pytest.mark.parametrize("size", [0.0, -5.0, np.nan, np.inf])
def test_refuses_cells_without_a_size(size: float) -> None:
    with pytest.raises(UnusableGrid, match="side in metres"):
        Grid(size_m=size)


@pytest.mark.parametrize(
    ("area", "words"),
    [
        (shapely.Polygon(), "is empty"),
        (shapely.box(-250, 0, 500, 500), "column or row -3"),
        (shapely.box(0, 0, 1e6, 1e6), "spans 100,020,001 cells"),
    ],
    ids=["empty", "beyond the origin", "too many"],
)
def test_refuses_an_area_it_cannot_cover(area: shapely.Geometry, words: str) -> None:
    with pytest.raises(UnusableGrid, match=words):
        HUNDRED.cells(area)
