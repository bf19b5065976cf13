"""Words for templates: dates as people write them, clocks, where you are, why a page is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput
from django.template.context import Context
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonground_web.kernel.access.purposes import room_purposes
from commonground_web.kernel.clock import day_of, where_the_room_stands
from commonground_web.kernel.months import Month
from commonground_web.kernel.pages.lists.shown import Cell
from commonground_web.kernel.pages.tongues import language_name
from commonground_web.kernel.retention.naming import kind_of, reference_of

register = template.Library()

SOON_DAYS = 14
"""A clock that runs out within two weeks is shown as pressing."""

MOST_DAYS, MOST_MONTHS = 60, 23
"""Up to here a span is told in days, and then in months."""

DAYS_IN_MONTH, DAYS_IN_YEAR = 30.4, 365.25

NOTHING = "–"
"""What is shown where nothing is known; screen readers pass over it."""


@register.filter
def day(value: date | None) -> SafeString | str:
    """Return a date as people write it: `March 5, 2026`."""
    if value is None:
        return NOTHING
    local = day_of(value) if isinstance(value, datetime) else value
    written = formats.date_format(local, "DATE_FORMAT")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), written)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Return a moment as people write it where the room stands: `March 5, 2026, 3:40 p.m.`."""
    if value is None:
        return NOTHING
    local = where_the_room_stands(value)
    written = formats.date_format(local, "DATETIME_FORMAT")
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), written
    )


@register.filter
def language(code: str | None) -> str:
    """Return what a language is called, in the language of the page."""
    return language_name(code) if code else NOTHING


@register.filter
def kind(record_type: str) -> str:
    """Return what people call records of a kind."""
    return kind_of(record_type)


@register.filter
def reference(key: UUID) -> SafeString:
    """Return by what a record is told from others without saying what it holds."""
    return format_html('<code title="{}">{}</code>', key, reference_of(key))


@register.filter
def as_written(value: object) -> object:
    """Return any value of a list or a fact as people write it."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Month):
        return value.in_words
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return NOTHING if value is None or value == "" else value


@register.filter
def as_cell(cell: Cell) -> object:
    """Return what stands in a cell of a list: a link, a badge, or a value as people write it."""
    if cell.url:
        return format_html('<a href="{}">{}</a>', cell.url, as_written(cell.value))
    if cell.tone:
        return badge(cell.value, cell.tone)
    return as_written(cell.value)


@register.simple_tag(takes_context=True)
def runs_out(context: Context, on: date | None) -> SafeString | str:
    """Return how long a clock still runs, as a badge that says so in words."""
    if on is None:
        return NOTHING
    days = (on - context["today"]).days
    if days < 0:
        tone, says = "stop", _("ran out %(span)s ago") % {"span": span(-days)}
    elif days == 0:
        tone, says = "stop", _("runs out today")
    else:
        tone = "wait" if days <= SOON_DAYS else ""
        says = _("runs out in %(span)s") % {"span": span(days)}
    return format_html(
        '<span class="badge {}" title="{}">{}</span>',
        tone,
        formats.date_format(on, "DATE_FORMAT"),
        says,
    )


def span(days: int) -> str:
    """Return a span of days as people say it: in days, then in months, then in years."""
    if days <= MOST_DAYS:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days <= MOST_MONTHS * DAYS_IN_MONTH:
        months = round(days / DAYS_IN_MONTH)
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    years = round(days / DAYS_IN_YEAR)
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


@register.simple_tag
def badge(says: object, tone: str = "") -> SafeString:
    """Return a state as a badge; the tone is `good`, `wait`, `stop` or nothing."""
    return format_html('<span class="badge {}">{}</span>', tone, says)


@register.simple_tag(takes_context=True)
def stated_purpose(context: Context) -> object:
    """Return the sentence of the purpose that this page was opened for."""
    opened = getattr(context.get("request"), "access", None)
    return room_purposes().get(opened.setting.purpose, "") if opened else ""


@register.inclusion_tag("parts/crumbs.html")
def crumbs(*pairs: Any) -> dict[str, object]:
    """Show the way from the front page: `{% crumbs "entries" _("Entries") %}`."""
    return {"steps": list(_steps(pairs))}


def _steps(pairs: tuple[Any, ...]) -> Iterator[tuple[str, object]]:
    yield reverse("front"), settings.FACE.title
    for name, label in zip(pairs[::2], pairs[1::2], strict=True):
        yield (name if str(name).startswith("/") else reverse(name)), label


@register.filter
def is_tick(field: BoundField) -> bool:
    """Say whether a field is one box to tick, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)
