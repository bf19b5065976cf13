"""Points find their place: the same one with any number of threads, near or inside."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from commonground.core.places import NoGeometry, Places
from commonground.ingest.panels import locating
from commonground.ingest.panels.locating import RASTER_FROM, Locator, locate

NOWHERE = -1
TOWN = np.array(
    [
        shapely.box(0, 0, 100, 250),
        shapely.box(100, 0, 200, 250),
        shapely.box(150, 100, 260, 300),  # reaches into the second
        shapely.box(400, 0, 600, 200) - shapely.box(450, 50, 550, 150),  # has a courtyard
        shapely.MultiPolygon([shapely.box(300, 0, 320, 20), shapely.box(300, 200, 330, 260)]),
        shapely.Point(520, 420).buffer(100),
    ]
)
PLACES = Places(ids=tuple("abcdef"), geometry=TOWN)
ROUND = st.sampled_from([0.0, 20.0, 50.0, 100.0, 150.0, 200.0, 250.0, 400.0, 450.0, 600.0])
ANYWHERE = st.one_of(ROUND, st.floats(min_value=-50, max_value=700))


def found(*points: tuple[float, float], places: Places = PLACES, snap_m: float = 10.0) -> list[int]:
    x, y = np.array(points, dtype=np.float64).T
    return [int(at) for at in Locator(places, snap_m=snap_m).positions(x, y)]


def simply(x: float, y: float, *, snap_m: float) -> int:
    """Say where a point lies, one place after the other."""
    point = shapely.Point(x, y)
    inside = np.flatnonzero(shapely.intersects(TOWN, point))
    if len(inside):
        return int(inside[0])
    distances = shapely.distance(TOWN, point)
    is_near = snap_m > 0 and distances.min() <= snap_m
    return int(distances.argmin()) if is_near else NOWHERE


def points_file(folder: Path, x: NDArray[np.float64], y: NDArray[np.float64], name: str) -> Path:
    file = folder / f"{name}.parquet"
    pq.write_table(pa.table({"x_m": x, "y_m": y}), file)
    return file


def test_gives_a_shared_boundary_to_the_first_of_its_places() -> None:
    assert found((100, 50), (160, 200), (250, 200)) == [0, 1, 2]


def test_gives_a_point_outside_to_the_nearest_if_it_is_near_enough() -> None:
    assert found((-4, 50), (-10, 50), (-10.01, 50), (350, 100)) == [0, 0, NOWHERE, NOWHERE]


def test_gives_a_point_between_two_to_the_first() -> None:
    apart = Places(ids=("w", "e"), geometry=TOWN[[1, 3]])

    assert found((300, 50), places=apart, snap_m=100.0) == [0]


def test_snaps_nothing_where_nothing_shall_be_snapped() -> None:
    assert found((-0.001, 50), (0, 50), snap_m=0.0) == [NOWHERE, 0]


def test_finds_the_nearest_segment() -> None:
    lines = np.array(
        [shapely.LineString([(0, 0), (500, 0)]), shapely.LineString([(0, 0), (0, 500)])]
    )
    streets = Places(ids=("s", "t"), kind="segment", geometry=lines)

    assert found((50, 9), (9, 50), (7, 7), (200, 200), places=streets, snap_m=30.0) == [
        0,
        1,
        0,
        NOWHERE,
    ]


@given(
    st.lists(st.tuples(ANYWHERE, ANYWHERE), min_size=1, max_size=40), st.sampled_from([0.0, 15.0])
)
@settings(deadline=None)
def test_agrees_with_looking_at_one_place_after_the_other(
    points: list[tuple[float, float]], snap_m: float
) -> None:
    x, y = np.array(points, dtype=np.float64).T
    expected = [simply(*point, snap_m=snap_m) for point in points]

    few = Locator(PLACES, snap_m=snap_m)
    many = Locator(PLACES, snap_m=snap_m, points=RASTER_FROM)

    assert few.positions(x, y).tolist() == expected
    assert many.positions(x, y).tolist() == expected


@pytest.mark.parametrize("points", [0, RASTER_FROM], ids=["few", "many"])
def test_finds_the_same_with_any_number_of_threads(
    monkeypatch: pytest.MonkeyPatch, points: int
) -> None:
    monkeypatch.setattr(locating, "PIECE", 700)
    random = np.random.default_rng(4)
    x, y = random.uniform(-50, 700, size=(2, 20_000))

    one, four = (
        Locator(PLACES, snap_m=15.0, points=points, workers=workers).positions(x, y)
        for workers in (1, 4)
    )

    assert one.tolist() == four.tolist()
    assert set(one) == {NOWHERE, 0, 1, 2, 3, 4, 5}


def test_leaves_the_geometry_of_the_places_alone() -> None:
    Locator(PLACES, snap_m=0.0, points=RASTER_FROM)

    assert not shapely.is_prepared(TOWN).any()


@pytest.mark.parametrize("batch", [3, 1000])
def test_writes_down_the_place_of_each_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(locating, "BATCH", batch)
    random = np.random.default_rng(4)
    x, y = random.uniform(-50, 700, size=(2, 50))
    files = [
        points_file(tmp_path, x[:30], y[:30], "one"),
        points_file(tmp_path, x[30:], y[30:], "two"),
    ]
    told: list[tuple[int, int]] = []

    written = locate(
        files,
        places=PLACES,
        snap_m=10.0,
        out=tmp_path / "located.parquet",
        progress=lambda _, done, total: told.append((done, total)),
    )

    place = Locator(PLACES, snap_m=10.0).positions(x, y)
    inside = place != NOWHERE
    assert pq.read_table(written).to_pydict() == {
        "x_m": x[inside].tolist(),
        "y_m": y[inside].tolist(),
        "place": place[inside].tolist(),
    }
    assert told[-1] == (50, 50)


def test_writes_a_file_where_there_is_no_point(tmp_path: Path) -> None:
    none = np.empty(0)

    written = locate(
        [points_file(tmp_path, none, none, "none")],
        places=PLACES,
        snap_m=10.0,
        out=tmp_path / "located.parquet",
    )

    assert pq.read_table(written).num_rows == 0


def test_refuses_places_without_geometry() -> None:
    with pytest.raises(NoGeometry, match="boundary file"):
        Locator(Places(ids=("a",)), snap_m=10.0)
