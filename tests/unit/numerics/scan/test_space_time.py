"""The space-time permutation scan, against enumeration and by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from commonground.numerics.scan import ScanOptions, Windows, space_time_permutation_scan
from tests.unit.numerics.problems import QUICK
from tests.unit.numerics.scan.by_enumeration import (
    SUMS,
    Diary,
    cylinders,
    diaries,
    poisson_ratio,
    to_report,
)

ROW: dict[str, Any] = {"x_m": [0.0, 100.0, 150.0, 300.0], "y_m": [0.0] * 4}
OPTIONS = ScanOptions(seed=1, radius_m=100, replicates=99)


def test_finds_the_burst_that_was_put_there() -> None:
    location = [*[0, 1, 2, 3] * 5, *[1] * 5, *[2] * 5]
    day = [*np.repeat(range(5), 4), 3, 3, 3, 4, 4, 3, 3, 4, 4, 4]

    found = space_time_permutation_scan(
        **ROW, location=location, day=day, windows=Windows(longest_days=2), options=OPTIONS
    ).most_likely

    assert found is not None
    assert found.locations.tolist() == [1, 2]
    assert found.radius_m == 50
    assert (found.first_day, found.last_day) == (3, 4)
    assert found.cases == 14
    assert found.expected == pytest.approx(20 * 18 / 30)
    assert found.llr == pytest.approx(poisson_ratio(14, 12, 30), rel=SUMS)


@QUICK
@given(diary=diaries())
def test_reports_what_enumeration_reports(diary: Diary) -> None:
    found = space_time_permutation_scan(
        x_m=diary.points[:, 0],
        y_m=diary.points[:, 1],
        location=diary.location,
        day=diary.day,
        windows=diary.windows,
        options=diary.options,
    )

    expected = to_report(cylinders(diary, diary.day), found, diary.options.alpha)
    assert len(found.clusters) == len(expected)
    for ours, (zone, p) in zip(found.clusters, expected, strict=True):
        is_then = (zone.window[0] <= diary.day) & (diary.day <= zone.window[1])
        is_inside = np.isin(diary.location, zone.inside)
        assert ours.locations.tolist() == zone.inside
        assert (ours.first_day, ours.last_day) == zone.window
        assert ours.cases == (is_then & is_inside).sum()
        assert ours.expected == pytest.approx(is_then.sum() * is_inside.mean(), rel=SUMS)
        assert ours.llr == pytest.approx(zone.ratio, rel=SUMS)
        assert ours.p == p


def test_sees_only_what_is_alive_on_the_last_day() -> None:
    location, day = [0, 0, 0, 1, 2, 3, 3, 2], [1, 1, 1, 2, 5, 9, 9, 4]
    windows = Windows(longest_days=3, is_prospective=True)

    found = space_time_permutation_scan(
        **ROW, location=location, day=day, windows=windows, options=OPTIONS
    )
    later = space_time_permutation_scan(
        **ROW, location=location, day=day, windows=replace(windows, last_day=20), options=OPTIONS
    )

    assert found.most_likely is not None
    assert found.most_likely.locations.tolist() == [3]
    assert (found.most_likely.first_day, found.most_likely.last_day) == (9, 9)
    assert later.clusters == ()


@pytest.mark.parametrize("is_prospective", [True, False])
def test_gives_the_same_bits_for_any_number_of_workers(is_prospective: bool) -> None:
    random = np.random.default_rng(1)
    words: dict[str, Any] = {
        "x_m": random.uniform(0, 1000, 30),
        "y_m": random.uniform(0, 1000, 30),
        "location": random.integers(0, 30, 200),
        "day": random.integers(0, 20, 200),
        "windows": Windows(longest_days=4, is_prospective=is_prospective),
    }
    alone = ScanOptions(seed=3, radius_m=300, replicates=280)

    one = space_time_permutation_scan(**words, options=alone)
    many = space_time_permutation_scan(**words, options=replace(alone, workers=3))

    assert one.maxima.tobytes() == many.maxima.tobytes()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"day": [1, 2]}, "5 locations and 2 days"),
        ({"day": [1, 2, 2.5, 3, 4]}, "day of event 2: 2.5"),
        ({"location": [0, 1, 2, 3, 4]}, "event 4 is at location 4 of 4"),
        ({"location": [0, 1, 2, 3, -1]}, "event 4 is at location -1"),
        ({"location": [2] * 5}, "all locations are at the same point"),
        ({"day": [7] * 5}, "all events are on one day"),
        ({"location": [], "day": []}, "no events"),
        ({"windows": Windows(longest_days=2, last_day=3)}, "day 4, after the last day 3"),
    ],
)
def test_refuses_what_is_no_diary(wrong: dict[str, Any], message: str) -> None:
    words: dict[str, Any] = {
        **ROW,
        "location": [0, 1, 2, 3, 0],
        "day": [0, 1, 2, 3, 4],
        "windows": Windows(longest_days=2),
        "options": OPTIONS,
    }

    with pytest.raises(ValueError, match=message):
        space_time_permutation_scan(**{**words, **wrong})
