"""Tests of `ingest.panels.outcomes`: what is counted if nobody says what."""

from commonground.core.incidents import CATEGORIES
from commonground.ingest.panels.outcomes import CRIMES, STANDARD_OUTCOMES


def test_adds_up_known_categories_only() -> None:
    assert {one for held in STANDARD_OUTCOMES.values() for one in held} <= set(CATEGORIES)


def test_counts_every_category_but_what_is_left_over() -> None:
    counted = {one for held in STANDARD_OUTCOMES.values() for one in held}

    assert set(CATEGORIES) - counted == {"other"}


def test_takes_neither_overdoses_nor_calls_for_crimes() -> None:
    assert not {"overdose", "drug call", "disorder call", "other"} & set(CRIMES)
    assert STANDARD_OUTCOMES["any_crime"] == CRIMES
    assert len(CRIMES) == 8


def test_takes_sale_possession_and_other_for_drugs() -> None:
    assert set(STANDARD_OUTCOMES["drugs"]) == {"drug sale", "drug possession", "other drug"}
