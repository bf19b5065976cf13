"""The joint test keeps its size with few treated places."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from commonground.evaluate.matching import Matching
from commonground.evaluate.micro_synthetic_control import Effect, micro_synthetic_control
from commonground.evaluate.question import Inference
from commonground.numerics.permutation import Alternative
from tests.unit.evaluate.cities import city, intervention, number

PANELS = 300
MONTE_CARLO = 0.99
"""Confidence of the interval about a share of simulated panels; the seeds are fixed."""


def evaluated(*, treated: int, seed: int = 0, inference: Inference | None = None) -> Effect:
    """Evaluate a small city in which nothing happened."""
    panel = city(treated=treated, seed=seed)
    return micro_synthetic_control(
        panel,
        intervention=intervention(panel),
        outcomes=["theft", "drugs"],
        matching=Matching(outcomes={"theft": (10,), "drugs": (10,)}),
        inference=inference,
        diagnostics=False,
        workers=1,
    )


@pytest.mark.slow
@pytest.mark.parametrize("alternative", ["two-sided", "lower"])
def test_finds_nothing_in_nine_of_ten_cities_where_nothing_happened(
    alternative: Alternative,
) -> None:
    inference = Inference(kinds=("residual",), alternative=alternative)

    p = [
        evaluated(treated=12, seed=seed, inference=inference).joint["p"].item()
        for seed in range(PANELS)
    ]

    rejected = int((np.array(p) <= 0.1).sum())
    share = stats.binomtest(rejected, PANELS).proportion_ci(MONTE_CARLO, "wilson")
    assert share.low <= 0.1 <= share.high


def test_gives_no_joint_test_of_more_outcomes_than_places_can_tell_apart() -> None:
    effect = evaluated(treated=2)

    assert effect.joint["statistic"].notna().all()
    assert effect.joint["p"].isna().all()
    (caveat,) = (one for one in effect.caveats if "no joint test by standard errors" in one)
    assert "at least 3 treated places are needed, and there are 2" in caveat


def test_keeps_rs_tails_by_rs_rules() -> None:
    rules = Inference(kinds=("unclustered",), as_microsynth=True)

    joint = evaluated(treated=3, inference=rules).joint.iloc[0]

    assert joint["p"] == pytest.approx(stats.chi2.sf(joint["statistic"], joint["rank"]))


def test_takes_the_freedom_of_jackknife_replicates() -> None:
    joint = evaluated(treated=12, inference=Inference(jackknife=6)).joint.set_index("kind")

    statistic, rank, p = (number(joint, "jackknife", name) for name in ("statistic", "rank", "p"))
    left = 5 - rank + 1
    assert p == pytest.approx(stats.f.sf(statistic * left / (rank * 5), rank, left))
