"""Tests of letters: who adopts their wording, and how a name is set that looks like markup."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from commonground_web.commons.letters.actions import adopt_wording, adopted_wordings, write_wording
from commonground_web.commons.letters.models import Wording
from commonground_web.commons.letters.shipped import SHIPPED
from commonground_web.commons.letters.typesetting import (
    Letter,
    as_pdf,
    letter_of,
    specimen,
)
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import now, today
from tests.web.commons.letters.worded import TEXTS, adopted
from tests.web.commons.steps.partners import COORDINATOR, DIRECTOR, EVERYTHING, new_site
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

EVENING = datetime(2027, 3, 4, 23, 30, tzinfo=UTC)


@pytest.fixture
def site() -> Site:
    """Open a site."""
    return new_site()


def worded(site: Site, language: str = "en") -> Wording:
    """Word a letter that nobody has adopted."""
    return write_wording(
        site=site, language=language, texts=TEXTS[language], by=COORDINATOR, at=now()
    )


def letter(site: Site, *, name: str = "Zed Fictional", language: str = "en") -> Letter:
    """Return a letter to somebody."""
    return letter_of(
        adopted(site, language), name=name, callin_at=EVENING, venue="Hall", written_on=today()
    )


def test_ships_every_paragraph_in_english_and_spanish() -> None:
    assert set(SHIPPED) == {"en", "es"}
    assert all(set(texts) == set(Wording.TEXTS) for texts in SHIPPED.values())


def test_refuses_what_stands_in_brackets_still(site: Site) -> None:
    with pytest.raises(Refused, match="brackets: whom to call, chief"):
        write_wording(site=site, language="en", texts=SHIPPED["en"], by=COORDINATOR, at=now())


def test_is_in_force_once_a_second_person_adopted_it(site: Site) -> None:
    wording = worded(site)
    before = adopted_wordings(site.pk)

    adopt_wording(wording=wording, by=DIRECTOR, at=now())

    assert before == {}
    assert adopted_wordings(site.pk) == {"en": wording}


def test_is_not_adopted_by_whoever_wrote_it(site: Site) -> None:
    wording = write_wording(site=site, language="en", texts=TEXTS["en"], by=EVERYTHING, at=now())

    with pytest.raises(Refused, match="second person"):
        adopt_wording(wording=wording, by=EVERYTHING, at=now())


def test_is_not_adopted_by_its_writer_behind_the_action(site: Site) -> None:
    wording = worded(site)
    wording.adopted_by = wording.written_by

    with pytest.raises(DatabaseError), transaction.atomic():
        wording.save()


def test_is_never_changed(site: Site) -> None:
    wording = worded(site)
    wording.safe_conduct = "Perhaps."

    with pytest.raises(DatabaseError), transaction.atomic():
        wording.save()


def test_goes_on_with_the_version_in_force_until_the_next_is_adopted(site: Site) -> None:
    first = adopted(site)
    second = worded(site)

    assert (second.version, adopted_wordings(site.pk)["en"]) == (2, first)


def test_writes_dates_as_the_language_does(site: Site) -> None:
    english, spanish = letter(site), letter(site, language="es")

    assert (english.day, english.time) == ("Thursday, March 4, 2027", "6:30 p.m.")
    assert spanish.day.startswith("jueves, 4 de marzo de 2027")


def test_is_a_tagged_pdf_in_its_language(site: Site) -> None:
    pdf = as_pdf([letter(site, language="es")])

    assert pdf.startswith(b"%PDF-")
    assert b"/Lang (es)" in pdf or b"/Lang(es)" in pdf
    assert b"/MarkInfo" in pdf
    assert b"pdfuaid" in pdf


def test_gives_each_letter_a_page(site: Site) -> None:
    one = letter(site)

    assert pages_of(as_pdf([one, one, one])) == 3


@pytest.mark.parametrize(
    "name",
    [
        "#set text(red) *bold*",
        "$a^2$ `code` @ref <label>",
        '#read("/etc/passwd")',
        '"); #panic("x") //',
        "\\ _under_ ~ -- ---",
        "= Heading",
        "Ελένη Иван Ñandú",
    ],
)
def test_sets_a_name_that_looks_like_markup_as_it_is(site: Site, name: str) -> None:
    plain, set_in_type = letter(site), letter(site, name=name)

    assert pages_of(as_pdf([set_in_type])) == pages_of(as_pdf([plain])) == 1


def test_asks_for_a_font_where_none_has_a_character(site: Site) -> None:
    with pytest.raises(Refused, match="no font"):
        as_pdf([letter(site, name="\U00012000")])


def test_begins_with_the_shipped_text(site: Site) -> None:
    page = signed_in("coordinator").get(f"/sites/{site.pk}/letters/new/?language=es")

    assert "Sabemos que usted" in page.content.decode()


def test_is_adopted_on_its_page_by_the_director(site: Site) -> None:
    wording = worded(site)

    signed_in("director").post(f"/letters/{wording.pk}/adopt/")

    assert adopted_wordings(site.pk) == {"en": wording}


def pages_of(pdf: bytes) -> int:
    """Return how many pages a PDF says that it has."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    text = pdf + b"".join(_inflated(stream) for stream in streams)
    return max(int(n) for n in re.findall(rb"/Type\s*/Pages.*?/Count (\d+)", text, re.DOTALL))


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


@pytest.mark.parametrize("language", ["en", "es"])
def test_is_seen_as_it_is_printed_before_it_is_adopted(site: Site, language: str) -> None:
    wording = worded(site, language)
    director = signed_in("director")
    page = director.get(f"/letters/{wording.pk}/").content.decode()
    assert f"/letters/{wording.pk}/specimen/" in page

    printed = director.get(f"/letters/{wording.pk}/specimen/")

    assert printed["Content-Type"] == "application/pdf"
    assert printed.content == as_pdf([specimen(wording, at=now())])
    assert pages_of(printed.content) == 1


def test_is_to_nobody_and_for_no_day_as_a_specimen(site: Site) -> None:
    shown = specimen(worded(site), at=EVENING)

    assert (shown.name, shown.venue, shown.day, shown.time) == (
        "[name]",
        "[place]",
        "[day]",
        "[time]",
    )
