"""A list as a file: the rows of the page, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import models
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.clock import where_the_room_stands
from commonground_web.kernel.pages.lists.declared import Listing
from commonground_web.kernel.pages.lists.shown import asked

LONGEST_EXPORT = 10_000
"""Rows in a file: its audit event names every one of them."""

FORMULA = tuple("=+-@\t\r\n" + "\uff1d\uff0b\uff0d\uff20" + "\ufe66\ufe62\ufe63\ufe6b" + "\u2212")
"""What a spreadsheet may take for the beginning of a formula, in half, full and small width."""

Cells = list[object]


def export(
    listing: Listing, queryset: models.QuerySet[Any], request: Request, *, agreed_by: str = ""
) -> HttpResponse:
    """Return the rows that the request asks for as CSV or XLSX, with who took them and when.

    Parameters
    ----------
    listing
        The list as it is declared; its sealed columns stay out.
    queryset
        The rows that are the actor's to see.
    request
        Whose query string filters and sorts as on the page; `as` says `csv` or `xlsx`.
    agreed_by
        Name of the second person, where the file takes two.

    Raises
    ------
    Refused
        If more rows match than one file may hold.
    """
    kind = request.GET.get("as", "csv")
    if kind not in WRITERS:
        raise Http404
    _form, rows = asked(listing, queryset, request)
    found = list(rows[: LONGEST_EXPORT + 1])
    if len(found) > LONGEST_EXPORT:
        raise Refused(
            _("More than %(n)s rows match; a file holds no more. Filter first.")
            % {"n": LONGEST_EXPORT}
        )
    media_type, write = WRITERS[kind]
    name = f"{listing.name or listing.model._meta.db_table}.{kind}"
    return HttpResponse(
        write(list(_table(listing, found, request, agreed_by))),
        content_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe goes before one."""
    begins = text.lstrip(" \u00a0\u3000\u200b\ufeff")
    return f"'{text}" if begins.startswith(FORMULA) or text.startswith(FORMULA) else text


def _table(listing: Listing, rows: list[Any], request: Request, agreed_by: str) -> Iterator[Cells]:
    columns = [column for column in listing.columns if column.is_exported]
    yield [_("Record"), *(str(column.label) for column in columns)]
    for row in rows:
        yield [str(row.pk), *(_plain(column.of(row)) for column in columns)]
    yield []
    opened = request.access
    mark = {"event": opened.event, "name": request.actor.name, "second": agreed_by}
    said = _("Taken by %(name)s; audit event %(event)s.")
    if agreed_by:
        said = _("Taken by %(name)s, agreed to by %(second)s; audit event %(event)s.")
    yield [said % mark]


def _plain(value: object) -> object:
    """Return numbers and dates as they are, and all else as text."""
    if isinstance(value, datetime):
        return where_the_room_stands(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, date | int | float) and not isinstance(value, bool):
        return value
    if value is None:
        return ""
    return str(value)


def _csv(table: list[Cells]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(
        [safe(cell) if isinstance(cell, str) else cell for cell in row] for row in table
    )
    # The mark of byte order is what makes a spreadsheet read the file as UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _xlsx(table: list[Cells]) -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.freeze_panes(1, 0)
        for r, row in enumerate(table):
            for c, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(r, c, cell, moments)
                elif isinstance(cell, date):
                    sheet.write_datetime(r, c, cell, days)
                elif isinstance(cell, int | float):
                    sheet.write_number(r, c, cell)
                else:
                    sheet.write_string(r, c, safe(str(cell)), bold if r == 0 else None)
    return held.getvalue()


WRITERS: dict[str, tuple[str, Callable[[list[Cells]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}
"""The kinds of file: media type, and what writes it."""
