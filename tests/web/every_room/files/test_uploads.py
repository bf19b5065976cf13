"""Tests of every form that takes a file: what is too large, or no text in UTF-8, goes nowhere."""

from __future__ import annotations

import inspect
import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from commonground_web.kernel.audit.models import AuditSeal
from tests.web.addresses import ADDRESSES, FILLED, FORMS, IDLE
from tests.web.filled import FOR_ROWS_BESIDE
from tests.web.forms import Form

pytestmark = pytest.mark.django_db

UPLOADS = [
    name
    for name in FORMS
    if "request.FILES" in inspect.getsource(ADDRESSES[name].callback)
    and IDLE.get(name) != FOR_ROWS_BESIDE
]
TEXT = '{"café": "naïve €"}'
SAYS_SO = "plain text in UTF-8|This is no |is not what rules say|This is not the file"


def _answer(name: str, file: SimpleUploadedFile) -> str:
    """Return the page that answers a form which was sent with a file, and did nothing."""
    form = Form.at(name, FILLED.get(name))
    [field] = form.fields.files

    answer = form.client.post(form.path, {**form.fields.plain, field: file})

    assert answer.status_code == 200
    assert AuditSeal.objects.latest("seq").acts == []
    return answer.content.decode()


@pytest.mark.parametrize("name", UPLOADS)
def test_takes_no_file_that_is_too_large(name: str) -> None:
    content = b"%PDF-1.7\n" + b" " * settings.LARGEST_FILE + b"%%EOF"

    page = _answer(name, SimpleUploadedFile("letter.pdf", content))

    assert re.search(r"The file has 21 MB; up to \d+ .B are taken", page)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("name", UPLOADS)
def test_takes_no_text_in_another_encoding(name: str, encoding: str) -> None:
    page = _answer(name, SimpleUploadedFile("table.csv", TEXT.encode(encoding)))

    assert re.search(SAYS_SO, page)
