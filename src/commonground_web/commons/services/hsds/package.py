"""HSDS as a package of tables: CSV files and their datapackage.json, in a ZIP."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from commonground_web.commons.services.hsds.rows import (
    ReadDirectory,
    ReadRow,
    UnusableDirectory,
)
from commonground_web.commons.services.hsds.tables import BY_NAME, TABLES
from commonground_web.kernel.files.zips import UNREADABLE
from commonground_web.kernel.pages.lists.exported import FORMULA

DESCRIPTOR = "datapackage.json"
MOST_BYTES = 50_000_000
"""What a package may come to once it is unpacked: as much is read at the most, each file once."""

MOST_FILES = 100


def read_package(content: bytes) -> ReadDirectory:
    """Read a directory from a ZIP of tables.

    Raises
    ------
    UnusableDirectory
        If it is no such ZIP, is too large once unpacked, or holds no table of services.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _read(package)
    except UnusableDirectory:
        raise
    except UNREADABLE as error:
        raise UnusableDirectory(_("The ZIP cannot be unpacked; make it again.")) from error


def _read(package: zipfile.ZipFile) -> ReadDirectory:
    entries = package.infolist()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise UnusableDirectory(
            _(
                "Unpacked it would come to more than %(files)s files or %(size)s MB; bring in the "
                "part of your city alone."
            )
            % {"files": MOST_FILES, "size": MOST_BYTES // 1_000_000}
        )
    files = {PurePosixPath(entry.filename).name: entry for entry in entries}
    read = ReadDirectory("zip")
    for name, file in _resources(package, files):
        if name in BY_NAME:
            for number, values in _table(package.read(files[file]), file=file):
                read.add(name, _row(name, f"{file}, line {number}", values, read))
        else:
            rows = _table(package.read(files[file]), file=file)
            read.leave_out(name, sum(1 for _row_left_out in rows))
    if not read.rows:
        named = ", ".join(table.file for table in TABLES)
        raise UnusableDirectory(
            _("The ZIP holds none of these tables: %(tables)s.") % {"tables": named}
        )
    return read


def _resources(
    package: zipfile.ZipFile, files: dict[str, zipfile.ZipInfo]
) -> Iterator[tuple[str, str]]:
    """Yield table and file, as the descriptor says; without one, by the files' usual names."""
    if DESCRIPTOR not in files:
        named = {table.file: table.name for table in TABLES}
        yield from ((named.get(f, f), f) for f in sorted(files) if f.endswith(".csv"))
        return
    try:
        said = json.loads(package.read(files[DESCRIPTOR]).decode("utf-8-sig"))
        told = [(str(r["name"]), PurePosixPath(str(r["path"])).name) for r in said["resources"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnusableDirectory(
            _("%(file)s cannot be read; make it again.") % {"file": DESCRIPTOR}
        ) from error
    there = [(name, file) for name, file in told if file in files]
    for file, times in Counter(file for _name, file in there).items():
        if times > 1:
            raise UnusableDirectory(
                _("%(descriptor)s names %(file)s %(times)s times; a file holds one table.")
                % {"descriptor": DESCRIPTOR, "file": file, "times": times}
            )
    yield from there


def _table(content: bytes, *, file: str) -> Iterator[tuple[int, dict[str | None, object]]]:
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        for values in reader:
            yield reader.line_num, dict(values)
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnusableDirectory(
            _("%(file)s is no table in UTF-8; save it again.") % {"file": file}
        ) from error


def _row(table: str, where: str, values: dict[str | None, object], read: ReadDirectory) -> ReadRow:
    """Return what the directory keeps of a row; a cell that is missing or too many is told."""
    columns, kept = BY_NAME[table].columns, {}
    for column, value in values.items():
        if column is None or value is None:
            raise UnusableDirectory(
                _("At %(where)s there are not as many cells as columns.") % {"where": where}
            )
        if column in columns:
            kept[column] = _unescaped(str(value))
        elif value:
            read.leave_out(f"{table}.{column}", 1)
    return ReadRow(where, kept)


def _unescaped(text: str) -> str:
    """Take off the apostrophe that an export puts before what a spreadsheet would run."""
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(FORMULA) else text
