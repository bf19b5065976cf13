"""Tests of the list of entries: sorted, filtered, paged, and never a file."""

from datetime import timedelta

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonground_web.caseroom.entries.actions import submit_entry
from commonground_web.caseroom.entries.models import Entry
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing, UnusableList
from tests.web.caseroom.entering import OFFICER, draft
from tests.web.signed_in import signed_in


def _write(many: int) -> list[Entry]:
    return [
        draft(name=f"Zed {n:02}", by=OFFICER, at=now() - timedelta(hours=n)) for n in range(many)
    ]


@pytest.mark.django_db
def test_shows_the_newest_first_and_fifty_at_most() -> None:
    _write(53)

    page = signed_in("officer").get("/entries/").content.decode()

    assert page.index("Zed 00") < page.index("Zed 01")
    assert page.count('<tr role="row">') == 1 + 50
    assert "1 to 50 of 53 rows" in page
    assert "Zed 50" not in page


@pytest.mark.django_db
def test_goes_on_where_the_page_ended() -> None:
    _write(53)

    page = signed_in("officer").get("/entries/?page=2").content.decode()

    assert "51 to 53 of 53 rows" in page
    assert page.count('<tr role="row">') == 1 + 3


@pytest.mark.django_db
def test_names_in_its_event_the_rows_it_showed_and_no_others() -> None:
    entries = _write(53)

    signed_in("officer").get("/entries/")

    seal = AuditSeal.objects.order_by("-seq").first()
    assert seal
    assert seal.ids["entries.entry"] == sorted(str(entry.pk) for entry in entries[:50])


@pytest.mark.django_db
def test_filters_by_state() -> None:
    first, *_rest = _write(3)
    submit_entry(entry=first, by=OFFICER, at=now())
    client = signed_in("officer")

    page = client.get("/entries/?state=submitted").content.decode()

    assert "Zed 00" in page
    assert "Zed 01" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["sort=name", "sort=facts", "sort=created_by__x", "sort=-", "page=-1", "page=x", "state=%27"],
)
def test_answers_senseless_questions_with_the_whole_list(query: str) -> None:
    _write(2)

    answer = signed_in("officer").get(f"/entries/?{query}")

    assert answer.status_code == 200
    assert "Zed 01" in answer.content.decode()


@pytest.mark.django_db
def test_asks_no_more_of_the_database_for_more_rows() -> None:
    client = signed_in("officer")
    _write(2)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/entries/")
    _write(20)
    with CaptureQueriesContext(connection) as many:
        client.get("/entries/")

    assert len(many) == len(few)


@pytest.mark.django_db
def test_offers_no_file_to_anybody() -> None:
    _write(1)

    page = signed_in("officer", "supervisor", "analyst", "prosecutor").get("/entries/")

    assert b"CSV" not in page.content
    assert signed_in("officer").get("/entries/export/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": [Column("Name", "name", sort="name", is_exported=False)]},
        {"columns": [Column("Name", "name")]},
        {"filters": [Filter("name", forms.CharField(), "name__icontains")]},
        {"filters": [Filter("name", forms.CharField(), "facts__isnull")]},
        {"order": "-name"},
        {"order": "nothing"},
    ],
)
def test_refuses_to_be_declared_over_what_lies_sealed(wrong: dict[str, object]) -> None:
    right = {"columns": [Column("State", "state", sort="state")], "order": "-created_at"}

    with pytest.raises(UnusableList):
        Listing(model=Entry, caption="", empty="", **{**right, **wrong})  # type: ignore[arg-type]
