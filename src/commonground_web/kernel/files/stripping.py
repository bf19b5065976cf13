"""Take out of a file what it tells by the way: where a picture was made, when, by whom.

Of JPEG and PNG only the segments and chunks are kept that a viewer needs to draw the picture, so
that nothing hides in those that nobody thought of. Of a workbook the properties are emptied. PDF,
CSV and plain text are kept as they are.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from django.utils.translation import gettext as _

from commonground_web.kernel.files.kinds import JPEG, PNG, XLSX, UnusableFile
from commonground_web.kernel.files.zips import UNREADABLE

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
DRAWING_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD"}
)
"""Chunks of a PNG that say how to draw it."""

START, SCAN, END = 0xD8, 0xDA, 0xD9
DRAWING_SEGMENTS = frozenset(
    {0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF}
    | {0xDA, 0xDB, 0xDC, 0xDD}
)
"""Segments of a JPEG that say how to draw it: frames, tables, scans, restarts."""

ADOBE = 0xEE
"""The segment in which a JPEG says how its colours are coded."""

ADOBE_BYTES = 12
JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
"""A segment that says no more than that this is a JPEG file; it stands in for the one that came."""

LARGEST_WORKBOOK = 200_000_000
"""Bytes that a workbook may unfold to: more than any table that is read here."""

EMPTY_PROPERTIES = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b"<cp:coreProperties xmlns:cp="
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}


def stripped(content: bytes, *, media_type: str) -> bytes:
    """Return a file without what it tells by the way.

    Parameters
    ----------
    content
        The whole file.
    media_type
        What it is, by its content.

    Raises
    ------
    UnusableFile
        If it is broken, so that its parts cannot be told from one another.
    """
    strip = {JPEG: _jpeg, PNG: _png, XLSX: _workbook}.get(media_type)
    if strip is None:
        return content
    try:
        return strip(content)
    except (*UNREADABLE, IndexError, KeyError) as error:
        raise UnusableFile(
            _("The file is broken: it cannot be read to its end. Save it again, and choose that.")
        ) from error


def _png(content: bytes) -> bytes:
    kept, at = [PNG_SIGNATURE], len(PNG_SIGNATURE)
    kind = b""
    while kind != b"IEND":
        size = int.from_bytes(_exactly(content, at, 4))
        kind = _exactly(content, at + 4, 4)
        body = _exactly(content, at + 8, size)
        check = _exactly(content, at + 8 + size, 4)
        if zlib.crc32(kind + body) != int.from_bytes(check):
            raise ValueError(kind)
        if kind in DRAWING_CHUNKS:
            kept.append(content[at : at + 12 + size])
        at += 12 + size
    return b"".join(kept)


def _jpeg(content: bytes) -> bytes:
    kept, at = [b"\xff\xd8", JFIF], 2
    has_scan = False
    while True:
        if content[at] != 0xFF:
            raise ValueError(at)
        while content[at] == 0xFF:
            at += 1
        marker = content[at]
        at += 1
        if marker == END:
            if not has_scan:
                raise ValueError(at)
            return b"".join([*kept, b"\xff\xd9"])
        size = int.from_bytes(_exactly(content, at, 2))
        body = _exactly(content, at + 2, size - 2)
        at += size
        if marker == ADOBE and body.startswith(b"Adobe"):
            kept.append(_segment(marker, body[:ADOBE_BYTES]))
        elif marker in DRAWING_SEGMENTS:
            kept.append(_segment(marker, body))
        if marker == SCAN:
            has_scan = True
            end = _scan_end(content, at)
            kept.append(content[at:end])
            at = end


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2) + body


def _scan_end(content: bytes, at: int) -> int:
    """Return where the coded picture ends: at a marker that is no stuffed byte or restart."""
    while True:
        at = content.index(b"\xff", at)
        after = content[at + 1]
        if after != 0 and not 0xD0 <= after <= 0xD7 and after != 0xFF:
            return at
        at += 1 if after == 0xFF else 2


def _exactly(content: bytes, at: int, size: int) -> bytes:
    part = content[at : at + size]
    if size < 0 or len(part) != size:
        raise ValueError(at)
    return part


def _workbook(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as came, zipfile.ZipFile(made, "w") as kept:
        if sum(part.file_size for part in came.infolist()) > LARGEST_WORKBOOK:
            raise UnusableFile(
                _("The workbook unfolds to more than %(most)s MB. Split it into smaller ones.")
                % {"most": LARGEST_WORKBOOK // 1_000_000}
            )
        for part in came.infolist():
            whole = EMPTY_PROPERTIES.get(part.filename) or came.read(part)
            entry = zipfile.ZipInfo(part.filename)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, whole)
    return made.getvalue()
