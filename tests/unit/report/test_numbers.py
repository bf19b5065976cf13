"""Numbers are written as people write them."""

import pytest

from commonground.report.numbers import ABSENT, GAP, share


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (23, 1000, f"2.3{GAP}%"),
        (0, 1000, f"0.0{GAP}%"),
        (1, 100_000, f"<{GAP}0.1{GAP}%"),
        (1000, 1000, f"100.0{GAP}%"),
        (0, 0, ABSENT),
    ],
)
def test_writes_a_part_of_a_whole(part: float, whole: float, written: str) -> None:
    assert share(part, whole) == written
