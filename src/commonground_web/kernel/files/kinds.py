"""Which kinds of files a room takes, told by their content and never by their name alone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePath

from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.files.zips import UNREADABLE

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
TEXT = "text/plain"

ENDINGS: Mapping[str, str] = {
    ".pdf": PDF,
    ".png": PNG,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".xlsx": XLSX,
    ".csv": CSV,
    ".txt": TEXT,
}
"""The endings of names that are taken, and what a file with that ending must be."""

UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
"""What JSON may hold in a text and no database or page keeps: a NUL, and half of a letter."""

TAIL = 2048
"""Bytes at the end of a PDF in which its end is marked."""


class UnusableFile(Refused):
    """A file that the room does not take; the sentence says why, and is for the person."""


def kind_of(content: bytes, *, name: str) -> str:
    """Return the media type of a file, if its content is what the ending of its name says.

    Parameters
    ----------
    content
        The whole file.
    name
        Its name as it came.

    Raises
    ------
    UnusableFile
        If it is empty, of a kind that is not taken, or not what its name says.
    """
    if not content:
        raise UnusableFile(_("The file is empty. Choose the file again."))
    expected = ENDINGS.get(PurePath(name).suffix.lower())
    if expected is None:
        raise UnusableFile(
            _("The room takes PDF, PNG, JPEG, XLSX, CSV and TXT files. Save it as one of these.")
        )
    is_expected = {
        PDF: _is_pdf,
        PNG: lambda held: held.startswith(b"\x89PNG\r\n\x1a\n"),
        JPEG: lambda held: held.startswith(b"\xff\xd8\xff"),
        XLSX: _is_workbook,
        CSV: _is_text,
        TEXT: _is_text,
    }[expected]
    if not is_expected(content):
        raise UnusableFile(
            _("The content is not that of a %(ending)s file. %(advice)s")
            % {"ending": PurePath(name).suffix.lower(), "advice": _advice(expected)}
        )
    return expected


def _advice(expected: str) -> str:
    if expected in {CSV, TEXT}:
        return _("Save it as plain text in UTF-8.")
    return _("Save it again with the program that made it.")


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-TAIL:]


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
    except UNREADABLE:
        return False
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return {"[Content_Types].xml", "xl/workbook.xml"} <= names and not has_macros


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return all(character.isprintable() or character in "\t\r\n\f" for character in text)
