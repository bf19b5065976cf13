"""What is done to a file of another directory: it is read, looked at, and taken in as a whole."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import asdict
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from commonground_web.commons.services.hsds.checking import Checked, CheckedTable, check
from commonground_web.commons.services.hsds.nested import read_json
from commonground_web.commons.services.hsds.package import read_package
from commonground_web.commons.services.hsds.rows import UnusableDirectory
from commonground_web.commons.services.models import DirectoryImport
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.valves.published.tables import public_tables

LARGEST_BYTES = 10_000_000
"""How large a file may be."""

LARGEST_DIRECTORY_BYTES = 4_000_000
"""What all public tables may come to: the other rooms take no more than 8 MB of a snapshot."""

BATCH = 200
ZIP = b"PK\x03\x04"


@action("directory", "import")
def read_file(*, content: bytes, by: Actor, at: datetime) -> DirectoryImport:
    """Read a file, and keep its rows until somebody takes them in; the directory stays as it is.

    Raises
    ------
    Refused
        If it holds no directory.
    """
    try:
        read = read_package(content) if content.startswith(ZIP) else read_json(content)
    except UnusableDirectory as error:
        raise Refused(str(error)) from error
    made = DirectoryImport(
        format=read.format,
        sha256=hashlib.sha256(content).hexdigest(),
        content=read.as_json(),
        left_out=dict(sorted(read.left_out.items())),
        read_by=uuid.UUID(by.id),
        read_at=at,
    )
    made.save(force_insert=True)
    open_access().did("directory.read", made)
    return made


@action("directory", "import")
def take_in(*, found: DirectoryImport, by: Actor, at: datetime) -> None:
    """Write every row of a file that can be written: all of them, or none.

    Rows that are there already are changed where the file says something else; what the file does
    not name stays as it is. No row is removed.

    Raises
    ------
    Refused
        If it was taken in before, nothing is to be written, or the directory would become larger
        than the other rooms can take.
    """
    row = found.held_now()
    if row.taken_at is not None:
        raise Refused(_("This file was taken in already."))
    checked = check(row.content)
    if not checked.taken:
        raise Refused(_("Nothing of this file is to be written."))
    for table in checked.tables:
        _write(table)
    _require_size()
    row.taken_by, row.taken_at = uuid.UUID(by.id), at
    row.counts, row.rejects = counts_of(checked), [asdict(reject) for reject in checked.rejects]
    row.content = {}
    row.save()
    open_access().did("directory.taken_in", row)


@action("directory", "import")
def forget_imports(
    *,
    imports: list[DirectoryImport],
    by: Actor,  # noqa: ARG001 - as all actions
    at: datetime,  # noqa: ARG001
) -> None:
    """Forget files that nobody took in."""
    for row in imports:
        open_access().did("directory.forgotten", row)
        row.delete()


def counts_of(checked: Checked) -> dict[str, dict[str, int]]:
    """Return how many rows of each table come to what; tables without any are left out."""
    return {
        table.table.name: table.counts for table in checked.tables if any(table.counts.values())
    }


def _write(told: CheckedTable) -> None:
    told.table.model.objects.bulk_create(told.new, batch_size=BATCH)
    by_fields = sorted(told.changed, key=lambda each: sorted(each[1]))
    for fields, rows in groupby(by_fields, key=lambda each: sorted(each[1])):
        told.table.model.objects.bulk_update(
            [row for row, _changes in rows], fields, batch_size=BATCH
        )


def _require_size() -> None:
    rows = (row.fields for table in public_tables().values() for row in table)
    if sum(len(json.dumps(fields)) for fields in rows) > LARGEST_DIRECTORY_BYTES:
        raise Refused(
            _(
                "The directory would become larger than the other rooms can take; bring in the "
                "part of your city alone."
            )
        )
