"""Windows of days as differences between running counts."""

import numpy as np
import pytest

from commonground.numerics.scan.windows import Days, Windows


def test_counts_windows_by_their_last_day() -> None:
    days = Days.of(Windows(longest_days=2), first_day=10, last_day=12)

    running = np.array([0, 0, 5, 6, 9])
    assert (days.origin, days.columns, days.ends) == (8, 5, 3)
    assert days.counts(running, 1).tolist() == [5, 1, 3]
    assert days.counts(running, 2).tolist() == [5, 6, 4]


def test_has_one_end_where_only_the_last_day_counts() -> None:
    windows = Windows(longest_days=2, is_prospective=True)

    days = Days.of(windows, first_day=10, last_day=12)

    assert (days.origin, days.columns, days.ends) == (10, 3, 1)


def test_refuses_a_window_of_no_days() -> None:
    with pytest.raises(ValueError, match="longest window is 0 days"):
        Windows(longest_days=0)
