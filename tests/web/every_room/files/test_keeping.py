"""Tests of files that belong to records."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import override_settings
from django.urls import include, path

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.clock import now
from commonground_web.kernel.fields.keyring import WrongKey
from commonground_web.kernel.files.keeping import (
    content_of,
    file_view,
    files_of,
    keep_file,
    sweep_files,
)
from commonground_web.kernel.files.kinds import UnusableFile
from commonground_web.kernel.files.models import StoredFile
from commonground_web.kernel.rooms import this_room
from tests.web.plain_record import AGENCY, looking, make_record, plain_model, writer
from tests.web.signed_in import signed_in

READERS = {"commons": "privacy_officer", "caseroom": "analyst", "careroom": "case_manager"}
CONTENT = b"%PDF-1.7 canary letter\n%%EOF\n"

urlpatterns = [
    path("", include("commonground_web.config.urls")),
    path("plain/<uuid:pk>/files/<uuid:file>/", file_view(plain_model()), name="plain-file"),
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path: Path) -> Iterator[Path]:
    """Give each test a folder of files of its own."""
    folder = tmp_path / "media"
    folder.mkdir()
    with override_settings(MEDIA_ROOT=folder):
        yield folder


def upload(content: bytes = CONTENT, name: str = "Letter to Zed.pdf") -> SimpleUploadedFile:
    """Return a file as a form brings it."""
    return SimpleUploadedFile(name, content)


def kept(key: uuid.UUID, *, by: Actor | None = None, brought: Any = None) -> StoredFile:
    """Keep a file with a plain record."""
    by = by or writer()
    with looking(plain_model().ENTITY, "file", at=now(), verb="update", by=by):
        record = plain_model().objects.get(pk=key)
        return keep_file(record=record, upload=brought or upload(), by=by, at=now())


def test_keeps_a_file_sealed(media: Path) -> None:
    stored = kept(make_record(at=now()))

    lying = next(iter(media.iterdir()))
    assert lying.name == stored.pk.hex
    assert b"canary" not in lying.read_bytes()
    with looking("file", at=now()):
        again = StoredFile.objects.get()
        assert again.name == "Letter to Zed.pdf"
        assert content_of(again) == CONTENT


def test_gives_the_files_of_a_record() -> None:
    key = make_record(at=now())
    stored = kept(key)
    kept(make_record(at=now()))

    with looking(plain_model().ENTITY, "file", at=now()):
        record = plain_model().objects.get(pk=key)
        assert [file.pk for file in files_of(record)] == [stored.pk]


@pytest.mark.parametrize(
    ("brought", "says"),
    [
        (upload(b"MZ"), "not that of a .pdf"),
        (upload(b""), "empty"),
        (upload(b"x" * 2_000), "up to 1 kB"),
    ],
)
def test_keeps_nothing_of_a_file_that_is_refused(
    brought: SimpleUploadedFile, says: str, media: Path
) -> None:
    key = make_record(at=now())

    with override_settings(LARGEST_FILE=1_000), pytest.raises(UnusableFile, match=says):
        kept(key, brought=brought)

    assert list(media.iterdir()) == []


def test_keeps_nothing_when_the_row_is_refused(media: Path) -> None:
    key = make_record(at=now())
    with looking(at=now()):
        record = plain_model().objects.get(pk=key)

    with pytest.raises(DatabaseError), looking(at=now(), verb="view"), transaction.atomic():
        keep_file(record=record, upload=upload(), by=writer(), at=now())

    assert list(media.iterdir()) == []


def test_goes_with_its_record(media: Path, django_capture_on_commit_callbacks: Any) -> None:
    key = make_record(at=now())
    kept(key)

    with (
        django_capture_on_commit_callbacks(execute=True),
        looking(at=now(), verb="delete"),
    ):
        plain_model().objects.get(pk=key).delete()

    assert list(media.iterdir()) == []
    with looking("file", at=now()):
        assert not StoredFile.objects.exists()


def test_stays_when_the_deletion_is_taken_back(media: Path) -> None:
    key = make_record(at=now())
    kept(key)

    with transaction.atomic():
        with looking(at=now(), verb="delete"):
            plain_model().objects.get(pk=key).delete()
        transaction.set_rollback(True)

    assert len(list(media.iterdir())) == 1


def test_refuses_to_read_without_an_event() -> None:
    kept(make_record(at=now()))

    with pytest.raises(DatabaseError), transaction.atomic():
        list(StoredFile.objects.all())


def test_tells_of_content_that_is_missing(media: Path) -> None:
    stored = kept(make_record(at=now()))
    (media / stored.pk.hex).unlink()

    with looking("file", at=now()), pytest.raises(WrongKey, match="folder of files"):
        content_of(StoredFile.objects.get())


def test_sweeps_away_what_has_no_row(media: Path) -> None:
    stored = kept(make_record(at=now()))
    (media / uuid.uuid4().hex).write_bytes(b"left behind")
    (media / f".{uuid.uuid4().hex}.part").write_bytes(b"half")
    (fresh := media / uuid.uuid4().hex).write_bytes(b"just coming")
    old = (now() - timedelta(hours=2)).timestamp()
    for lying in set(media.iterdir()) - {fresh}:
        os.utime(lying, (old, old))

    assert sweep_files(at=now()) == 2

    assert {lying.name for lying in media.iterdir()} == {stored.pk.hex, fresh.name}


@pytest.mark.urls(__name__)
class TestHandingOut:
    """What a browser gets."""

    def test_is_kept_as_a_file_and_never_shown(self) -> None:
        room, key, stored = _reader()

        answer = room.get(f"/plain/{key}/files/{stored.pk}/")

        assert answer.status_code == 200
        assert answer.content == CONTENT
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'attachment; filename="Letter to Zed.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        seal = AuditSeal.objects.order_by("-seq")[0]
        assert seal.acts == ["file.handed_out"]
        assert seal.ids["files.storedfile"] == [str(stored.pk)]

    def test_is_asked_for_a_purpose(self) -> None:
        room, key, stored = _reader(states_purpose=False)

        assert room.get(f"/plain/{key}/files/{stored.pk}/").status_code == 302

    def test_is_not_found_by_another_record(self) -> None:
        room, _key, stored = _reader()
        other = make_record(at=now())
        _state(room, other)

        assert room.get(f"/plain/{other}/files/{stored.pk}/").status_code == 404

    def test_is_not_found_by_who_may_not_see_the_record(self) -> None:
        _room, key, stored = _reader()
        room = signed_in("administrator", agency=AGENCY)
        _state(room, key)

        assert room.get(f"/plain/{key}/files/{stored.pk}/").status_code == 404

    def test_is_not_found_once_the_record_is_due(self, monkeypatch: pytest.MonkeyPatch) -> None:
        room, key, stored = _reader()
        later = now() + timedelta(days=9 * 365)
        monkeypatch.setattr("commonground_web.kernel.access.gate.now", lambda: later)

        assert room.get(f"/plain/{key}/files/{stored.pk}/").status_code == 404


def _reader(*, states_purpose: bool = True) -> tuple[Any, uuid.UUID, StoredFile]:
    key = make_record(at=now())
    stored = kept(key)
    room = signed_in(READERS[this_room()], agency=AGENCY)
    if states_purpose:
        _state(room, key)
    return room, key, stored


def _state(room: Any, key: uuid.UUID) -> None:
    session = room.session
    purposes = session.get("purposes", {})
    session["purposes"] = {**purposes, str(key): ["audit", "2999-01-01T00:00:00+00:00"]}
    session.save()


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ("exit 1", "found something harmful"),
        ("exit 2", "could not be scanned"),
        ("kill $$", "could not be scanned"),
    ],
)
def test_takes_no_file_that_the_scanner_does_not_let_pass(
    media: Path, ends: str, says: str
) -> None:
    key = make_record(at=now())

    scanner = ("sh", "-c", f"cat >/dev/null; {ends}")
    with override_settings(SCANNER=scanner), pytest.raises(UnusableFile, match=says):
        kept(key)

    assert list(media.iterdir()) == []


def test_takes_no_file_where_its_scanner_is_gone(media: Path) -> None:
    key = make_record(at=now())

    scanner = ("no-such-scanner",)
    with override_settings(SCANNER=scanner), pytest.raises(UnusableFile, match="not be scanned"):
        kept(key)

    assert list(media.iterdir()) == []


def test_says_of_each_file_whether_a_scanner_read_it_as_it_came(tmp_path: Path) -> None:
    key, read = make_record(at=now()), tmp_path / "read"

    unscanned = kept(key)
    with override_settings(SCANNER=("sh", "-c", f"cat >{read}")):
        scanned = kept(key, brought=upload(name="Another.pdf"))

    assert (unscanned.is_scanned, scanned.is_scanned) == (False, True)
    assert read.read_bytes() == CONTENT
