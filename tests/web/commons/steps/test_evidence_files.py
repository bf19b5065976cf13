"""Tests of files that show what was done: kept with the evidence, and handed out to the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from commonground_web.commons.steps.models import Evidence, Plan
from commonground_web.kernel.clock import today
from tests.web.commons.steps.partners import AGENCY, give_to, item_of, new_plan
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

MAP = "P2.rationale"
CONTENT = b"%PDF-1.7 a map\n%%EOF\n"


@pytest.fixture(autouse=True)
def media(tmp_path: Path) -> Iterator[Path]:
    """Give each test a folder of files of its own."""
    with override_settings(MEDIA_ROOT=tmp_path):
        yield tmp_path


@pytest.fixture
def plan() -> Plan:
    """Keep a new plan, whose item the test's agency owes."""
    plan = new_plan()
    give_to(plan, MAP, AGENCY)
    return plan


def brought(plan: Plan, *, content: bytes = CONTENT, name: str = "map.pdf") -> bytes:
    """Return the page after a coordinator brought evidence with a file."""
    item = item_of(plan, MAP)
    form = {
        "note": "The map that was shown.",
        "happened_on": today().isoformat(),
        "version": item.row_version,
        "file": SimpleUploadedFile(name, content),
    }
    client = signed_in("coordinator", agency=AGENCY)
    page: bytes = client.post(f"/items/{item.pk}/evidence/", form, follow=True).content
    return page


def test_keeps_the_file_with_the_evidence_and_hands_it_out(plan: Plan) -> None:
    page = brought(plan).decode()

    (link,) = re.findall(r'href="(/evidence/[^"]+)"', page)
    answer = signed_in("evaluator").get(link)
    assert answer.content == CONTENT
    assert answer["Content-Disposition"] == 'attachment; filename="map.pdf"'


def test_keeps_nothing_where_the_file_is_refused(plan: Plan, media: Path) -> None:
    page = brought(plan, content=b"MZ", name="map.exe").decode()

    assert "The room takes PDF" in page
    assert not Evidence.objects.exists()
    assert list(media.iterdir()) == []


def test_hands_out_nothing_to_visitors(plan: Plan) -> None:
    (link,) = re.findall(r'href="(/evidence/[^"]+)"', brought(plan).decode())

    assert signed_in("anyone").get(link)["Location"].startswith("/account/login/")
    assert signed_in("administrator").get(link).status_code == 404
