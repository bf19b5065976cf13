"""Streets from crossing to crossing, however they were drawn."""

from itertools import combinations

import numpy as np
import pytest
import shapely

from commonground.find.cutting import SNAP_M, Lines
from commonground.find.network import SHORTEST_LOOP_M, Network, clusters, network_of
from tests.unit.find.made_up import SOUTH, WEST
from tests.unit.find.made_up_streets import grid, line, lines


def _network(drawn: Lines, names: list[str] | None = None) -> Network:
    return network_of(drawn, np.array(names or [f"S{at}" for at in range(len(drawn))]))


def _lengths(network: Network) -> list[float]:
    return sorted(np.round(shapely.length(network.lines), 3).tolist())


def test_cuts_streets_where_they_cross() -> None:
    network = _network(lines([(0, 0), (100, 0)], [(40, -30), (40, 50)]))

    assert _lengths(network) == [30, 40, 50, 60]
    assert network.legs[network.is_corner].tolist() == [4]
    assert network.nodes[network.is_corner].tolist() == [[WEST + 40, SOUTH]]


@pytest.mark.parametrize(("gap_m", "pieces"), [(0.0, 3), (0.8, 3), (-0.8, 3), (1.5, 2)])
def test_joins_a_street_that_ends_within_a_metre_of_another(gap_m: float, pieces: int) -> None:
    network = _network(lines([(0, 0), (100, 0)], [(40, gap_m), (40, 50)]))

    assert len(network) == pieces
    assert network.is_corner.any() == (pieces == 3)


def test_joins_ends_that_lie_within_a_metre() -> None:
    network = _network(lines([(0, 0), (50, 0)], [(50.5, 0.4), (100, 0)], [(50, -0.5), (50, -80)]))

    assert len(network) == 3
    assert network.is_corner.sum() == 1


def test_counts_what_was_drawn_twice_once() -> None:
    twice = lines(
        [(0, 0), (100, 0)],
        [(100, 0), (0, 0)],
        [(0, 0.4), (55, 0.4), (100, 0.4)],
        [(20, 0), (70, 0)],
    )

    network = _network(twice, ["", "ELM", "ELM", ""])

    assert _lengths(network) == [100.0]
    assert network.names.tolist() == ["ELM"]


def test_keeps_a_street_that_was_drawn_finely_and_twice() -> None:
    fine = [[(x, y) for x in np.arange(0.0, 90.1, 0.9)] for y in (0.0, 0.3)]

    network = _network(lines(*fine), ["ELM", "ELM"])

    assert _lengths(network) == [pytest.approx(90, abs=1)]


def test_keeps_carriageways_apart() -> None:
    network = _network(
        lines([(0, 0), (100, 0)], [(0, 8), (100, 8)], [(0, -50), (0, 50)], [(100, -50), (100, 50)])
    )

    assert _lengths(network) == [8, 8, 42, 42, 50, 50, 100, 100]


def test_makes_one_street_of_its_parts() -> None:
    parts = lines([(0, 0), (30, 0)], [(70, 20), (30, 0)], [(70, 20), (100, 20)])

    network = _network(parts, ["ELM"] * 3)

    assert len(network) == 1
    assert network.lines[0].length == pytest.approx(60 + np.hypot(40, 20))
    assert not network.is_corner.any()


def test_lets_a_street_end_where_its_name_does() -> None:
    network = _network(lines([(0, 0), (50, 0)], [(50, 0), (50, 70)]), ["ELM", "OAK"])

    assert _lengths(network) == [50, 70]
    assert network.nodes[network.is_corner].tolist() == [[WEST + 50, SOUTH]]


def test_knows_a_ring_that_meets_nothing() -> None:
    square = line((0, 0), (60, 0), (60, 60), (0, 60), (0, 0))

    network = _network(np.array([square, line((500, 0), (600, 0))], dtype=object))

    assert _lengths(network) == [100, 240]
    assert not network.is_corner.any()
    ring = int(shapely.length(network.lines).argmax())
    away = network.nodes[network.ends[ring, 0]] - np.array([WEST, SOUTH])
    assert away.max() <= 60


@pytest.mark.parametrize("begins", range(4))
def test_lets_a_ring_begin_where_it_meets_another_street(begins: int) -> None:
    corners = [(0.0, 0.0), (60.0, 0.0), (60.0, 60.0), (0.0, 60.0)]
    turned = [*corners[begins:], *corners[:begins]]
    ring = line(*turned, turned[0])

    network = _network(np.array([ring, line((60, 60), (200, 60))], dtype=object), ["RING", "ELM"])

    assert _lengths(network) == [140, 240]
    at = network.ends[network.names == "RING"][0]
    assert at[0] == at[1]
    assert network.nodes[at[0]].tolist() == [WEST + 60, SOUTH + 60]


