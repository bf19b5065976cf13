"""A small made-up city with one intervention, evaluated once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.evaluate.matching import Matching
from commonground.evaluate.micro_synthetic_control import Effect, micro_synthetic_control
from commonground.evaluate.question import Inference

PLACES, QUARTERS, TREATED = 120, 12, 6
START = 8
OUTCOMES = ("drug_crime", "all_crime")


def made_up_panel(*, dated: bool) -> Panel:
    """Return 120 blocks over 12 quarters; drug crime halves in six of them from the ninth on."""
    random = np.random.default_rng(20)
    level = random.gamma(4.0, 2.0, size=PLACES)
    residents = np.round(40 + 10 * level + random.normal(0, 10, PLACES)).clip(5)
    factor = np.ones((PLACES, QUARTERS))
    factor[:TREATED, START:] = 0.5
    drug = random.poisson(level[:, None] * factor)
    every = drug + random.poisson(3 * level[:, None], size=drug.shape)
    labels = [f"{2015 + q // 4}Q{q % 4 + 1}" if dated else q + 1 for q in range(QUARTERS)]
    frame = pd.DataFrame(
        {
            "block": np.repeat([f"b{at:03d}" for at in range(PLACES)], QUARTERS),
            "quarter": labels * PLACES,
            "drug_crime": drug.ravel(),
            "all_crime": every.ravel(),
            "residents": np.repeat(residents, QUARTERS),
        }
    )
    return Panel.from_frame(frame, place="block", period="quarter")


def made_up_effect(*, dated: bool, inference: Inference) -> Effect:
    """Evaluate the made-up city's intervention over one year, and over half of it."""
    panel = made_up_panel(dated=dated)
    return micro_synthetic_control(
        panel,
        intervention=Intervention(
            name="Elm Street", area=panel.places.ids[:TREATED], starts=panel.periods.labels[START]
        ),
        outcomes=OUTCOMES,
        matching=Matching(
            outcomes={"drug_crime": (4, 4), "all_crime": (4, 4)}, covariates=["residents"]
        ),
        horizons=[panel.periods.labels[START + 1], panel.periods.labels[-1]],
        inference=inference,
    )


@pytest.fixture(scope="session")
def effect() -> Effect:
    """Return a result with every kind of uncertainty and a contrast."""
    return made_up_effect(
        dated=True,
        inference=Inference(
            permutations=40,
            jackknife=True,
            contrasts={"drug against all": {"drug_crime": 1, "all_crime": -1}},
        ),
    )


@pytest.fixture(scope="session")
def as_microsynth() -> Effect:
    """Return the same, numbered, in R microsynth's mode."""
    return made_up_effect(
        dated=False, inference=Inference(kinds=("unclustered",), as_microsynth=True)
    )


@pytest.fixture(scope="session")
def plain_effect() -> Effect:
    """Return a result without placebo areas, jackknife or checks."""
    found = made_up_effect(dated=False, inference=Inference())
    return replace(found, diagnostics=None)
