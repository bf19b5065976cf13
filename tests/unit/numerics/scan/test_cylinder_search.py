"""The largest ratios of replicates, against those of every cylinder."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.scan import cylinder_search
from commonground.numerics.scan.cylinder_search import CylinderSearch
from commonground.numerics.scan.neighbours import circles_around
from commonground.numerics.scan.windows import Days
from tests.unit.numerics.problems import QUICK
from tests.unit.numerics.scan.by_enumeration import SUMS, Diary, cylinders, diaries, largest


@pytest.mark.parametrize("pace", [(1, 1.2), (2**20, 3.0)])
@QUICK
@given(diary=diaries(), floor=st.sampled_from([1e-9, 0.5, 2.0]), seed=st.integers(0, 99))
def test_misses_no_cylinder_above_the_floor(
    pace: tuple[int, float], diary: Diary, floor: float, seed: int
) -> None:
    sizes = np.bincount(diary.location, minlength=len(diary.points))
    held = np.flatnonzero(sizes)
    last_day = diary.windows.last_day
    days = Days.of(
        diary.windows,
        first_day=int(diary.day.min()),
        last_day=int(diary.day.max()) if last_day is None else last_day,
    )
    circles = circles_around(diary.points[held], sizes[held].astype(np.float64), diary.options)
    at = np.searchsorted(held, diary.location)
    drawn = np.random.default_rng(seed).permuted(np.tile(diary.day, (3, 1)), axis=1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cylinder_search, "TABLE_AT_ONCE", pace[0])
        patch.setattr(cylinder_search, "TOTALS_AT_ONCE", pace[0])
        patch.setattr(cylinder_search, "GROWTH", pace[1])
        search = CylinderSearch.of(circles, days, locations=at, on=diary.day)
        found = search.largest(drawn, floor=floor)

    expected = [largest(cylinders(diary, one)) for one in drawn]
    for ours, theirs in zip(found, expected, strict=True):
        assert ours == pytest.approx(theirs, rel=SUMS) if theirs >= floor else ours < floor
