"""A plan that cannot be drawn is refused."""

from typing import Any

import pytest

from commonground.find.definition import ImpossibleDefinition
from commonground.find.design.designing import Designing


@pytest.mark.parametrize(
    "asked",
    [
        {"rings_m": ()},
        {"rings_m": (300.0, 150.0)},
        {"rings_m": (0.0, 150.0)},
        {"months": (12, 6)},
        {"months": ()},
        {"gap_m": -1.0},
        {"controls": -1},
        {"named_controls": ("E1", "E1")},
        {"alternatives_m": -1.0},
        {"alpha": 0.0},
        {"alpha": 0.6},
        {"power": 1.0},
        {"power": 0.2},
    ],
)
def test_refuses_what_cannot_be_drawn(asked: dict[str, Any]) -> None:
    with pytest.raises(ImpossibleDefinition):
        Designing(**asked)


def test_reaches_as_far_as_the_outermost_ring() -> None:
    assert Designing(rings_m=(100.0, 250.0)).reach_m == 250.0
