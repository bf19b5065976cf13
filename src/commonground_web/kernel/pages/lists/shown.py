"""A list as one person asked for it: filters, the rows of a page, links to the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonground_web.kernel.pages.lists.declared import Column, Listing, Row

LONGEST_PAGE = 50
"""Rows on a page: what a person can look through, and what one audit event names."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of one row."""

    label: str
    value: object
    url: str
    tone: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row: what its columns show, and what it is of."""

    cells: list[Cell]
    record: Row


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; its link sorts by it, and once more the other way round."""

    label: str | Promise
    url: str
    sorted: str


@dataclass(frozen=True, slots=True)
class ExportLink:
    """A link to these rows as a file."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownList:
    """Everything that the part `parts/listing.html` shows."""

    id: str
    caption: str | Promise
    empty: str | Promise
    path: str
    heads: list[Head]
    rows: list[ShownRow]
    acts: str
    filters: forms.Form | None
    is_filtered: bool
    says: str
    earlier: str
    later: str
    exports: list[ExportLink]


def show(
    listing: Listing, queryset: models.QuerySet[Any], request: HttpRequest, *, export: str = ""
) -> ShownList:
    """Return one page of a list as the request asks for it.

    Parameters
    ----------
    listing
        The list as it is declared.
    queryset
        The rows that are the actor's to see.
    request
        Whose query string says how to filter, sort and page.
    export
        Path of the view that exports the list, where the actor may.
    """
    form, rows = asked(listing, queryset, request)
    page = Paginator(rows, LONGEST_PAGE).get_page(request.GET.get("page"))
    query = request.GET
    ordered = _order(listing, query)
    # Translated once, and not once a cell.
    labelled = [(column, str(column.label)) for column in listing.columns]
    is_filtered = any(query.get(asked.name) for asked in listing.filters)
    return ShownList(
        id=listing.id,
        caption=listing.caption,
        empty=listing.empty,
        path=request.path,
        heads=[_head(column, query=query, ordered=ordered) for column in listing.columns],
        rows=[
            ShownRow([_cell(column, row, label) for column, label in labelled], row)
            for row in page.object_list
        ],
        acts=listing.acts,
        filters=form if page.object_list or is_filtered else None,
        is_filtered=is_filtered,
        says=_says(page),
        earlier=_link(query, page=page.previous_page_number()) if page.has_previous() else "",
        later=_link(query, page=page.next_page_number()) if page.has_next() else "",
        exports=list(_exports(export, query)),
    )


def asked(
    listing: Listing, queryset: models.QuerySet[Any], request: HttpRequest
) -> tuple[forms.Form | None, models.QuerySet[Any]]:
    """Return the filter form as it was filled in, and the rows that it asks for, in order.

    A filter whose answer is not valid narrows nothing; the form says what is wrong with it.
    """
    ordered = _order(listing, request.GET)
    rows = queryset.order_by(ordered, *listing.then, "pk")
    form = _form(listing, request.GET)
    if form is not None and form.is_bound:
        form.is_valid()
        for question in listing.filters:
            answer = form.cleaned_data.get(question.name)
            if answer not in (None, "", []):
                rows = rows.filter(**{question.lookup: answer})
    return form, rows


def _form(listing: Listing, query: QueryDict) -> forms.Form | None:
    fields: dict[str, forms.Field] = {question.name: question.field for question in listing.filters}
    sorts = list(_sorts(listing))
    if sorts:
        fields["sort"] = forms.ChoiceField(label=_("Sort by"), choices=sorts, required=False)
    if not fields:
        return None
    # Django takes the fields out of what it is given, so that it is given a copy.
    made = type("FilterForm", (forms.Form,), dict(fields))
    data: Mapping[str, Any] = query if any(name in query for name in fields) else {}
    form: forms.Form = made(data or None, auto_id="filter-%s", initial={"sort": listing.order})
    return form


def _sorts(listing: Listing) -> Iterator[tuple[str, object]]:
    for column in listing.columns:
        if column.sort:
            yield column.sort, _("%(column)s, first to last") % {"column": column.label}
            yield f"-{column.sort}", _("%(column)s, last to first") % {"column": column.label}


def _order(listing: Listing, query: QueryDict) -> str:
    order = query.get("sort", "")
    known = {column.sort for column in listing.columns if column.sort}
    return order if order.removeprefix("-") in known else listing.order


def _head(column: Column, *, query: QueryDict, ordered: str) -> Head:
    if not column.sort:
        return Head(column.label, "", "")
    now = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(ordered, "")
    turned = f"-{column.sort}" if now == "ascending" else column.sort
    return Head(column.label, _link(query, sort=turned), now)


def _cell(column: Column, row: models.Model, label: str) -> Cell:
    return Cell(
        label,
        column.of(row),
        column.link(row) if column.link else "",
        column.tone(row) if column.tone else "",
    )


def _says(page: Page[Any]) -> str:
    total = page.paginator.count
    said = ngettext("%(n)s row", "%(n)s rows", total) % {"n": total}
    if page.paginator.num_pages == 1:
        return said
    span = {"first": page.start_index(), "last": page.end_index(), "all": said}
    return str(_("%(first)s to %(last)s of %(all)s") % span)


def _link(query: QueryDict, **changed: object) -> str:
    kept = query.copy()
    if "sort" in changed:
        kept.pop("page", None)
    for name, value in changed.items():
        kept[name] = str(value)
    return f"?{kept.urlencode()}"


def _exports(path: str, query: QueryDict) -> Iterator[ExportLink]:
    if not path:
        return
    for label in ("CSV", "XLSX"):
        kept = query.copy()
        kept.pop("page", None)
        kept["as"] = label.lower()
        yield ExportLink(label, f"{path}?{kept.urlencode()}")
