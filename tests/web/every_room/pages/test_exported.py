"""Tests of what goes into a file: nothing that a spreadsheet would run."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commonground_web.kernel.pages.lists.exported import FORMULA, safe

BLANKS = " \u00a0\u3000\u200b\ufeff"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",  # noqa: RUF001 - full width
        "＋1",  # noqa: RUF001 - full width
        "－1",  # noqa: RUF001 - full width
        "＠A1",  # noqa: RUF001 - full width
        "  =1+1",
        "\u00a0=1+1",
        "\ufeff=1+1",
    ],
)
def test_puts_an_apostrophe_before_what_could_be_a_formula(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Elm and Oak", "1 = 1", "a-b", "'=1", "5 @ noon"])
def test_leaves_other_texts_alone(text: str) -> None:
    assert safe(text) == text


@given(st.text())
@example("\u3000＝1")  # noqa: RUF001 - full width
def test_never_lets_a_formula_begin(text: str) -> None:
    assert not safe(text).lstrip(BLANKS).startswith(FORMULA)
    assert safe(text).endswith(text)
