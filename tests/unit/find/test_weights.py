"""Weights that put something in order, and those that do not."""

import numpy as np
import pytest
import shapely

from commonground.find.exposure import Layer
from commonground.find.weights import ImpossibleWeights, Weights, require_known

SCHOOLS = Layer("schools", np.array([shapely.Point(0, 0)]))


@pytest.mark.parametrize(
    ("of", "says"),
    [
        ({"drug": -1.0}, "The weight of drug is -1"),
        ({"drug": float("nan")}, "The weight of drug is nan"),
        ({"drug": float("inf")}, "The weight of drug is inf"),
        ({"drug": 1e308}, "from 0 to 1,000,000,000"),
        ({"drug": 0.0, "violent": 0.0}, "No weight is above 0"),
        ({}, "No weight is above 0"),
    ],
)
def test_refuses_weights_that_order_nothing(of: dict[str, float], says: str) -> None:
    with pytest.raises(ImpossibleWeights, match=says):
        Weights(of)


def test_refuses_to_ask_for_no_place() -> None:
    with pytest.raises(ImpossibleWeights, match="top is 0"):
        Weights({"drug": 1.0}, top=0)


def test_refuses_a_weight_of_what_is_not_counted() -> None:
    with pytest.raises(ImpossibleWeights, match=r"'drogs'.*drug, sales, .*no layer was given"):
        require_known(Weights({"drogs": 1.0}), [])
    with pytest.raises(ImpossibleWeights, match="the layers schools"):
        require_known(Weights({"school": 1.0}), [SCHOOLS])


def test_refuses_a_name_of_two_things() -> None:
    layer = Layer("drug", SCHOOLS.shapes)

    with pytest.raises(ImpossibleWeights, match="a kind of incident and a layer"):
        require_known(Weights({"drug": 1.0}), [layer])


def test_keeps_kinds_in_their_order_and_drops_what_counts_for_nothing() -> None:
    weights = Weights({"schools": 0.5, "violent": 10.0, "sales": 0.0, "drug": 1.0})

    require_known(weights, [SCHOOLS])

    assert list(weights.positive.items()) == [("drug", 1.0), ("violent", 10.0), ("schools", 0.5)]
