"""What is asked: tails, quantiles, contrasts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from commonground.core.panel import UnknownColumn
from commonground.evaluate.problem import WeightProblem
from commonground.evaluate.question import (
    Estimates,
    ImpossibleInference,
    Inference,
    Question,
    quantile,
    question_of,
    tail,
)
from commonground.numerics.joint_test import joint_test
from tests.unit.evaluate.cities import MATCHING, city, intervention


@pytest.fixture(scope="module")
def question() -> Question:
    """Give a question with a contrast of two outcomes, one of them in the joint test."""
    panel = city()
    problem = WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)
    inference = Inference(contrasts={"twice": {"theft": 2.0}, "apart": {"drugs": 1, "theft": -1}})
    return question_of(problem, outcomes=["theft", "drugs"], horizons=None, inference=inference)


def test_takes_the_tail_that_was_asked_for() -> None:
    t = np.array([-2.0, 0.5])

    assert tail(t, alternative="lower") == pytest.approx(stats.norm.cdf(t))
    assert tail(t, alternative="upper", freedom=7.0) == pytest.approx(stats.t.sf(t, 7))
    assert tail(t, alternative="two-sided", freedom=7.0) == pytest.approx(
        2 * stats.t.sf(np.abs(t), 7)
    )


def test_keeps_the_digits_of_a_small_upper_tail() -> None:
    assert tail(np.array([12.0]), alternative="upper")[0] == pytest.approx(stats.norm.sf(12.0))


def test_has_no_p_without_freedom() -> None:
    assert np.isnan(tail(np.array([1.0]), alternative="lower", freedom=np.nan)).all()
    assert np.isnan(quantile(0.9, freedom=np.nan))


def test_reaches_as_far_as_the_confidence_asks() -> None:
    assert quantile(0.9) == pytest.approx(stats.norm.ppf(0.95))
    assert quantile(0.9, freedom=np.array([5.0, np.inf])) == pytest.approx(
        [stats.t.ppf(0.95, 5), stats.norm.ppf(0.95)]
    )


def test_combines_log_ratios_with_their_covariance(question: Question) -> None:
    value, se = question.contrasted(
        np.array([[0.3, -0.1]]), np.array([[[0.04, 0.01], [0.01, 0.09]]])
    )

    assert value[0] == pytest.approx([0.6, -0.4])
    assert se[0] == pytest.approx([0.4, np.sqrt(0.04 + 0.09 - 0.02)])


def test_needs_only_the_outcomes_of_a_contrast(question: Question) -> None:
    value, se = question.contrasted(
        np.array([[0.3, np.nan]]), np.array([[[0.04, np.nan], [np.nan, np.nan]]])
    )

    assert value[0, 0] == pytest.approx(0.6)
    assert se[0, 0] == pytest.approx(0.4)
    assert np.isnan(value[0, 1])


def test_cuts_each_horizon_from_the_start() -> None:
    panel = city()
    problem = WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)

    asked = question_of(problem, outcomes=["drugs"], horizons=[11, 13], inference=Inference())

    assert [follow_up.counts.shape for follow_up in asked.follow_ups] == [
        (100, 1, 1),
        (100, 3, 1),
    ]
    assert np.array_equal(asked.follow_ups[1].sums[:, 0], panel.series("drugs")[:, 10:13].sum(1))


def test_sorts_horizons_by_time_and_counts_each_once() -> None:
    panel = city()
    problem = WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)

    asked = question_of(
        problem, outcomes=["drugs"], horizons=[14, 11, "14", 12], inference=Inference()
    )

    assert asked.horizons == ("11", "12", "14")


def test_refuses_a_text_where_outcomes_are_listed() -> None:
    panel = city()
    problem = WeightProblem.of(panel, intervention=intervention(panel), matching=MATCHING)

    with pytest.raises(UnknownColumn, match="The outcomes are the text 'drugs'; a list is needed"):
        question_of(problem, outcomes="drugs", horizons=None, inference=Inference())


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"alternative": "less"}, "no alternative 'less'; there are lower, upper, two-sided"),
        ({"kinds": ("cluster",)}, "no kind of uncertainty 'cluster'"),
        ({"kinds": "clustered"}, "kinds is the text 'clustered'"),
        ({"kinds": ("residual", "residual")}, "named twice"),
        ({"joint": "drugs"}, "joint is the text 'drugs'"),
        ({"placebo": "patch"}, "no way of drawing placebo areas 'patch'"),
        ({"jackknife": 1}, "at least 2 are needed"),
        ({"jackknife": 0}, "False for none"),
        ({"permutations": -1}, "-1 placebo areas were asked for"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_refuses_what_means_nothing(asked: dict[str, Any], words: str) -> None:
    with pytest.raises(ImpossibleInference, match=words):
        Inference(**asked)


def test_ranks_an_area_without_a_count_beyond_all_others() -> None:
    none = joint_test(np.zeros((3, 1)), np.ones((3, 1, 1)), alternative="lower")

    estimates = Estimates(
        t=np.array([[-2.0], [0.5], [3.0]]),
        log_ratio=np.array([[np.nan], [0.1], [np.nan]]),
        log_se=np.array([[np.nan], [0.2], [np.nan]]),
        expected=np.full((3, 1), 20.0),
        joint=none,
    )

    assert estimates.ranked[:, 0].tolist() == [-np.inf, 0.5, np.inf]
    assert np.isnan(estimates.studentised[[0, 2]]).all()
