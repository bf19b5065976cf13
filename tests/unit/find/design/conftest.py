"""A made-up city with two markets side by side, one far away, and a busier corner."""

from __future__ import annotations

import pytest

from commonground.find.definition import Drawing
from commonground.find.design.design import Design
from commonground.find.design.designing import Designing
from commonground.find.finding import find_markets
from commonground.find.found import Found
from tests.unit.find.made_up import SOUTH, WEST, Cluster, city

QUICKLY = Drawing(replicates=20, halves=1, relabellings=99)

PLAN = Designing(rings_m=(75.0, 150.0), gap_m=300.0, controls=2, alternatives_m=900.0)
"""The city is 3 km wide, so everything is nearer."""

HERE = Cluster(WEST + 700, SOUTH + 700, incidents=60)
NEXT = Cluster(WEST + 1_400, SOUTH + 700, incidents=60)
FAR = Cluster(WEST + 2_300, SOUTH + 2_300, incidents=60)
BUSIER = Cluster(WEST + 700, SOUTH + 2_300, incidents=11)


@pytest.fixture(scope="session")
def laid_out() -> Found:
    """Find the three markets and lay out an intervention at each."""
    return find_markets(
        city(HERE, NEXT, FAR, BUSIER, named=True), drawing=QUICKLY, design=PLAN, workers=1
    )


@pytest.fixture(scope="session")
def here(laid_out: Found) -> Design:
    """Return the design at the first market, which has another beside it."""
    return design_at(laid_out, HERE)


def design_at(found: Found, cluster: Cluster) -> Design:
    """Return the design whose target lies at a cluster."""
    return min(
        found.designs,
        key=lambda one: (
            abs(one.target.centroid.x - cluster.x_m) + abs(one.target.centroid.y - cluster.y_m)
        ),
    )
