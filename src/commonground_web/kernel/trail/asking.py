"""What a trail is asked for: days, and a record that was touched."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.pages.rendering import DayInput

REFERENCE = re.compile(
    r"([0-9a-f]{4})-?([0-9a-f]{4})(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?"
)
"""A reference as pages show it, `3F2A-91C0`, or the whole key."""


class FirstMoment(forms.DateField):
    """A day; what comes of it is the moment at which it begins where the room stands."""

    widget = DayInput
    days_later = 0

    def clean(self, value: Any) -> datetime | None:
        """Return the moment, which an index can be asked for."""
        day: date | None = super().clean(value)
        if day is None or day.year >= date.max.year:
            return None
        begins = datetime.combine(day + timedelta(days=self.days_later), time.min)
        return timezone.make_aware(begins)


class LastMoment(FirstMoment):
    """A day; what comes of it is the moment at which it is over."""

    days_later = 1


class RecordField(forms.CharField):
    """A reference to a record; what comes of it are the events that touched the record."""

    def clean(self, value: Any) -> QuerySet[AuditSeal, Any] | None:
        """Return the ids of the events; the seals of a room are read one by one."""
        said = super().clean(value).strip().lower()
        if not said:
            return None
        if (found := REFERENCE.fullmatch(said)) is None:
            raise forms.ValidationError(
                _("A reference has eight digits or letters a to f, as 3F2A-91C0.")
            )
        begins = "".join(filter(None, found.groups()))
        touched = AuditSeal.objects.annotate(touched=Cast("ids", TextField()))
        return touched.filter(touched__contains=f'"{begins}').values("event")
