"""Tests of ratios: against tables, against enumeration, and where they say nothing."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground_web.caseroom.lists.groups import (
    Group,
    Variable,
    compare,
    kept_groups,
    parse_groups,
    read_groups,
    require_whole,
)
from commonground_web.caseroom.lists.ratios import CONFIDENCE, Tells, ratio_of_shares
from commonground_web.kernel.access.actions import Refused

CLOSE = 1e-4
"""As many digits as the tables that the numbers are from give."""


def test_has_the_interval_of_the_tables() -> None:
    # 8 of 10 cases in one of two equal groups: Clopper-Pearson 0.4439 to 0.9748.
    ratio = ratio_of_shares(8, 50, 2, 50)

    assert ratio.value == pytest.approx(4)
    assert ratio.low == pytest.approx(0.44390 / 0.55610, abs=CLOSE)
    assert ratio.high == pytest.approx(0.97479 / 0.02521, rel=1e-3)
    assert ratio.tells is Tells.CANNOT_TELL


@pytest.mark.parametrize(
    ("counts", "tells"),
    [
        ((4, 4, 10, 40), Tells.TOO_FEW),
        ((20, 40, 3, 3), Tells.TOO_FEW),
        ((0, 0, 5, 40), Tells.TOO_FEW),
        ((30, 40, 5, 40), Tells.MORE),
        ((5, 40, 30, 40), Tells.LESS),
        ((0, 20, 0, 20), Tells.CANNOT_TELL),
        ((0, 40, 20, 40), Tells.LESS),
        ((6, 20, 5, 20), Tells.CANNOT_TELL),
    ],
)
def test_says_what_the_numbers_can_tell(counts: tuple[int, int, int, int], tells: Tells) -> None:
    assert ratio_of_shares(*counts).tells is tells


def test_has_no_upper_end_where_nothing_bounds_it() -> None:
    ratio = ratio_of_shares(5, 10, 0, 10)

    assert (ratio.value, ratio.high) == (None, None)
    assert ratio.low > 0


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.9])
@pytest.mark.parametrize(("of", "others"), [(6, 12), (10, 10), (15, 5)])
@pytest.mark.parametrize("times", [1.0, 0.5])
def test_covers_the_true_ratio_as_often_as_it_says(
    share: float, of: int, others: int, times: float
) -> None:
    covered = 0.0
    for n in range(of + 1):
        for m in range(others + 1):
            ratio = ratio_of_shares(n, of, m, others)
            if ratio.low <= times and (ratio.high is None or times <= ratio.high):
                covered += _binomial(n, of, share * times) * _binomial(m, others, share)

    assert covered >= CONFIDENCE


@given(st.tuples(*(st.integers(0, 40) for _ in range(4))))
def test_turns_round_when_the_groups_do(counts: tuple[int, int, int, int]) -> None:
    n, more, m, others_more = counts
    one = ratio_of_shares(n, n + more, m, m + others_more)
    other = ratio_of_shares(m, m + others_more, n, n + more)

    opposite = {Tells.MORE: Tells.LESS, Tells.LESS: Tells.MORE}
    assert other.tells is opposite.get(one.tells, one.tells)


def _binomial(n: int, of: int, share: float) -> float:
    return float(comb(of, n) * share**n * (1 - share) ** (of - n))


def test_reads_a_table_as_it_is_typed_or_pasted() -> None:
    typed = parse_groups(Variable.SEX, "women; 30; 1; 2; 0; 0\n\nmen\t90\t3\t8\t1\t1\n")

    assert [(g.group, g.benchmark, g.considered) for g in typed] == [
        ("women", 30, 3),
        ("men", 90, 13),
    ]
    assert read_groups(kept_groups(typed)) == typed


@pytest.mark.parametrize(
    "line", ["women", "women; 1; 2", "women; 1; 2; 3; 4; x", "a; -1; 1; 1; 1; 1"]
)
def test_refuses_a_line_that_is_no_group(line: str) -> None:
    with pytest.raises(Refused, match="not a group and five counts"):
        parse_groups(Variable.SEX, line)


def test_refuses_a_table_that_does_not_add_up() -> None:
    groups = [Group(variable, "all", 10, 0, 1, 0, 0) for variable in Variable]

    with pytest.raises(Refused, match="on the list there are 0"):
        require_whole(groups, [])


def test_refuses_a_variable_that_is_missing_or_a_group_twice() -> None:
    groups = [Group(variable, "all", 10, 0, 0, 0, 0) for variable in Variable]

    with pytest.raises(Refused, match="by age are missing"):
        require_whole([g for g in groups if g.variable != Variable.AGE], [])
    with pytest.raises(Refused, match="a group twice"):
        require_whole([*groups, Group(Variable.RACE, "ALL", 1, 0, 0, 0, 0)], [])


def test_compares_each_group_with_all_others_of_its_variable() -> None:
    groups = [
        Group(Variable.SEX, "women", 30, 1, 2, 0, 0),
        Group(Variable.SEX, "men", 90, 3, 8, 1, 1),
        Group(Variable.RACE, "not known", 120, 4, 10, 1, 1),
    ]

    women, _men, _none = compare(groups)

    assert (women.listed.n, women.listed.of) == (3, 30)
    assert (women.listed.others_n, women.listed.others_of) == (13, 90)
    assert (women.decided["bank"].others_n, women.decided["bank"].others_of) == (8, 13)
