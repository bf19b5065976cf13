"""Weights as a person sees them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from commonground.evaluate.matching import Matching
from commonground.evaluate.weights import synthetic_weights
from tests.unit.evaluate.cities import MATCHING, TREATED, city, intervention, panel_of, table


def test_balances_what_was_matched() -> None:
    panel = city(seed=1)

    found = synthetic_weights(panel, intervention=intervention(panel), matching=MATCHING)

    balance = found.balance
    assert balance["constraint"].iloc[0] == "number of places"
    assert balance["target"].iloc[0] == TREATED
    assert balance["weighted"].to_numpy() == pytest.approx(balance["target"].to_numpy())
    assert balance["all_places"].iloc[0] == TREATED


def test_lists_donors_from_the_heaviest() -> None:
    panel = city(seed=1)

    found = synthetic_weights(panel, intervention=intervention(panel), matching=MATCHING)

    frame = found.to_frame()
    assert len(frame) == found.positive
    assert frame["share"].is_monotonic_decreasing
    assert frame["share"].sum() == pytest.approx(1.0)
    assert frame["share"].iloc[0] == found.largest_share


def test_counts_equal_weights_as_all_of_the_donors() -> None:
    rows = table().assign(residents=5)
    panel = panel_of(rows)

    found = synthetic_weights(
        panel, intervention=intervention(panel), matching=Matching(covariates=["residents"])
    )

    assert found.effective_sample_size == pytest.approx(94)
    assert found.summary().startswith("94 of 94 donors have weight, worth 94.0 equal ones")


def test_says_when_few_donors_carry_the_weight() -> None:
    rows = table(seed=1)
    rows["residents"] += rows["treated"].groupby(rows["block"]).transform("max") * 350
    panel = panel_of(rows)

    found = synthetic_weights(
        panel,
        intervention=intervention(panel),
        matching=Matching(covariates=["residents"], soft_outcomes=["theft"], backup=True),
    )

    assert any("rests on the equivalent of" in caveat for caveat in found.caveats)
    assert any("alone carries" in caveat for caveat in found.caveats)
    assert any("was not used" in caveat for caveat in found.caveats)


def test_says_when_weights_by_rs_rule_miss() -> None:
    rows = table()
    rows["residents"] += rows["treated"].groupby(rows["block"]).transform("max") * 10_000
    panel = panel_of(rows)

    found = synthetic_weights(
        panel, intervention=intervention(panel), matching=MATCHING, as_microsynth=True
    )

    assert any("they do not match the area" in caveat for caveat in found.caveats)
    assert np.isnan(found.gap)


def test_changes_nothing_it_was_given() -> None:
    panel = city(seed=1)
    before, covariates = panel.counts.copy(), panel.covariates.copy()

    synthetic_weights(
        panel, intervention=intervention(panel), matching=replace(MATCHING, distance="raking")
    )

    assert np.array_equal(panel.counts, before)
    assert panel.covariates.equals(covariates)
