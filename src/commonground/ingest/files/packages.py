"""Workbooks are zips of XML: what must be true of one before anything in it is read."""

from __future__ import annotations

import zlib
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from commonground.ingest.files.rows import UnreadableFile
from commonground.ingest.files.unpack import CHUNK_BYTES, TooLargeUnpacked, require_no_bomb

LARGEST_PART_BYTES = 300_000_000
"""Sheets are read row by row; the other parts, such as the texts they share, are held whole."""

SHEETS = "xl/worksheets/"


class UnsafeWorkbook(UnreadableFile):
    """A workbook with declarations that none needs, and that can grow without end."""


def require_sound_package(file: Path) -> None:
    """Refuse a workbook that is no zip, that is a bomb, or whose XML declares entities.

    Sizes are as the zip declares them; Python's zipfile reads no more than that of any part.

    Parameters
    ----------
    file
        An Excel workbook.

    Raises
    ------
    UnreadableFile
        If the file is not a workbook, or damaged.
    TooLargeUnpacked
        If it would unpack to more than memory or disk should hold.
    UnsafeWorkbook
        If any part has a document type declaration.
    """
    try:
        with ZipFile(file) as package:
            _require_size(package, file=file)
            for part in package.namelist():
                _require_no_declaration(package, part=part, file=file)
    except (BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as problem:
        raise UnreadableFile(
            f"{file} is not an Excel workbook that can be read ({problem}): it is damaged, locked "
            "with a password, or of another kind. Open it in Excel and save it as .xlsx."
        ) from None


def _require_size(package: ZipFile, *, file: Path) -> None:
    parts = package.infolist()
    require_no_bomb(
        file, packed=file.stat().st_size, unpacked=sum(part.file_size for part in parts)
    )
    for part in parts:
        if part.file_size > LARGEST_PART_BYTES and not part.filename.startswith(SHEETS):
            raise TooLargeUnpacked(
                f"{file}: its part {part.filename} unpacks to {part.file_size:,} bytes; at most "
                f"{LARGEST_PART_BYTES:,} can be read. Save the sheet as CSV."
            )


def _require_no_declaration(package: ZipFile, *, part: str, file: Path) -> None:
    """Read one part up to its first element; what stands above can only be a declaration."""

    def refuse(*_: object) -> None:
        raise UnsafeWorkbook(
            f"{file}: its part {part} declares a document type, which Excel never does and which "
            "can make a small file endless. Open it in Excel and save it anew."
        )

    parser = expat.ParserCreate()
    begun: list[object] = []
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda *element: begun.append(element)
    with package.open(part) as content:
        while not begun and (chunk := content.read(CHUNK_BYTES // 16)):
            try:
                parser.Parse(chunk)
            except expat.ExpatError:  # a picture, or damage that the reader of the part will meet
                return
