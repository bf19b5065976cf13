"""Numbers stand beside their places, on the map, and none on another."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.report.market_report.maps.labels import spread

RADIUS = 10.0
SIZE = 420.0

spots = st.lists(
    st.tuples(st.floats(30, SIZE - 30), st.floats(30, SIZE - 30)), min_size=1, max_size=15
)


def apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray(np.hypot(*(one[:, None] - other[None]).transpose(2, 0, 1)))


@settings(max_examples=30, deadline=None)
@given(spots)
def test_covers_no_other_number_and_no_place(places: list[tuple[float, float]]) -> None:
    found = np.array(spread(places, radius=RADIUS, width=SIZE, height=SIZE, taken=[]))

    among = apart(found, found) + np.eye(len(found)) * SIZE
    assert (among >= 2 * RADIUS).all()
    assert (apart(found, np.array(places)) >= RADIUS).all()
    assert ((found > RADIUS) & (found < SIZE - RADIUS)).all()


def test_keeps_off_what_is_taken() -> None:
    place = (100.0, 100.0)
    free = spread([place], radius=RADIUS, width=SIZE, height=SIZE, taken=[])[0]
    taken = shapely.Point(free).buffer(2 * RADIUS, cap_style="square")

    (other,) = spread([place], radius=RADIUS, width=SIZE, height=SIZE, taken=[taken])

    assert shapely.Point(other).distance(taken) > RADIUS


def test_stands_on_the_outer_side_of_a_crowd() -> None:
    crowd = [(200.0, 200.0), (220.0, 200.0), (240.0, 200.0)]

    left, _, right = spread(crowd, radius=RADIUS, width=SIZE, height=SIZE, taken=[])

    assert left[0] < 200
    assert right[0] > 240


def test_places_the_same_numbers_the_same_way_again() -> None:
    places = [(float(x), float(y)) for x in range(100, 200, 15) for y in range(100, 160, 15)]

    once, again = (
        spread(places, radius=RADIUS, width=SIZE, height=SIZE, taken=[shapely.box(40, 40, 60, 60)])
        for _ in range(2)
    )

    assert once == again


def test_finds_a_place_for_every_number_even_where_there_is_no_room() -> None:
    places = [(20.0, 20.0)] * 12

    assert len(spread(places, radius=RADIUS, width=45, height=45, taken=[])) == 12


def test_places_nothing_where_there_is_nothing() -> None:
    assert spread([], radius=RADIUS, width=SIZE, height=SIZE, taken=[]) == []
