"""Tests of what goes into a file: nothing that a spreadsheet would run."""

import csv
import inspect
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from commonground_web.kernel.pages.lists.exported import FORMULA, safe
from tests.web.addresses import ADDRESSES, EXPECTED, EXPOSED, entities, exposure_at
from tests.web.forms import role_at
from tests.web.rows import keep
from tests.web.signed_in import AGENCY, signed_in

LISTS = [
    name
    for name in EXPOSED
    if "return export(" in inspect.getsource(ADDRESSES[name].callback)
    and EXPECTED[name].roles
    and not entities()[exposure_at(name).entity].WRITTEN_IN
]
"""Lists that one person may take as a file, but for those of numbers that a valve alone writes."""

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


def _of_csv(content: bytes) -> list[object]:
    return [c for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for c in row]


def _of_xlsx(content: bytes) -> list[object]:
    inside = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in inside
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet
    return [cell.value for row in sheet.iter_rows() for cell in row]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "read"), [("csv", _of_csv), ("xlsx", _of_xlsx)])
@pytest.mark.parametrize("name", LISTS)
def test_gives_no_list_in_which_a_formula_begins(
    name: str, kind: str, read: Callable[[bytes], list[object]]
) -> None:
    keep(entities()[exposure_at(name).entity], owner=AGENCY, token="=1+1")

    answer = signed_in(role_at(name)).get(reverse(name), {"as": kind})

    assert answer.status_code == 200
    cells = [cell for cell in read(answer.content) if isinstance(cell, str)]
    assert not [cell for cell in cells if cell.lstrip(BLANKS).startswith(FORMULA)]
