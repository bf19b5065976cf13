"""Found places of made-up cities, found once and looked at by many tests."""

from __future__ import annotations

import pytest

from commonground.find.definition import Drawing
from commonground.find.finding import find_markets
from commonground.find.found import Found
from tests.unit.find.made_up import MARKET, RAID, SINK, city

QUICKLY = Drawing(replicates=40, halves=2, relabellings=99)
"""Enough to see what was planted, and quick."""


@pytest.fixture(scope="session")
def quickly() -> Drawing:
    return QUICKLY


@pytest.fixture(scope="session")
def found() -> Found:
    """Find a market, a sink and a raid, on cells."""
    return find_markets(city(MARKET, SINK, RAID), drawing=QUICKLY)


@pytest.fixture(scope="session")
def found_by_name() -> Found:
    """Find the same on hundred-blocks."""
    return find_markets(city(MARKET, SINK, RAID, named=True), drawing=QUICKLY)
