"""Tests of what languages are called."""

import pytest
from django.utils.translation import override

from commonground_web.kernel.pages.tongues import language_choices, language_name


@pytest.mark.parametrize(
    ("code", "reads", "called"),
    [
        ("es", "en", "Spanish"),
        ("es-MX", "en", "Mexican Spanish"),
        ("es_GT", "en", "Spanish"),
        ("zh", "en", "Chinese"),
        ("ht", "en", "Haitian Creole"),
        ("pt", "es", "Portugués"),
        ("mam", "en", "mam"),
    ],
)
def test_calls_a_language_as_the_reader_does(code: str, reads: str, called: str) -> None:
    with override(reads):
        assert language_name(code) == called


def test_offers_languages_by_name_and_what_stands_already() -> None:
    with override("en"):
        choices = language_choices(also=["mam"])

    names = [name for _code, name in choices[1:]]
    assert ("mam", "mam") in choices
    assert names == sorted(names)
    assert choices[0][0] == ""
