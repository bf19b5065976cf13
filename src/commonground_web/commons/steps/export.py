"""A checklist as a table that any spreadsheet opens, in which no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from commonground_web.commons.steps.checklist import Line
from commonground_web.kernel.pages.lists.exported import safe


def as_csv(lines: Iterable[Line]) -> bytes:
    """Return the lines of a checklist as comma-separated values in UTF-8, with a header."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(_header())
    for line in lines:
        write.writerow(safe("" if cell is None else str(cell)) for cell in _cells(line))
    return ("\ufeff" + out.getvalue()).encode()


def _header() -> list[str]:
    return [
        _("code"),
        _("phase"),
        _("step"),
        _("item"),
        _("owed by"),
        _("owner"),
        _("due"),
        _("state"),
        _("number"),
        _("unit"),
        _("pieces of evidence"),
        _("waits behind"),
        _("weight"),
        _("version of the model"),
    ]


def _cells(line: Line) -> list[object]:
    asked, item = line.asked, line.item
    return [
        asked.code,
        asked.phase.label,
        asked.step,
        asked.text,
        line.owed_by,
        item.owner,
        item.due.isoformat(),
        line.state,
        item.amount,
        asked.unit,
        line.evidence,
        "; ".join(str(gate.title) for gate in line.shut),
        asked.weight,
        item.plan.version,
    ]
