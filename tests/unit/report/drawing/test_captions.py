"""Captions say how to read a figure, and what not to read into it."""

import pytest

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.drawing import captions


@pytest.mark.parametrize(
    "words",
    [captions.EFFECT, captions.GAPS, captions.BALANCE, captions.WEIGHTS, captions.INTERVALS],
)
def test_describes_figures_without_gaps(effect: Effect, words: captions.FigureWords) -> None:
    for text in (words.caption(effect), words.alt(effect)):
        assert text.endswith(".")
        assert "nan" not in text


def test_warns_that_the_band_is_of_quieter_areas(effect: Effect, plain_effect: Effect) -> None:
    assert "most placebo areas record fewer than this one" in captions.GAPS.caption(effect)
    assert "band" not in captions.GAPS.caption(plain_effect)


def test_reads_an_interval_that_meets_no_change_as_open(effect: Effect) -> None:
    assert "no change remains possible" in captions.INTERVALS.caption(effect)
