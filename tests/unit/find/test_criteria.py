"""The definition, line by line."""

from dataclasses import replace
from datetime import date

import pytest

from commonground.core.market import Answer, Criterion, Review
from commonground.find.criteria import CANDIDATE, Facts, Rule, criteria_of, tier_of
from commonground.find.definition import Definition

FULL = Facts(
    times_city=40.0,
    drug=60,
    expected=8.0,
    months=12,
    quarters=4,
    window_months=12,
    window_quarters=4,
    is_short_record=False,
    on_a_day=0.05,
    in_a_week=0.1,
    points=9,
    largest_point=0.3,
    institution="county jail",
    at_institution=0.0,
    chance=0.005,
    outdoors=0.9,
    premises_known=50,
    sales=20,
    citizens=4,
    calls=15,
    overdoses=12,
    second_sources_known=True,
    agreement=0.8,
)
"""A place that meets everything."""


def _asked(name: str, facts: Facts) -> Criterion:
    return next(one for one in criteria_of(facts, definition=Definition()) if one.name == name)


def _review(finding: str, *, on: date = date(2024, 5, 1)) -> Review:
    return Review(
        place="E1N1",
        by="narcotics unit, Elm City police",
        on=on,
        finding=finding,  # type: ignore[arg-type]
        basis="Two evenings on the corner.",
    )


def test_meets_everything_where_everything_is_there() -> None:
    criteria = criteria_of(FULL, definition=Definition())

    assert {criterion.answer for criterion in criteria} == {"meets"}
    assert tier_of(criteria) == "corroborated"


@pytest.mark.parametrize(
    ("name", "changed", "answer"),
    [
        ("density", {"times_city": 9.9}, "misses"),
        ("density", {"times_city": 10.0}, "meets"),
        ("volume", {"drug": 11}, "misses"),
        ("volume", {"drug": 12}, "meets"),
        ("months", {"months": 5}, "misses"),
        ("months", {"months": 6}, "meets"),
        ("quarters", {"quarters": 2}, "misses"),
        ("quarters", {"quarters": 3}, "meets"),
        ("one day", {"on_a_day": 0.21}, "misses"),
        ("one day", {"on_a_day": 0.2}, "meets"),
        ("one week", {"in_a_week": 0.36}, "misses"),
        ("points", {"points": 2}, "misses"),
        ("points", {"points": 3}, "meets"),
        ("largest point", {"largest_point": 0.8}, "misses"),
        ("largest point", {"largest_point": 0.79}, "meets"),
        ("institution", {"at_institution": 0.5}, "misses"),
        ("institution", {"institution": None, "at_institution": float("nan")}, "cannot know"),
        ("chance", {"chance": 0.011}, "misses"),
        ("outdoors", {"outdoors": 0.4}, "misses"),
        ("outdoors", {"outdoors": 0.0, "premises_known": 0}, "cannot know"),
        ("second source", {"sales": 2, "citizens": 2, "calls": 2, "overdoses": 10}, "misses"),
        ("second source", {"sales": 0, "citizens": 0, "calls": 0, "overdoses": 11}, "meets"),
        ("second source", {"sales": 3, "citizens": 0, "calls": 0, "overdoses": 0}, "meets"),
        ("second source", {"second_sources_known": False}, "cannot know"),
    ],
)
def test_answers_each_line(name: str, changed: dict[str, object], answer: Answer) -> None:
    criterion = _asked(name, replace(FULL, **changed))  # type: ignore[arg-type]

    assert criterion.answer == answer
    assert (criterion.value is None) == (answer == "cannot know")


def test_asks_more_months_of_a_short_record() -> None:
    short = replace(
        FULL, is_short_record=True, window_months=6, window_quarters=2, months=4, quarters=2
    )

    assert _asked("months", short).answer == "misses"
    assert _asked("months", short).threshold == 5
    assert _asked("quarters", replace(short, quarters=1)).answer == "misses"
    assert "so short a record" in _asked("months", short).reason


@pytest.mark.parametrize("rule", CANDIDATE)
def test_is_no_candidate_if_it_misses_one_line(rule: Rule) -> None:
    criteria = criteria_of(FULL, definition=Definition())
    at = CANDIDATE.index(rule)
    missed = replace(criteria[at], answer="misses")

    assert tier_of((*criteria[:at], missed, *criteria[at + 1 :])) == "below candidate"


def test_stays_a_candidate_where_nobody_can_know_more() -> None:
    criteria = criteria_of(replace(FULL, premises_known=0), definition=Definition())

    assert tier_of(criteria) == "candidate"


def test_is_confirmed_only_by_a_persons_review() -> None:
    criteria = criteria_of(FULL, definition=Definition())

    assert tier_of(criteria, reviews=(_review("market"),)) == "confirmed"


def test_is_ended_by_a_review_that_found_no_market() -> None:
    criteria = criteria_of(FULL, definition=Definition())
    first, last = _review("market"), _review("no market", on=date(2024, 6, 1))

    assert tier_of(criteria, reviews=(last, first)) == "below candidate"


def test_is_not_confirmed_where_the_records_speak_against_it() -> None:
    criteria = criteria_of(replace(FULL, points=1), definition=Definition())

    assert tier_of(criteria, reviews=(_review("market"),)) == "below candidate"


def test_never_tells_a_small_number_of_people() -> None:
    few = replace(FULL, citizens=20, calls=4, overdoses=7)

    reason = _asked("second source", few).reason

    assert "fewer than 11 drug calls, fewer than 11 overdoses" in reason
    assert " 4 " not in reason
    assert " 7 " not in reason
