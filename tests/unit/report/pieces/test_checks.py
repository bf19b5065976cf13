"""Checks are tables whose captions say what their numbers can and cannot show."""

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.pieces.checks import checks


def caption_of(effect: Effect, column: str) -> str:
    return next(block.text for block in checks(effect) if column in block.columns)


def test_says_that_p_of_a_pretended_start_asks_for_any_change(effect: Effect) -> None:
    assert "p asks for any change here" in caption_of(effect, "Pretended start")


def test_says_that_an_exact_match_misses_nothing_by_construction(effect: Effect) -> None:
    assert "the miss is 0 by construction" in caption_of(effect, "Typical miss")


def test_shows_no_checks_where_none_were_made(plain_effect: Effect) -> None:
    assert list(checks(plain_effect)) == []
