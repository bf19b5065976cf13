"""The pages on which files of other directories are looked at and taken in, and ours goes out."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from commonground_web.commons.services.actions.importing import counts_of, read_file, take_in
from commonground_web.commons.services.forms import FileForm
from commonground_web.commons.services.hsds.checking import check
from commonground_web.commons.services.hsds.writing import (
    Tables,
    as_json,
    as_package,
    directory_rows,
)
from commonground_web.commons.services.models import DirectoryImport
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.lists.exported import safe

MOST_SHOWN = 50
"""Rejected rows that the page shows; the file has all of them."""

EXPORTS: Mapping[str, tuple[str, Callable[[Tables], bytes]]] = {
    "json": ("application/json", as_json),
    "zip": ("application/zip", as_package),
}


@exposes("directory", "import", methods=FORM_METHODS)
def read(request: Request) -> HttpResponse:
    """Read a file, without writing anything of it."""
    form = FileForm(request.POST or None, request.FILES or None)
    made: list[DirectoryImport] = []

    def act() -> None:
        content = form.cleaned_data["file"].read()
        made.append(read_file(content=content, by=request.actor, at=now()))

    if done_by_form(form, act, field="file"):
        return redirect("directory-look", pk=made[0].pk)
    return TemplateResponse(request, "commons/services/import_form.html", {"form": form})


@exposes("directory", "import")
def look(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show what would become of a file, or what became of it."""
    found = get_object_or_404(DirectoryImport, pk=pk)
    counts, rejects, taken = _outcome(found)
    context = {
        "import": found,
        "counts": counts,
        "rejects": rejects[:MOST_SHOWN],
        "rejected": len(rejects),
        "to_take": taken,
        "left_out": found.left_out,
    }
    return TemplateResponse(request, "commons/services/import.html", context)


@exposes("directory", "import", methods=("POST",))
def take(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take a file in."""
    found = get_object_or_404(DirectoryImport, pk=pk)
    done_by_button(request, partial(take_in, found=found, by=request.actor, at=now()))
    return redirect("directory-look", pk=pk)


@exposes("directory", "import")
def rejects(request: Request, pk: uuid.UUID) -> HttpResponse:  # noqa: ARG001 - as all views
    """Give the rows that are not taken in as a file, each with its reason, to be put right."""
    found = get_object_or_404(DirectoryImport, pk=pk)
    _counts, rejected, _taken = _outcome(found)
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([_("Where"), _("Table"), _("Column"), _("Fault"), _("Row")])
    writer.writerows(_cells(reject) for reject in rejected)
    return _file(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", "rejects.csv")


@exposes("directory", "export")
def export(request: Request) -> HttpResponse:
    """Give the directory as HSDS, without confidential places; numbers to those who keep it."""
    kind = request.GET.get("as", "")
    if kind not in EXPORTS:
        raise Http404
    media_type, write = EXPORTS[kind]
    rows = directory_rows(with_numbers=request.actor.may("import", "directory"))
    return _file(write(rows), media_type, f"hsds.{kind}")


def _outcome(
    found: DirectoryImport,
) -> tuple[dict[str, dict[str, int]], list[dict[str, Any]], int]:
    """Return how many rows come to what, what is rejected, and how many are still to be written."""
    if found.taken_at is not None:
        return found.counts, found.rejects, 0
    checked = check(found.content)
    rejected = [asdict(reject) for reject in checked.rejects]
    return counts_of(checked), rejected, checked.taken


def _cells(reject: Mapping[str, Any]) -> Iterable[str]:
    told = (str(reject[name]) for name in ("where", "table", "column", "fault"))
    return [*map(safe, told), safe(json.dumps(reject["values"], ensure_ascii=False))]


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
