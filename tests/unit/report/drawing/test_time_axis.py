"""The time axis is numbered or dated as the periods are."""

import pytest

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.drawing.time_axis import time_axis


def test_marks_the_start_between_two_periods(effect: Effect, plain_effect: Effect) -> None:
    assert time_axis(plain_effect).start == pytest.approx(8.5)
    assert time_axis(effect).start == "2017-01-01T00:00:00"
    assert len(time_axis(effect).middles) == 12
