"""Every kind of linearised error, held to the same sum written out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.numerics.linearisation import (
    FollowUp,
    Linearisation,
    Linearised,
    left_out_predictions,
    linearised,
)
from tests.unit.numerics.problems import QUICK

SAME = 1e-9
"""Two ways of adding up the same few hundred numbers, relative."""

PLACES, PERIODS, OUTCOMES, SIZE = 30, 3, 2, 6


class Sample:
    """One small panel with weights that are not all positive."""

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        self.counts = random.poisson(2.0, (PLACES, PERIODS, OUTCOMES)).astype(float) + 0.5
        self.constraints = np.column_stack([np.ones(PLACES), random.normal(size=(PLACES, 2))])
        self.treated = np.sort(random.choice(PLACES, SIZE, replace=False))
        self.donors = np.setdiff1d(np.arange(PLACES), self.treated)
        self.weights = np.zeros(PLACES)
        self.weights[self.donors] = np.maximum(random.normal(0.4, 0.3, len(self.donors)), 0)
        self.sums = self.counts.sum(axis=1)
        self.predicted = left_out_predictions(self.constraints, self.sums, fitted=self.donors)

    def compared(self, kind: Linearisation) -> Linearised:
        """Return what is to be tested, for one set."""
        return linearised(
            FollowUp(self.counts, self.predicted),
            weights=self.weights[None],
            treated=self.treated[None],
            kind=kind,
        )


seeds = st.integers(0, 2**32 - 1)


@QUICK
@given(seed=seeds)
def test_unclustered_is_the_sandwich_of_a_weighted_regression(seed: int) -> None:
    sample = Sample(seed)
    found = sample.compared("unclustered")
    rows = PLACES * PERIODS
    is_treated = np.zeros(PLACES)
    is_treated[sample.treated] = 1.0
    weight = np.repeat(sample.weights + is_treated, PERIODS)
    design = np.column_stack(
        [np.repeat(is_treated, PERIODS), np.tile(np.eye(PERIODS), (PLACES, 1))]
    )

    for outcome in range(OUTCOMES):
        y = sample.counts[:, :, outcome].ravel()
        bread = np.linalg.inv(design.T @ (design * weight[:, None]))
        coefficients = bread @ (design.T @ (weight * y))
        scores = design * (weight * (y - design @ coefficients))[:, None]
        variance = rows / (rows - 1) * (bread @ scores.T @ scores @ bread)[0, 0]

        assert found.t[0, outcome] == pytest.approx(coefficients[0] / np.sqrt(variance), rel=SAME)


@QUICK
@given(seed=seeds)
def test_clustered_adds_up_places_about_their_means(seed: int) -> None:
    sample = Sample(seed)
    found = sample.compared("clustered")
    mean_t = sample.sums[sample.treated].mean(axis=0)
    mean_c = sample.weights @ sample.sums / sample.weights.sum()
    expected = mean_c * SIZE
    by_hand = np.zeros((2, OUTCOMES))
    for place in range(PLACES):
        if place in sample.treated:
            by_hand[0] += (sample.sums[place] - mean_t) ** 2
        else:
            share = sample.weights[place] * SIZE / sample.weights.sum()
            by_hand[1] += share**2 * (sample.sums[place] - mean_c) ** 2
    by_hand *= PLACES / (PLACES - 1)

    assert found.difference_se[0] == pytest.approx(np.sqrt(by_hand.sum(axis=0)), rel=SAME)
    log_variance = by_hand[0] / (mean_t * SIZE) ** 2 + by_hand[1] / expected**2
    assert found.log_se[0] == pytest.approx(np.sqrt(log_variance), rel=SAME)


@QUICK
@given(seed=seeds)
def test_predicts_each_donor_by_a_regression_without_it(seed: int) -> None:
    sample = Sample(seed)

    for place in range(PLACES):
        others = sample.donors[sample.donors != place]
        coefficients, *_ = np.linalg.lstsq(sample.constraints[others], sample.sums[others])
        by_hand = sample.constraints[place] @ coefficients

        assert sample.predicted[place] == pytest.approx(by_hand, rel=1e-7, abs=1e-7)


@QUICK
@given(seed=seeds)
def test_residual_counts_what_the_constraints_do_not_explain(seed: int) -> None:
    sample = Sample(seed)
    found = sample.compared("residual")
    scale = SIZE / sample.weights.sum()
    expected = sample.weights @ sample.sums * scale
    ratio = sample.sums[sample.treated].sum(axis=0) / expected

    miss = sample.sums[sample.treated] - sample.predicted[sample.treated] * ratio
    one = SIZE / (SIZE - 1) * ((miss - miss.mean(axis=0)) ** 2).sum(axis=0)
    apart = (sample.sums - sample.predicted)[sample.donors]
    other = ((sample.weights[sample.donors] * scale)[:, None] ** 2 * apart**2).sum(axis=0)

    assert found.difference_se[0] == pytest.approx(np.sqrt(one + other), rel=1e-7)


@QUICK
@given(seed=seeds, kind=st.sampled_from(["residual", "clustered", "unclustered"]))
def test_gives_a_covariance_whose_diagonal_is_the_variance_of_each(
    seed: int, kind: Linearisation
) -> None:
    found = Sample(seed).compared(kind)

    assert np.linalg.eigvalsh(found.log_covariance[0]).min() > -1e-12
    assert found.log_se[0] ** 2 == pytest.approx(np.diag(found.log_covariance[0]))


def test_finds_nothing_where_both_arms_are_the_same() -> None:
    counts = np.ones((4, 2, 1))
    found = linearised(
        FollowUp(counts, np.full((4, 1), 2.0)),
        weights=np.array([[0.0, 0.0, 1.0, 1.0]]),
        treated=np.array([[0, 1]]),
        kind="clustered",
    )

    assert found.log_ratio[0, 0] == 0
    assert np.isnan(found.t[0, 0])


@pytest.mark.parametrize("kind", ["residual", "clustered", "unclustered"])
def test_gives_no_ratio_where_nothing_was_recorded(kind: Linearisation) -> None:
    counts = np.zeros((6, 2, 1))

    found = linearised(
        FollowUp(counts, np.zeros((6, 1))),
        weights=np.array([[0.0, 0.0, 0.5, 0.5, 0.5, 0.5]]),
        treated=np.array([[0, 1]]),
        kind=kind,
    )

    assert np.isnan(found.log_ratio).all()
    assert np.isnan(found.t).all()


@pytest.mark.parametrize("kind", ["residual", "clustered"])
def test_does_not_know_how_a_single_place_varies(kind: Linearisation) -> None:
    counts = np.arange(12.0).reshape(6, 2, 1)

    found = linearised(
        FollowUp(counts, np.zeros((6, 1))),
        weights=np.array([[0.0, 0.2, 0.2, 0.2, 0.2, 0.2]]),
        treated=np.array([[0]]),
        kind=kind,
    )

    assert np.isnan(found.freedom).all()
    assert np.isfinite(found.t).all()
