"""A field for a day and a time that rows, clocks and other time zones can hold."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django import forms
from django.core.exceptions import ValidationError

from commonground_web.kernel.pages.rendering import MomentInput

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Beyond these nobody plans anything, and near the ends of all calendars days cannot be counted."""


class MomentField(forms.DateTimeField):
    """A moment that somebody may have meant."""

    widget = MomentInput

    def to_python(self, value: str | datetime | date | None) -> datetime | None:
        """Read a moment, and refuse one of other centuries as no moment at all."""
        moment: datetime | None = super().to_python(value)
        if moment is not None and not EARLIEST <= moment < LATEST:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return moment
