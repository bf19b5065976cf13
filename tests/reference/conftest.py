"""Seattle, and the weights of Example 1."""

from __future__ import annotations

import pandas as pd
import pytest

from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.evaluate.problem import WeightProblem
from tests.reference.microsynth import MATCHING, Results


@pytest.fixture(scope="session")
def results(shared_results: Results) -> Results:
    """Give a file of the reference by its name below ``microsynth``."""
    return lambda name: shared_results(f"microsynth/{name}")


@pytest.fixture(scope="session")
def panel(shared_data: Results) -> Panel:
    """Give Seattle: 9,642 blocks, 16 quarters."""
    table = pd.read_parquet(shared_data("seattledmi.parquet"))
    return Panel.from_frame(table, place="ID", period="time", treated="Intervention")


@pytest.fixture(scope="session")
def problem(panel: Panel) -> WeightProblem:
    """Give the exact weights of Example 1."""
    return WeightProblem.of(panel, intervention=Intervention.marked_in(panel), matching=MATCHING)
