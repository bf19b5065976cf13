"""Which months are counted, and how a list of counts is asked for one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.months import Month
from commonground_web.kernel.pages.lists.declared import Filter

SETTLES = timedelta(days=7)
"""How long after its end a month is counted, so that what was written down late is in it."""


def last_settled(day: date) -> Month:
    """Return the last month that is to be counted on a day."""
    return Month.of(day - SETTLES).before


def month_filter(months: Iterable[str], *, lookup: str) -> Filter:
    """Return the question for one month of those there are.

    Parameters
    ----------
    months
        Each as `2026-10`, and as often as it comes.
    lookup
        Path of the field that holds the month.
    """
    there = sorted({Month.read(month) for month in months}, reverse=True)
    choices = [("", _("any")), *((str(month), month.in_words) for month in there)]
    field = forms.ChoiceField(label=_("Month"), choices=choices, required=False)
    return Filter("month", field, lookup)
