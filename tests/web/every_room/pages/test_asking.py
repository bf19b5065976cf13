"""Tests of the question why."""

from __future__ import annotations

import pytest

from commonground_web.kernel.pages.asking import LONGEST, WhyForm


@pytest.mark.parametrize("longest", [300, LONGEST])
def test_takes_a_reason_as_long_as_its_record_keeps_and_no_longer(longest: int) -> None:
    assert WhyForm({"why": "x" * longest}, longest=longest).is_valid()
    assert not WhyForm({"why": "x" * (longest + 1)}, longest=longest).is_valid()
    assert not WhyForm({"why": "  "}, longest=longest).is_valid()
