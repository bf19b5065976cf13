"""Keep a file with its record, hand it out, and sweep away what a fault left behind."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from commonground_web.kernel.access.actor import Actor, system_actor
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.audit.opening import Setting, access, open_access
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.files.fields import too_large
from commonground_web.kernel.files.kinds import UnusableFile, kind_of
from commonground_web.kernel.files.models import StoredFile
from commonground_web.kernel.files.scanning import scan
from commonground_web.kernel.files.sealing import new_key, open_sealed, write_sealed
from commonground_web.kernel.files.stripping import stripped

LONGEST_NAME = 200
LEFT_BEHIND_AFTER = timedelta(hours=1)
"""How long a content may lie without a row: longer than any request that brings it."""


def keep_file(
    *, record: Record, upload: UploadedFile[bytes], by: Actor, at: datetime
) -> StoredFile:
    """Keep an uploaded file with its record, within the audit event of an action.

    Parameters
    ----------
    record
        What it belongs to, and goes with.
    upload
        The file as it came.
    by
        Who brings it.
    at
        The moment.

    Raises
    ------
    UnusableFile
        If it is too large, of a kind that is not taken, broken, not what its name says, or the
        room's scanner does not let it pass.
    """
    if (upload.size or 0) > settings.LARGEST_FILE:
        raise UnusableFile(too_large(upload.size or 0, most=settings.LARGEST_FILE))
    came = upload.read()
    name = "".join(filter(str.isprintable, upload.name or ""))[-LONGEST_NAME:]
    media_type = kind_of(came, name=name)
    is_scanned = scan(came)
    content = stripped(came, media_type=media_type)
    key = new_key()
    stored = StoredFile(
        record_type=record._meta.label_lower,
        record=record.pk,
        owner=getattr(record, record.OWNED_BY) if record.OWNED_BY else None,
        name=name,
        key=base64.b64encode(key).decode(),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        is_scanned=is_scanned,
        added_by=uuid.UUID(by.id),
        added_at=at,
    )
    write_sealed(content, stored.path, key=key, place=_place(stored))
    try:
        stored.save(force_insert=True)
    except BaseException:
        stored.path.unlink(missing_ok=True)
        raise
    open_access().did("file.kept", stored)
    return stored


def files_of(record: Record) -> list[StoredFile]:
    """Return the files of a record, the oldest first."""
    found = StoredFile.objects.filter(record_type=record._meta.label_lower, record=record.pk)
    return list(found.order_by("added_at", "pk"))


def files_of_all(records: Sequence[Record]) -> dict[uuid.UUID, list[StoredFile]]:
    """Return the files of several records of one kind by the record, in one query."""
    if not records:
        return {}
    kind = records[0]._meta.label_lower
    keys = [record.pk for record in records]
    found: dict[uuid.UUID, list[StoredFile]] = {}
    for stored in StoredFile.objects.filter(record_type=kind, record__in=keys).order_by("added_at"):
        found.setdefault(stored.record, []).append(stored)
    return found


def content_of(stored: StoredFile) -> bytes:
    """Return the content of a file.

    Raises
    ------
    WrongKey
        If it is missing or is not what was sealed.
    """
    key = base64.b64decode(stored.key)
    return b"".join(open_sealed(stored.path, key=key, place=_place(stored), size=stored.size))


def file_view(model: type[Record], *, verb: str = "view") -> Callable[..., HttpResponseBase]:
    """Return a view that hands out the files of one kind of record.

    Its address gives `pk`, the record, and `file`.

    Parameters
    ----------
    model
        The kind of record.
    verb
        What somebody must be allowed to do with the record; where a copy that leaves the room is
        more than a look, `download`.
    """

    @exposes(model.ENTITY, verb, with_entities=(StoredFile.ENTITY,), asks_purpose=model.OF_PERSON)
    def hand_out(request: Request, pk: uuid.UUID, file: uuid.UUID) -> HttpResponseBase:
        record = get_object_or_404(model.objects.restrict(request.actor), pk=pk)
        stored = get_object_or_404(
            StoredFile.objects.restrict(request.actor),
            pk=file,
            record=record.pk,
            record_type=model._meta.label_lower,
        )
        return as_attachment(stored)

    return hand_out


def as_attachment(stored: StoredFile) -> HttpResponseBase:
    """Return a response that a browser keeps as a file and never shows in the room's own pages."""
    response = HttpResponse(content_of(stored), content_type=stored.media_type)
    if stored.media_type.startswith("text/"):
        response["Content-Type"] = f"{stored.media_type}; charset=utf-8"
    header = content_disposition_header(as_attachment=True, filename=stored.name)
    response["Content-Disposition"] = header
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    open_access().did("file.handed_out", stored)
    return response


def sweep_files(*, at: datetime) -> int:
    """Take away content whose row never came or is gone, and return how much there was.

    A fault between the file and the row leaves such content behind; nothing opens it any more.

    Parameters
    ----------
    at
        The moment, for the audit.
    """
    old = (at - LEFT_BEHIND_AFTER).timestamp()
    found = [path for path in Path(settings.MEDIA_ROOT).iterdir() if path.stat().st_mtime < old]
    if not found:
        return 0
    setting = Setting(
        actor=system_actor("files").id,
        verb="purge",
        entity=StoredFile.ENTITY,
        tables=(StoredFile._meta.db_table,),
    )
    with access(setting, at=at):
        known = {key.hex for key in StoredFile.objects.values_list("pk", flat=True)}
    left = [path for path in found if path.name not in known]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _place(stored: StoredFile) -> str:
    return f"{StoredFile._meta.db_table}|{stored.pk}"
