"""What a scan reports of its zones."""

from collections.abc import Iterator

import numpy as np
import pytest

from commonground.numerics.scan.circles import Circles
from commonground.numerics.scan.clusters import Found, Scan, Zones, critical_value, reported
from commonground.numerics.scan.neighbours import circles_around
from commonground.numerics.scan.options import ScanOptions

NINETEEN = np.arange(1.0, 20.0)


@pytest.mark.parametrize(
    ("alpha", "value"), [(0.05, 19), (0.1, 18), (0.5, 10), (0.04, np.inf), (1, 0)]
)
def test_has_the_critical_value_that_its_p_means(alpha: float, value: float) -> None:
    assert critical_value(NINETEEN, alpha=alpha) == value
    assert Scan((), NINETEEN).critical_value(alpha) == value


def test_reports_by_ratio_what_shares_no_location() -> None:
    zones = [(0, 1, 7, 30.0), (1, 0, 0, 29.0), (4, 0, 3, 20.5), (2, 1, 0, 5.0), (3, 0, 0, 19.5)]

    found = list(_reported(zones, alpha=0.2))

    assert [one.inside.tolist() for one in found] == [[0, 1], [4], [3]]
    assert [one.window for one in found] == [7, 3, 0]
    assert [one.p for one in found] == [0.05, 0.05, 0.05]


def test_reports_no_secondary_zone_that_is_not_rare() -> None:
    zones = [(0, 0, 0, 30.0), (2, 0, 0, 18.0), (4, 0, 0, 17.0)]

    found = list(_reported(zones, alpha=0.15))

    assert [one.p for one in found] == [0.05, 0.15][: len(found)]
    assert [one.inside.tolist() for one in found] == [[0]]


def test_reports_the_most_likely_zone_however_common_it_is() -> None:
    (found,) = _reported([(3, 1, 0, 0.7), (4, 0, 0, 0.6)], alpha=0.05)

    assert found.inside.tolist() == [3, 2]
    assert found.p == 1


def test_equal_ratios_go_by_centre_then_circle_then_window() -> None:
    zones = [(2, 1, 4, 9.0), (2, 0, 5, 9.0), (2, 0, 4, 9.0 - 1e-12), (3, 0, 1, 9.0)]

    found = next(_reported(zones, alpha=1))

    assert (found.inside.tolist(), found.window) == ([2], 4)


def test_reports_nothing_where_there_is_nothing() -> None:
    assert not list(_reported([], alpha=0.05))


def _reported(zones: list[tuple[int, int, int, float]], *, alpha: float) -> Iterator[Found]:
    circles = _line(5)
    table = [np.array(column) for column in zip(*zones, strict=True)] or [np.empty(0, int)] * 4

    def reaching(ratio: float) -> Zones:
        kept = table[3] >= ratio
        centres, ranks, windows, ratios = (column[kept] for column in table)
        return Zones(circles.rows[centres], ranks, windows, ratios)

    return reported(reaching, circles=circles, maxima=NINETEEN, alpha=alpha)


def _line(n: int) -> Circles:
    """Return circles of up to three on a line, as lists."""
    points = np.column_stack([np.arange(n) * 100.0, np.zeros(n)])
    return circles_around(points, np.ones(n), ScanOptions(seed=1, share=0.6))