def test_cuts_a_street_that_crosses_itself() -> None:
    network = _network(lines([(0, 0), (100, 0), (100, 50), (50, 50), (50, -50)]))

    assert _lengths(network) == [50, 50, 200]
    assert network.legs[network.is_corner].tolist() == [4]


def test_cuts_as_geos_does_where_nothing_is_near() -> None:
    random = np.random.default_rng(4)
    tries = [
        shapely.linestrings(random.uniform(0, 20_000, (12, 2, 2)) + np.array([WEST, SOUTH]))
        for _ in range(20)
    ]
    far_apart = [drawn for drawn in tries if not _nearly_meet(drawn)]
    assert len(far_apart) > 10
    for drawn in far_apart:
        network = _network(drawn)

        by_geos = shapely.get_parts(shapely.unary_union(drawn))

        assert _lengths(network) == pytest.approx(sorted(shapely.length(by_geos)), abs=2e-3)


def _nearly_meet(drawn: Lines) -> bool:
    """Say whether two lines come within a metre without crossing, or three cross at one place."""
    apart = any(0 < one.distance(other) < 2 for one, other in combinations(drawn, 2))
    crossed = shapely.get_coordinates([a.intersection(b) for a, b in combinations(drawn, 2)])
    every = np.vstack([crossed, shapely.get_coordinates(drawn)])
    return apart or len(np.unique(clusters(every, within_m=2.0))) < len(every)


def test_gives_the_same_whatever_the_order_and_the_direction() -> None:
    drawn, names = grid(across=4, down=3)
    ring = line((50, 40), (150, 40), (150, 120), (50, 120), (50, 40))
    drawn, names = np.array([*drawn, ring], dtype=object), [*names, "RING"]
    expected = network_of(drawn, np.array(names))
    random = np.random.default_rng(2)
    for _ in range(5):
        order = random.permutation(len(drawn))
        turned = np.where(random.random(len(drawn)) < 0.5, shapely.reverse(drawn), drawn)

        again = network_of(turned[order], np.array(names)[order])

        assert shapely.to_wkb(again.lines).tolist() == shapely.to_wkb(expected.lines).tolist()
        assert again.names.tolist() == expected.names.tolist()
        assert again.ends.tolist() == expected.ends.tolist()
        assert again.nodes.tolist() == expected.nodes.tolist()


def test_connects_points_by_chains_of_short_steps() -> None:
    points = np.array([[0.0, 0.0], [10.0, 0.0], [20.0, 0.0], [40.0, 0.0]])

    assert clusters(points, within_m=10.0).tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize(
    "points",
    [
        [(0.0, 0.0), (100.0, 0.0), (0.0, 0.0)],
        [(0.0, 0.0), (100.0, 0.0), (40.0, 0.0)],
        [(60.0, 0.0), (100.0, 0.0), (0.0, 0.0), (30.0, 0.0)],
    ],
)
def test_counts_a_street_that_turns_back_upon_itself_once(
    points: list[tuple[float, float]],
) -> None:
    assert _lengths(_network(lines(points))) == [100]


@pytest.mark.parametrize("seed", range(40))
def test_parts_a_tangle_at_every_meeting_and_loses_none_of_it(seed: int) -> None:
    drawn, names = _tangle(np.random.default_rng(seed))

    network = network_of(drawn, names)

    one, other = shapely.STRtree(network.lines).query(network.lines, predicate="intersects")
    apart = one < other
    meet = shapely.intersection(network.lines[one[apart]], network.lines[other[apart]])
    at_nodes = shapely.buffer(shapely.multipoints(network.nodes), 2 * SNAP_M)
    assert shapely.is_empty(shapely.difference(meet, at_nodes)).all()
    before, after = shapely.union_all(drawn), shapely.union_all(network.lines)
    assert shapely.hausdorff_distance(before, after, densify=0.05) < SHORTEST_LOOP_M
    assert (network.nodes[network.ends[:, 0]] == _ends(network, 0)).all()
    assert (network.nodes[network.ends[:, 1]] == _ends(network, -1)).all()


def _tangle(random: np.random.Generator) -> tuple[Lines, np.ndarray]:
    """Return lines on a coarse grid: many overlap, touch, close upon themselves or come twice."""
    step = float(random.choice([5, 20, 50]))
    made = []
    for points in random.integers(2, 7, size=10):
        at = random.integers(0, int(600 // step), (int(points), 2)) * step + np.array([WEST, SOUTH])
        closed = np.vstack([at, at[:1]]) if random.random() < 0.3 else at
        made.append(shapely.LineString(closed))
    made = [one for one in made if one.length]
    drawn = np.array([*made, made[0], shapely.reverse(made[1])], dtype=object)
    return drawn, random.choice(np.array(["ELM", "OAK", ""]), len(drawn))


def _ends(network: Network, at: int) -> np.ndarray:
    return shapely.get_coordinates(shapely.get_point(network.lines, at))
