"""Tests of the list of complaints: filtered, sorted, and as a file."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest

from commonground_web.commons.complaints.actions.making import make_complaint
from commonground_web.kernel.access.actor import VISITOR
from commonground_web.kernel.exports.models import ExportRequest, State
from commonground_web.kernel.pages.lists import exported
from tests.web.exports import taken
from tests.web.signed_in import signed_in


def _complain(about: str, month: int) -> None:
    at = datetime(2026, month, 3, 12, tzinfo=UTC)
    make_complaint(about=about, text="=1+1", by=VISITOR, at=at)


@pytest.mark.django_db
def test_filters_by_what_it_is_about_and_when() -> None:
    for about, month in (("safety", 1), ("safety", 5), ("privacy", 5)):
        _complain(about, month)

    page = signed_in("privacy_officer").get("/complaints/?about=safety&from=2026-03-01")

    assert "May 3, 2026" in page.content.decode()
    assert "1 row<" in page.content.decode()


@pytest.mark.django_db
def test_says_what_is_wrong_with_a_filter() -> None:
    _complain("safety", 1)

    page = signed_in("privacy_officer").get("/complaints/?from=soon").content.decode()

    assert "Enter a valid date." in page
    assert "Jan. 3, 2026" in page


@pytest.mark.django_db
def test_sorts_both_ways_and_keeps_the_filter_in_its_links() -> None:
    _complain("safety", 1)
    _complain("safety", 5)

    page = signed_in("privacy_officer").get("/complaints/?about=safety&sort=created_at")

    text = page.content.decode()
    assert text.index("Jan. 3, 2026") < text.index("May 3, 2026")
    assert 'aria-sort="ascending"' in text
    assert 'href="?about=safety&amp;sort=-created_at"' in text


@pytest.mark.django_db
def test_writes_what_the_page_shows_as_csv() -> None:
    for about, month in (("safety", 1), ("privacy", 5)):
        _complain(about, month)

    answer = taken(
        "/complaints/export/?as=csv&about=safety", by="privacy_officer", second="director"
    )

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Record", "About", "State", "Received", "To be purged on"]
    assert [row[1:4] for row in rows[1:2]] == [["safety", "received", "2026-01-03 07:00:00"]]
    assert rows[3][0].startswith("Taken by Test ")
    assert ", agreed to by Test " in rows[3][0]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="complaint.csv"'


@pytest.mark.django_db
def test_writes_dates_as_dates_and_no_formula_as_xlsx() -> None:
    _complain("safety", 1)

    answer = taken("/complaints/export/?as=xlsx", by="privacy_officer", second="privacy_officer")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet
    assert sheet["B2"].value == "safety"
    assert sheet["E2"].value.date() == date(2031, 1, 2)
    inside = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in inside


@pytest.mark.django_db
def test_gives_no_file_of_a_kind_it_does_not_know() -> None:
    assert signed_in("privacy_officer").get("/complaints/export/?as=exe").status_code == 404


@pytest.mark.django_db
def test_refuses_more_rows_than_a_file_may_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exported, "LONGEST_EXPORT", 1)
    _complain("safety", 1)
    _complain("safety", 5)

    answer = taken("/complaints/export/?as=csv", by="privacy_officer", second="director")

    assert answer["Location"] == "/complaints/export/"
    assert ExportRequest.objects.get().state == State.AGREED


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["coordinator", "director", "community_liaison", "administrator"])
def test_is_not_there_for_whoever_is_not_oversight(role: str) -> None:
    client = signed_in(role)

    assert client.get("/complaints/").status_code == 404
    assert client.get("/complaints/export/?as=csv").status_code == 404
