"""Hostile input in every field of every form: never a fault, never a row that cannot be read.

On PostgreSQL one form of six is tried, against the server's own refusals of what no text can hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import models, transaction
from django.db.models.signals import pre_save
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from commonground_web.kernel.audit.models import AuditSeal
from tests.web.addresses import FILLED, FORMS, some_of
from tests.web.forms import Form

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser sends it."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


VALUES: Mapping[str, bytes] = {
    "nothing": b"",
    "spaces": b"  \t ",
    "very long": b"A" * 20_000,
    "NUL": b"before\x00after",
    "control characters": bytes(range(1, 32)) + b"\x7f",
    "right-to-left marks": "\u202egnorw\u2066 name\u200f".encode(),
    "lone surrogate": b"\xed\xa0\x80\xed\xb0\x80",
    "no UTF-8": b"\xff\xfe\x80caf\xe9",
    "four-byte letters": "\U0001d56c \U0001f702 \U0001f469\u200d\U0001f467".encode(),
    "huge number": b"9" * 400,
    "number beyond the column": b"9223372036854775808",
    "no number": b"NaN",
    "infinity": b"1e400",
    "negative": b"-1",
    "other digits": "٣٤".encode(),
    "day before calendars": b"0000-00-00",
    "day far off": b"9999-12-31",
    "last moment": b"9999-12-31T23:59:59.999999-23:59",
    "day that is none": b"2026-02-30",
    "id of nothing": b"00000000-0000-4000-8000-000000000000",
    "no id": b"not-an-id",
    "markup": b"<script>alert(1)</script>{{ 7|add:7 }}{% load x %}",
    "formula": b'=HYPERLINK("http://x.example","y")',
    "SQL": b"'; DROP TABLE account; --",
    "path": b"../../../../etc/passwd\x00.pdf",
    "line breaks": b"one\r\nBcc: two@example.org\r\n\r\nthree",
    "JSON": b'{"type": "Polygon", "coordinates": [[[1e999, null], []]]}',
    "deep JSON": b"[" * 5_000 + b"]" * 5_000,
}
WORDS = (
    "very long", "right-to-left marks", "no UTF-8", "four-byte letters", "markup", "formula",
    "line breaks",
)  # fmt: skip
NUMBERS = ("huge number", "number beyond the column", "no number", "negative", "other digits")
DAYS = ("day before calendars", "day far off", "last moment", "day that is none")
CHOSEN = ("id of nothing", "no id")
"""What is chosen: of a list, or hidden in the page."""

TYPED = {
    **dict.fromkeys(("text", "textarea", "search", "email", "url", "tel"), WORDS),
    **dict.fromkeys(("date", "datetime-local", "time"), DAYS),
    "number": NUMBERS,
}
"""What is typed into one field while the others are plain, by the kind of the field."""

FILES: Mapping[str, Upload] = {
    "an empty file": Upload("empty.pdf", b""),
    "a program": Upload("letter.pdf", b"\x7fELF\x02\x01\x01" + b"\0" * 64, "application/pdf"),
    "a picture of nothing": Upload("photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "image/png"),
    "a torn workbook": Upload("table.xlsx", b"PK\x03\x04" + b"\xff" * 64),
    "a text with NUL": Upload("notes.txt", b"a\0b", "text/plain"),
    "a map that is none": Upload("area.geojson", b'{"type": "FeatureCollection"}'),
    "a deep map": Upload("area.geojson", b"[" * 50_000, "application/geo+json"),
    "a name that climbs": Upload("../../../x\x00.pdf", b"%PDF-1.7\n%%EOF", "application/pdf"),
    "a page": Upload("page.html", b"<script>alert(1)</script>", "text/html"),
}


class Broken(Exception):
    """A row that was about to be written with a text that no file or page can hold."""


@pytest.fixture(autouse=True)
def _refuse_broken_texts() -> Iterator[None]:
    """Let no row be written that holds a NUL or half of a letter."""

    def look(instance: models.Model, **_signal: Any) -> None:
        for name, value in instance.__dict__.items():
            if isinstance(value, str) and re.search("[\0\ud800-\udfff]", value):
                raise Broken(f"{instance._meta.label}.{name}")

    pre_save.connect(look)
    yield
    pre_save.disconnect(look)


BODIES: Mapping[str, tuple[str, bytes]] = {
    "cut off": (
        MULTIPART_CONTENT,
        b"--" + BOUNDARY.encode() + b"\r\nContent-Disposition: nothing",
    ),
    "no boundary": ("multipart/form-data", b"no boundary"),
    "odd boundary": ("multipart/form-data; boundary=\xff", b"--x"),
    "JSON": ("application/json", b'{"name": ["x"'),
    "UTF-16": (f"{URLENCODED}; charset=utf-16", b"n\0a\0m\0e\0=\0x\0"),
    "unknown charset": (f"{URLENCODED}; charset=no-such-charset", b"name=x"),
    "IDNA": (f"{URLENCODED}; charset=idna", b"name=%ff%fe"),
    "odd type": ("text/\x00", b"name=x"),
    "too many fields": (URLENCODED, b"&".join(b"f%d=1" % n for n in range(1_100))),
    "too much": (URLENCODED, b"name=" + b"x" * 5_100_000),
}
"""Bodies that cannot be read, by what is wrong with them, with the type that each says it is of."""


@pytest.mark.parametrize("name", some_of(FORMS))
def test_answers_hostile_input_in_each_field(name: str) -> None:
    assert _faults(name) == {}


def _faults(name: str) -> dict[str, str]:
    """Return what each hostile body came to, where that is not an answer and one event."""
    form = Form.at(name, FILLED.get(name))
    faults = {}
    for what, body, content_type in (*_hostile(form), *_unreadable()):
        try:
            status, events = _tried(form, body, content_type)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault of ours
            faults[what] = f"{type(error).__name__}: {error}"[:300]
            continue
        if status >= 500 or (events != 1 and status != 400 and what not in BODIES):
            faults[what] = f"{status}, {events} events"
    return faults


def _hostile(form: Form) -> Iterator[tuple[str, bytes, str]]:
    """Yield bodies with each value in all fields at once, and with one field that is hostile.

    A form that is wrong in every field says so of each; what only an action sees, it sees when
    the other fields are plain, of those values that a field of that kind may let through.
    """
    every = form.fields.plain
    for what, value in VALUES.items():
        yield f"all fields: {what}", *_multipart(form, {field: [value] for field in every})
    yield "all fields: repeated", *_multipart(form, {field: [b"a", b"b"] for field in every})
    yield "all fields: a file", *_multipart(form, {field: [FILES["a page"]] for field in every})
    for field in every:
        for what in TYPED.get(form.fields.kinds[field], CHOSEN):
            yield f"{field}: {what}", *_multipart(form, {field: [VALUES[what]]})
        yield f"{field}: left out", *_multipart(form, {field: []})
    for field in form.fields.files:
        for what, file in FILES.items():
            yield f"{field}: {what}", *_multipart(form, {field: [file]})
        yield f"{field}: a text", *_multipart(form, {field: [b"no file"]})
    yield "fields of nothing", *_multipart(form, {"__class__": [b"x"], "id": [b"1"]})


def _unreadable() -> Iterator[tuple[str, bytes, str]]:
    for what, (content_type, body) in BODIES.items():
        yield what, body, content_type


def _tried(form: Form, body: bytes, content_type: str) -> tuple[int, int]:
    """Return the status of an answer and how many events it left; undo what was done."""
    cookies, before = copy(form.client.cookies), AuditSeal.objects.count()
    with transaction.atomic():
        status = form.send(body, content_type)
        events = AuditSeal.objects.count() - before
        transaction.set_rollback(True)
    form.client.cookies = cookies
    return status, events


def _multipart(form: Form, hostile: Mapping[str, list[bytes | Upload]]) -> tuple[bytes, str]:
    sent: dict[str, list[bytes | Upload]] = {
        name: [value.encode()] for name, value in form.fields.plain.items()
    }
    sent.update(hostile)
    parts = [_part(name, value) for name, values in sent.items() for value in values]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode(), MULTIPART_CONTENT


def _part(name: str, value: bytes | Upload) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'.encode()
    if isinstance(value, Upload):
        head += f'; filename="{value.name}"\r\nContent-Type: {value.content_type}'.encode()
        value = value.content
    return head + b"\r\n\r\n" + value + b"\r\n"
